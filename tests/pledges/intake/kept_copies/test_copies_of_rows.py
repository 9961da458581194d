"""A row of a change set names the kept copy of its source by the hash; publishing gives it to the source."""

from __future__ import annotations

import pytest

from pledges.intake.kept_copies import store_text
from pledges.models import KeptCopy, QuoteAnchor, SourceCopy
from pledges.projections import drain_outbox
from tests.pledges import staff_steps

pytestmark = pytest.mark.usefixtures("catalogue")

TEXT = "Germany and Norway will fund two Patriot batteries."


def keep(text: str = TEXT) -> KeptCopy:
    return store_text(text, person=staff_steps.user("drafter"), now=staff_steps.NOW)


def test_publishing_gives_the_source_the_copy_and_quotes_are_found() -> None:
    copy = keep()
    version = staff_steps.publish_all(
        [
            staff_steps.pledge_row(kept_copy=copy.sha256, quote="two Patriot batteries"),
            staff_steps.stock_row(kept_copy=copy.sha256),
        ]
    )
    columns = ("source__title", "copy", "attached_by__username", "attached_at", "version")
    assert list(SourceCopy.objects.values_list(*columns)) == [
        ("Statement", copy.pk, "drafter", staff_steps.NOW, version.number)
    ]
    drain_outbox(today=staff_steps.TODAY, now=staff_steps.NOW)
    assert set(QuoteAnchor.objects.values_list("exact", "start", "end")) == {("two Patriot batteries", 29, 50)}


def test_a_copy_that_the_source_has_already_is_not_given_again() -> None:
    copy = keep()
    staff_steps.publish_all([staff_steps.stock_row(kept_copy=copy.sha256)])
    staff_steps.publish_all([staff_steps.stock_row(donors="Norway", kept_copy=copy.sha256)])
    assert SourceCopy.objects.count() == 1
    other = keep("Another text")
    staff_steps.publish_all([staff_steps.stock_row(donors="Netherlands", kept_copy=other.sha256)])
    assert list(SourceCopy.objects.order_by("pk").values_list("copy", flat=True)) == [copy.pk, other.pk]


@pytest.mark.parametrize("cell", ["a" * 64, "no hash"])
def test_a_hash_that_no_copy_has_is_refused(cell: str) -> None:
    keep()
    plan = staff_steps.draft([staff_steps.stock_row(kept_copy=cell)]).rows.get().plan
    assert plan is not None
    assert plan["problems"] == [
        {
            "row": 1,
            "column": "kept_copy",
            "value": cell,
            "rule": "unknown_copy",
            "message": f"no kept copy has the SHA-256 “{cell}”",
            "hint": "store the copy first",
        }
    ]
