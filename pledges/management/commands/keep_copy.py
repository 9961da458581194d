"""Keeps a copy of a source from a file: text, HTML, PDF or WACZ."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from meetings.models import Source
from pledges.intake.importers.import_limits import FileProblem
from pledges.intake.kept_copies import attach_copy, read_waiting, store_copy
from pledges.models import KeptCopy, User


class Command(BaseCommand):
    """`manage.py keep_copy --source 12|ADDRESS [--by USER] [--archive ADDRESS] FILE`."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--source", required=True, help="number or address of the source")
        parser.add_argument("--by", default="", help="account that keeps the copy")
        parser.add_argument("--archive", default="", help="address of a public archive copy")
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        source, now = find_source(options["source"]), timezone.now()
        person = User.objects.filter(username=options["by"]).first()
        if options["by"] and person is None:
            raise CommandError(f"there is no account “{options['by']}”")
        try:
            content = options["file"].read_bytes()
            copy = store_copy(content, person=person, now=now, page_url=source.url, archive_url=options["archive"])
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}") from error
        except FileProblem as problem:
            raise CommandError(f"{problem.message}: {problem.hint}") from problem
        attach_copy(source, copy=copy, person=person, now=now)
        read_waiting()
        read = KeptCopy.objects.get(pk=copy.pk)
        said = read.problem or f"{len(read.text):,} characters of text"
        self.stdout.write(f"source {source.pk} has the copy {read.sha256} ({read.media_type}): {said}")


def find_source(stated: str) -> Source:
    """The source of a number or an address.

    :raises CommandError: there is none, or several have the address.
    """
    found = Source.objects.filter(pk=stated) if stated.isdecimal() else Source.objects.filter(url=stated)
    sources = list(found.order_by("pk")[:10])
    if not sources:
        raise CommandError(f"no source is called “{stated}”: its number, or its address")
    if len(sources) > 1:
        numbers = ", ".join(str(one.pk) for one in sources)
        raise CommandError(f"several sources have this address; say the number: {numbers}")
    return sources[0]
