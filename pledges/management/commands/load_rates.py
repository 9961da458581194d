"""Takes reference rates to euro from a file of the European Central Bank, or from an address."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pledges.intake.ecb_files import RateFileError
from pledges.intake.rate_loading import load_from_address, load_rates
from pledges.intake.value_corrections import amounts_to_value


class Command(BaseCommand):
    """`manage.py load_rates [FILE|URL]`: without either, the address of the settings (RATES_URL)."""

    help = (
        "Take reference rates to euro from eurofxref-hist.zip, eurofxref-hist.csv or eurofxref.csv, as the European "
        "Central Bank publishes them. Known rates stay; a file that contradicts one is refused. Running it twice does "
        "nothing more."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", nargs="?", default="", metavar="FILE|URL")
        help_text = "take the new rates of a file although others differ from known ones, which stay"
        parser.add_argument("--keep-known", action="store_true", help=help_text)

    def handle(self, *_: Any, source: str, keep_known: bool, **__: Any) -> None:
        source = source or settings.RATES_URL
        if not source:
            raise CommandError("name a file or an address; none is set in RATES_URL")
        now = timezone.now()
        try:
            if source.startswith(("https://", "http://")):
                load = load_from_address(source, now=now, keep_known=keep_known)
            else:
                load = load_rates(Path(source).read_bytes(), origin=source, now=now, keep_known=keep_known)
        except OSError as error:
            raise CommandError(f"{source} cannot be read: {error.strerror}") from error
        except RateFileError as error:
            raise CommandError(f"nothing was loaded from {source}:\n{error}") from error
        self.stdout.write(f"{load.added} rates added, {load.known} known; the file ends on {load.last_day}")
        if load.problem:
            self.stdout.write(load.problem)
        if waiting := len(amounts_to_value()):
            self.stdout.write(f"{waiting} published amounts can be given a value: manage.py value_amounts")
