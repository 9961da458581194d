"""Imports a table or a release of a tracker: plans it, says what was found, and publishes only when asked."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pledges import ledger, projections
from pledges.intake.duplicates.decide_pairs import leave_open
from pledges.intake.importers.file_layouts import AUTO, ImportOptions
from pledges.intake.importers.import_drafts import ImportReport, import_file, require_second_yes
from pledges.intake.importers.registry import LAYOUT_NAMES, TRACKER_NAMES
from pledges.ledger import Refusal, UndecidedDuplicates
from pledges.models import User

MOST_REASONS = 20
Halves = Callable[[str], tuple[str, str]]


class Command(BaseCommand):
    """`manage.py import_file PATH --as NAME [--publish --reviewer NAME]`: ends with 1 where the plan has problems."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="a CSV or XLSX file")
        parser.add_argument("--layout", choices=(AUTO, *LAYOUT_NAMES), default=AUTO)
        parser.add_argument("--title", default="", help="the title of the change set")
        parser.add_argument("--as", dest="author", required=True, metavar="USERNAME", help="who drafts")
        parser.add_argument("--publish", action="store_true", help="submit, approve and publish where nothing is wrong")
        parser.add_argument("--reviewer", default="", metavar="USERNAME", help="who approves; somebody else")
        release = f"the release of a {TRACKER_NAMES} file, where its days do not tell it"
        parser.add_argument("--release", type=int, help=release)
        parser.add_argument(
            "--confirm-suggestions", action="store_true", help="bring new names into the catalogue; needs a reviewer"
        )
        parser.add_argument("--void-vanished", action="store_true", help="take back what this release has no more")
        parser.add_argument("--leave-out-problem-rows", action="store_true", help="publish the rows without problems")
        parser.add_argument(
            "--leave-open", default="", metavar="REASON", help="publish although possible duplicates are undecided; why"
        )
        header = "what a header means, as in Spender=donors; a blank column leaves it out"
        self.add_pairs(parser, "--column", "HEADER=COLUMN", header_and_column, header)
        same = "a cell that holds for every row, as in stage=announced"
        self.add_pairs(parser, "--set", "COLUMN=CELL", column_and_cell, same)
        parser.add_argument(
            "--without", action="append", default=[], metavar="COLUMN", help="a column that a release has none of"
        )
        parser.add_argument("--sheet", default="", metavar="NAME", help="the sheet that is read; * for all of them")
        per_donor = "what the cells hold that stand under a donor's name"
        parser.add_argument("--per-donor", choices=("quantity", "amount"), default="", help=per_donor)
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def add_pairs(self, parser: ArgumentParser, name: str, metavar: str, halves: Halves, words: str) -> None:
        parser.add_argument(name, action="append", default=[], metavar=metavar, type=halves, help=words)

    def handle(self, *args: Any, **options: Any) -> None:
        author = account(options["author"])
        reviewer = account(options["reviewer"] or options["author"]) if options["publish"] else None
        if options["confirm_suggestions"]:
            self.check_second_yes(author, options["reviewer"])
        now = timezone.now()
        report = self.plan(author, options, now=now)
        outcome = ""
        if reviewer and report.changeset:
            outcome = self.publish(report, author, reviewer, options)
        self.say(report, outcome, as_json=options["json"])
        if report.changeset is None or (report.problems and not outcome.startswith("published")):
            raise SystemExit(1)

    def check_second_yes(self, author: User, reviewer: str) -> None:
        """Names are public at once: somebody else than who imports them answers for them."""
        try:
            require_second_yes(importer=author, actor=account(reviewer or author.username))
        except Refusal as refusal:
            raise CommandError(f"--confirm-suggestions --reviewer USERNAME: {refusal}") from refusal

    def plan(self, author: User, options: dict[str, Any], *, now: datetime) -> ImportReport:
        path: Path = options["path"]
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}") from error
        how = ImportOptions(
            layout=options["layout"],
            release=options["release"],
            void_vanished=options["void_vanished"],
            chosen=dict(options["column"]),
            constants=dict(options["set"]),
            absent=options["without"],
            sheet=options["sheet"],
            per_donor=options["per_donor"],
        )
        try:
            return import_file(
                content,
                filename=path.name,
                author=author,
                today=now.date(),
                now=now,
                title=options["title"],
                options=how,
                confirm=options["confirm_suggestions"],
                without_problem_rows=options["leave_out_problem_rows"],
            )
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal

    def publish(self, report: ImportReport, author: User, reviewer: User, options: dict[str, Any]) -> str:
        """Take the draft through review to the ledger and its projections; return what came of it."""
        if report.changeset is None or (report.problems and not options["leave_out_problem_rows"]):
            return "not published: the problems come first"
        if not report.writes:
            return "nothing to publish: every row is in the ledger already"
        try:
            ledger.submit(changeset=report.changeset, actor=author, now=timezone.now())
            seen = ledger.hash_shown_rows(report.changeset)
            ledger.approve(changeset=report.changeset, reviewer=reviewer, seen=seen, now=timezone.now())
            if options["leave_open"]:
                now = timezone.now()
                reason = options["leave_open"]
                leave_open(changeset=report.changeset, reason=reason, actor=reviewer, today=now.date(), now=now)
            version = ledger.publish(changeset=report.changeset, reviewer=reviewer, now=timezone.now())
        except UndecidedDuplicates as refusal:
            raise CommandError(
                f"{write_refusal(refusal)}\n"
                f"decide them on the page of change set {report.changeset.pk}, or --leave-open REASON"
            ) from refusal
        except Refusal as refusal:
            raise CommandError(write_refusal(refusal)) from refusal
        now = timezone.now()
        projections.drain_outbox(today=now.date(), now=now)
        return f"published as version {version.number}"

    def say(self, report: ImportReport, outcome: str, *, as_json: bool) -> None:
        """Print the counts, every problem, and what came of publishing."""
        if as_json:
            self.stdout.write(json.dumps(report.to_json() | {"outcome": outcome}, ensure_ascii=False, indent=1))
            return
        if report.changeset:
            self.stdout.write(f"change set {report.changeset.pk}: {report.changeset.title}")
        self.stdout.write(", ".join(f"{name} {count}" for name, count in sorted(report.counts.items())) or "no rows")
        waiting = [one for one in report.suggestions if one.state == "open"]
        if waiting:
            self.stdout.write(f"{len(waiting)} names are new to the catalogue; --confirm-suggestions brings them in:")
        for one in waiting:
            self.stdout.write(f"  {one.kind} “{one.name}” → {one.slug or 'nothing close'} ({one.rows} rows)")
        for name, title in (("vanished", "no more in this release"), ("left_out", "taken out before, left out")):
            for reference in getattr(report, name):
                self.stdout.write(f"{title}: {reference}")
        for problem in report.problems:
            hint = f" ({problem.hint})" if problem.hint else ""
            place = f"row {problem.row}, {problem.column or 'file'}"
            self.stdout.write(f"{place} = “{problem.value}”: {problem.message}{hint}")
        for remark in report.remarks:
            self.stdout.write(
                f"remark: row {remark.row}, {remark.column or 'file'} = “{remark.value}”: {remark.message}"
            )
        self.stdout.write(f"{len(report.problems)} problems")
        if outcome:
            self.stdout.write(outcome)


def write_refusal(refusal: Refusal) -> str:
    return "\n  ".join([str(refusal), *refusal.reasons[:MOST_REASONS]])


def header_and_column(stated: str) -> tuple[str, str]:
    """What stands before the last sign =, which a header may hold too, and after it."""
    return halves(stated, stated.rpartition("="))


def column_and_cell(stated: str) -> tuple[str, str]:
    """What stands before the first sign =, and after it, where an address may hold more."""
    return halves(stated, stated.partition("="))


def halves(stated: str, parts: tuple[str, str, str]) -> tuple[str, str]:
    """Two halves.

    :raises ArgumentTypeError: there is no sign =.
    """
    if not parts[1]:
        raise ArgumentTypeError(f"“{stated}” has no sign =")
    return parts[0].strip(), parts[2].strip()


def account(name: str) -> User:
    found = User.objects.filter(username=name).first()
    if found is None:
        raise CommandError(f"no account is called {name}")
    return found
