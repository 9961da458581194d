"""Which pledges of the ledger a drafted row speaks of, and the entry or restatement that it proposes."""

from __future__ import annotations

import pytest

from pledges.intake.text_drafts.decide_rows import link_row
from pledges.ledger import OutcomeDoesNotFit
from tests import factories
from tests.pledges import staff_steps
from tests.pledges.intake.text_drafts.sample_texts import draft, rows_of

pytestmark = pytest.mark.usefixtures("catalogue")

REPORT = "Germany has delivered two Patriot batteries to Ukraine."


def publish(*quantities: str) -> list[str]:
    """Return the references of pledges of Patriot batteries by Germany."""
    references = []
    for number, quantity in enumerate(quantities, start=1):
        pledge = factories.create_published_pledge(
            donors="DEU", quantity=quantity, external_reference=f"own:{number}", occurred=f"2025-0{number}-10"
        )
        references.append(str(pledge.reference))
    factories.project()
    return references


def proposal(text: str) -> dict[str, str]:
    row = rows_of(draft(text))[0]
    names = ("action", "reference", "restates", "donors", "stage", "quantity")
    return {name: row.cells[name] for name in names if name in row.cells}


def test_report_proposes_an_entry_on_the_one_open_pledge() -> None:
    (reference,) = publish("4")

    assert proposal(REPORT) == {"action": "entry", "reference": reference, "stage": "delivered", "quantity": "two"}


def test_report_proposes_the_pledge_of_the_same_number() -> None:
    _, second = publish("4", "2")

    assert proposal(REPORT)["reference"] == second


def test_report_asks_where_several_pledges_could_be_meant() -> None:
    first, second = publish("4", "5")
    row = rows_of(draft(REPORT))[0]

    assert (row.cells["action"], row.cells.get("reference")) == ("entry", None)
    assert [one["column"] for one in row.found["problems"]] == ["reference"]
    assert {first, second} == {one["reference"] for one in row.found["matches"]}


def test_report_without_an_open_pledge_is_a_promise_of_its_own() -> None:
    assert proposal(REPORT) == {"action": "pledge", "donors": "DEU", "stage": "delivered", "quantity": "two"}


def test_words_that_point_back_restate_the_pledge() -> None:
    (reference,) = publish("2")
    found = proposal("Germany reaffirmed its earlier pledge to deliver two Patriot batteries to Ukraine.")

    assert found.get("restates") in (reference, None)


def test_person_links_a_row_and_takes_the_link_back() -> None:
    (reference,) = publish("4")
    row = rows_of(draft("Germany will deliver two Patriot batteries to Ukraine."))[0]
    asked = {"row": row.pk, "actor": staff_steps.user("drafter"), "today": staff_steps.TODAY, "now": staff_steps.NOW}

    def linked(link: str, named: str = reference) -> dict[str, str]:
        cells: dict[str, str] = link_row(link=link, reference=named, **asked).cells
        return {name: cells[name] for name in ("action", "reference", "restates", "adds", "donors") if name in cells}

    assert linked("entry") == {"action": "entry", "reference": reference}
    assert linked("restates") == {"action": "pledge", "restates": reference, "donors": "DEU"}
    assert linked("adds") == {"action": "pledge", "adds": reference, "donors": "DEU"}
    assert linked("pledge", "") == {"action": "pledge", "donors": "DEU"}
    with pytest.raises(OutcomeDoesNotFit):
        linked("entry", "2020-DEU-001")
