"""Texts of our own, in the manner of communiqués, and drafts of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from meetings.models import Meeting
from pledges.intake.kept_copies import store_text
from pledges.intake.text_drafts.store_drafts import current_run, run_drafting, take_copy
from pledges.models import DraftedRow, DraftedText
from tests.pledges import staff_steps

DAY = date(2025, 6, 4)
SOURCE = {
    "source_url": "https://example.org/communique",
    "source_title": "Communiqué",
    "source_publisher": "Ministry",
    "source_published": "2025-06-04",
    "source_grade": "official_donor",
}
TEXT = (
    "Germany will deliver two Patriot batteries to Ukraine by the end of 2025. "
    "Norway announced $50 million for air defence of Ukraine.\n"
    "The Netherlands could provide up to 10 NASAMS batteries to Ukraine. "
    "Poland has ruled out sending Patriot batteries to Ukraine.\n"
    "Ministers agreed that the support package for Ukraine will be enlarged."
)
COMMUNIQUE = Path(__file__).with_name("communique.txt").read_text(encoding="utf-8")
"""Fifteen promises, and one package that is the same as its sum."""


def take(text: str = TEXT, *, meeting: str = "udcg-28", source: dict[str, str] | None = None) -> DraftedText:
    """Return a text of the drafter that waits to be drafted."""
    return take_copy(
        copy=store_text(text, person=staff_steps.user("drafter"), now=staff_steps.NOW),
        published=DAY,
        meeting=Meeting.objects.get(slug=meeting) if meeting else None,
        source=SOURCE if source is None else source,
        author=staff_steps.user("drafter"),
        now=staff_steps.NOW,
    )


def draft(text: str = TEXT, *, meeting: str = "udcg-28") -> DraftedText:
    """Return a text of the drafter that is drafted."""
    taken = take(text, meeting=meeting)
    run = current_run(taken, now=staff_steps.NOW)
    run_drafting(run=run.pk, today=staff_steps.TODAY, now=staff_steps.NOW)
    return taken


def rows_of(text: DraftedText) -> list[DraftedRow]:
    return list(text.rows.order_by("span_start", "pk"))
