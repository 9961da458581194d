"""Brings reference rates in that were published after the release of the package which ships the older ones."""

from __future__ import annotations

import logging
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from pledges.intake.catalogue_snapshot import load_rate_table
from pledges.intake.ecb_files import LARGEST_FILE, RateFileError, StatedRate, read_rates
from pledges.models import LoadedRate, RateLoad
from pledges.values.euro_rates import RATES_PAUSE, RateTable

logger = logging.getLogger(__name__)

ANSWER_SECONDS, DOWNLOAD_SECONDS = 20, 60
"""How long the address may be silent, and how long the whole download may take."""

CHUNK = 64 * 1024
LARGEST_STEP = 2
"""No rate doubles or halves within a week: a figure that does has lost its point, or is of another currency."""


def load_rates(content: bytes, *, origin: str, now: datetime, keep_known: bool = False) -> RateLoad:
    """Take the rates of a file that are not known yet, and say how many there were; what failed is kept as well.

    With `keep_known`, rates that differ from known ones are left aside, where else the whole file is refused.

    :raises RateFileError: the file is faulty, or contradicts what is known; nothing of it is taken.
    """
    try:
        stated = read_rates(content, today=now.date())
        return store_rates(stated, origin=origin, now=now, keep_known=keep_known)
    except RateFileError as error:
        note_failure(error, origin=origin, now=now)
        raise


def load_from_address(address: str, *, now: datetime, keep_known: bool = False) -> RateLoad:
    """Take the rates of a file at an address.

    :raises RateFileError: it cannot be fetched, or is faulty.
    """
    try:
        content = fetch(address)
    except RateFileError as error:
        note_failure(error, origin=address, now=now)
        raise
    return load_rates(content, origin=address, now=now, keep_known=keep_known)


def load_from_settings(*, now: datetime) -> None:
    """Take the rates of the address in the settings, where there is one; a failure is logged and kept, not raised."""
    if not settings.RATES_URL:
        return
    try:
        load = load_from_address(settings.RATES_URL, now=now)
    except RateFileError as error:
        logger.warning("rates were not loaded from %s: %s", settings.RATES_URL, "; ".join(error.faults[:3]))
        return
    logger.info("rates: %d new to %s, %d known", load.added, load.last_day, load.known)


@transaction.atomic
def store_rates(stated: Sequence[StatedRate], *, origin: str, now: datetime, keep_known: bool) -> RateLoad:
    with connection.cursor() as cursor:
        # Two loads at once would both find the same days missing.
        cursor.execute("LOCK TABLE pledges_loadedrate IN SHARE ROW EXCLUSIVE MODE")
    table = load_rate_table()
    known = {(one.currency, one.day): table.of_day(one.currency, one.day) for one in stated}
    differing = [one for one in stated if known[one.currency, one.day] not in (None, one.per_euro)]
    new = [one for one in stated if known[one.currency, one.day] is None]
    faults = [
        f"{one.place}: {one.per_euro:f} for {one.day}, known is {known[one.currency, one.day]:f}, which stays"
        for one in differing
        if not keep_known
    ]
    faults += steps_too_large(new, table)
    if faults:
        raise RateFileError(faults)
    load = RateLoad.objects.create(
        loaded_at=now,
        origin=origin[:500],
        added=len(new),
        known=len(stated) - len(new),
        last_day=max(one.day for one in stated),
        problem=f"{len(differing)} rates differ from known ones and were left aside" if differing else "",
    )
    LoadedRate.objects.bulk_create(
        [LoadedRate(currency=one.currency, day=one.day, per_euro=one.per_euro, load=load) for one in new],
        batch_size=2000,
    )
    return load


def steps_too_large(new: Iterable[StatedRate], table: RateTable) -> list[str]:
    """Say which new rates double or halve what was right before them."""
    faults = []
    rates: dict[Any, Decimal] = dict(table.loaded)
    grown = RateTable(table.currency_file, rates)
    for one in sorted(new, key=lambda one: one.day):
        before = grown.find(one.currency, one.day - timedelta(days=1))
        if before and not 1 < LARGEST_STEP * one.per_euro / before.per_euro < LARGEST_STEP**2:
            faults.append(f"{one.place}: {one.per_euro:f} after {before.per_euro:f} of {before.day} cannot be right")
        rates[one.currency, one.day] = one.per_euro
    return faults


def note_failure(error: RateFileError, *, origin: str, now: datetime) -> None:
    RateLoad.objects.create(loaded_at=now, origin=origin[:500], problem=str(error)[:2000])


def fetch(address: str) -> bytes:
    """What is at an address, within limits of size and time.

    :raises RateFileError: there is nothing to be had.
    """
    if not address.startswith(("https://", "http://")):
        raise RateFileError([f"“{address}” is no address; https://… is expected"])
    ends = time.monotonic() + DOWNLOAD_SECONDS
    found = bytearray()
    try:
        with urllib.request.urlopen(address, timeout=ANSWER_SECONDS) as answer:  # noqa: S310 - http only, see above
            while chunk := answer.read(CHUNK):
                found += chunk
                if len(found) > LARGEST_FILE:
                    raise RateFileError([f"{address} has more than {LARGEST_FILE:,} bytes"])
                if time.monotonic() > ends:
                    raise RateFileError([f"{address} takes longer than {DOWNLOAD_SECONDS} seconds"])
    except (OSError, ValueError, urllib.error.URLError) as error:
        raise RateFileError([f"{address} cannot be read: {error}"]) from error
    return bytes(found)


def rates_freshness(*, now: datetime) -> dict[str, Any]:
    """To which day rates to euro are known, what is wrong with that, and what became of the last load."""
    newest = LoadedRate.objects.order_by("-day").values_list("day", flat=True).first()
    load = RateLoad.objects.order_by("-loaded_at", "-pk").first()
    until = max(filter(None, (RateTable().last_day(), newest)))
    # The rates of a day are published in its afternoon.
    old = now.date() > until + RATES_PAUSE + timedelta(days=1)
    return {
        "until": until,
        "warning": f"the rates to euro end on {until}; manage.py load_rates brings newer ones" if old else "",
        "loaded_at": load.loaded_at if load else None,
        "problem": load.problem if load else "",
    }
