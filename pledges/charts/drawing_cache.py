"""Keeps what was drawn in the cache, so that pages wait for nothing; the cache may be emptied at any moment.

A card says what a page writes about a chart: title, words, sizes. A file is kept under the digest of everything that
the drawing depends on, so that a new version draws only those charts anew that it changed.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache as once
from itertools import islice
from pathlib import Path

from django.core.cache import cache
from django.utils.translation import get_language

from pledges.answers import AsOf, current_as_of
from pledges.answers.shared_cache import DAY_S, Shelf
from pledges.charts.chart_catalogue import sheet_of, shown_on_pages
from pledges.charts.chart_citation import source_line
from pledges.charts.chart_margins import Form
from pledges.charts.chart_sources import sources_of
from pledges.charts.sheets.chart_sheet import Sheet

ON_PAGES = ((Form.PAGE, "svg"), (Form.PHONE, "svg"), (Form.PAGE, "json"), (Form.PHONE, "json"))
"""What pages ask for, and so what is drawn ahead of the first reader."""

AT_ONCE = 12
"""Charts drawn in one task; other work of the worker comes between."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a page says about a chart. A chart with nothing to draw has no sizes, and nobody asks for its sources."""

    title: str
    unit: str
    alt: str
    note: str
    home: str
    digest: str
    sizes: dict[str, tuple[int, int]]
    sources: int


CARDS: Shelf[Card | None] = Shelf("chart-card", 2 * DAY_S)
FILES: Shelf[bytes] = Shelf("chart-file", 30 * DAY_S)


def card_of(name: str, key: str, as_of: AsOf) -> Card | None:
    """The card of a chart from the cache, or made now; None where there is no such chart."""

    def make() -> Card | None:
        sheet = sheet_of(name, key, as_of)
        return made_card(name, key, sheet, as_of) if sheet else None

    moment = (as_of.valid_at, as_of.version, as_of.catalogue)
    return CARDS.find_or_make(make, name, key, moment, get_language(), program())


def made_card(name: str, key: str, sheet: Sheet, as_of: AsOf) -> Card:
    return Card(
        title=sheet.title,
        unit=sheet.unit,
        alt=sheet.alt,
        note=sheet.note,
        home=sheet.home,
        digest=digest_of(name, sheet.title, sheet.alt, sheet.unit, dict(sheet.marks), boxes_of(sheet), program()),
        sizes={form.value: sheet.boxes[form].size for form in Form} if sheet.marks else {},
        sources=sources_of(name, key, sheet, as_of) if sheet.marks else 0,
    )


def boxes_of(sheet: Sheet) -> dict[str, object]:
    return {form.value: asdict(box) for form, box in sheet.boxes.items()}


def digest_of(*parts: object) -> str:
    text = json.dumps(parts, sort_keys=True, default=str)
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


@once
def program() -> str:
    """The digest of the code that draws: what it drew before a change is not looked at again."""
    files = sorted(Path(__file__).parent.rglob("*.py"))
    return hashlib.blake2b(b"".join(file.read_bytes() for file in files), digest_size=8).hexdigest()


def file_of(name: str, key: str, as_of: AsOf, form: Form, kind: str) -> bytes | None:
    """A file of a chart from the cache, or drawn now; None where there is no such chart or nothing to draw."""
    card = card_of(name, key, as_of)
    if card is None or not card.sizes:
        return None
    # Only a file that stands by itself carries the line of its source, which names the day and the version.
    source = source_line(name, key, as_of) if form == Form.FULL else ""
    place = (card.digest, source, form, kind)
    kept = FILES.find(*place)
    if kept is not None:
        return zlib.decompress(kept)
    sheet = sheet_of(name, key, as_of)
    if sheet is None:
        return None
    # The engine takes 100 MB: a web process loads it only where a chart was not drawn by the workers already.
    from pledges.charts.chart_rendering import render  # noqa: PLC0415 - see the line above

    drawn = render(name, sheet, form, kind, source=source)
    FILES.store(zlib.compress(drawn), *place)
    return drawn


DRAWN = "charts-drawn"
CLAIMED_S = 300
"""How long whoever is told to draw has time to begin."""


def claim_drawing(*, now: datetime) -> bool:
    """Say whether charts of the current version and day wait to be drawn ahead, and nobody was told to lately.

    Never where the cache fails, since nothing drawn would be kept.
    """
    wanted = marker(current_as_of(now=now))
    return bool(cache.get(DRAWN) != wanted and cache.add(f"{DRAWN}:claim:{wanted}", True, CLAIMED_S))


def marker(as_of: AsOf) -> str:
    """What stands in the cache when everything of a moment has been drawn, or is being drawn."""
    return digest_of(as_of.version, as_of.valid_at, as_of.catalogue, program())


def draw_current(*, start: int, now: datetime) -> int | None:
    """Draw some of the charts that pages show now, from a place in their order; return where to go on, or None."""
    as_of = current_as_of(now=now)
    # Set before drawing: tasks that start meanwhile see that somebody is at it already.
    cache.set(DRAWN, marker(as_of), None)
    charts = list(islice(charts_to_draw(as_of), start, start + AT_ONCE))
    for name, key in charts:
        for form, kind in ON_PAGES:
            file_of(name, key, as_of, form, kind)
    return start + AT_ONCE if len(charts) == AT_ONCE else None


def charts_to_draw(as_of: AsOf) -> Iterator[tuple[str, str]]:
    """Yield the charts that pages show; nothing before the first version."""
    return shown_on_pages(as_of) if as_of.version else iter(())
