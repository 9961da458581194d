"""Every difference is a row with all its values: open ones first, filtered, and page by page from either end."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from meetings.models import Source, SourceClaim
from pledges.answers import current_as_of
from pledges.answers.disputes.dispute_list import DisputeFilters, list_disputes, page_of_disputes
from pledges.answers.disputes.value_disputes import plain_number
from pledges.answers.filters import parse_moment
from pledges.answers.keyset_pages import PagePlace
from pledges.models import DatasetVersion, DuplicateDecision, Outcome, Pledge
from pledges.values.estimates import Estimate
from tests import factories
from tests.layers import lay_rows
from tests.pledges import staff_steps
from tests.pledges.site.reading import Page


def publish_disputed_ledger() -> None:
    """Of three American batteries two may be one, a source counts three delivered, and others differ on numbers."""
    source = Source.objects.create(title="A paper", url="https://example.org/paper", grade="media")
    for field, value, reason in (
        ("participants", "about 40", ""),
        ("participants", "51 nations", ""),
        ("date", "2025-06-04", "said on the day"),
        ("date", "2025-06-05", ""),
    ):
        about = {"subject_kind": "meeting", "subject": "udcg-28", "field": field, "value": value, "source": source}
        SourceClaim.objects.create(**about, chosen=bool(reason), reason=reason)
    factories.publish_rows(
        staff_steps.pledge_row(external_reference="row:a", donors="USA", quantity="1", meeting="udcg-28"),
        staff_steps.pledge_row(external_reference="row:b", donors="USA", quantity="1"),
        staff_steps.entry_row("row:a", quantity="1"),
        staff_steps.asserted_total_row(donors="USA", quantity="3", occurred="2025-06-20", note="the source says sets"),
        staff_steps.asserted_total_row(donors="USA", quantity="2", occurred="2025-06-20", stage="announced"),
    )
    first, second = Pledge.objects.order_by("id")
    DuplicateDecision.objects.create(
        key="row:b",
        other_key="row:a",
        outcome=Outcome.LEFT_OPEN,
        reason="the second may be the first",
        pledge=second,
        other_pledge=first,
        score=0,
        decided_by=staff_steps.user("second"),
        decided_at=DatasetVersion.objects.latest("number").published_at - timedelta(minutes=1),
    )
    factories.project()


@pytest.fixture
@lay_rows(publish_disputed_ledger)
def _disputed(catalogue: None) -> None:
    """A small ledger with one of every kind of difference."""


@pytest.mark.usefixtures("_disputed")
def test_every_difference_is_a_row_and_open_ones_come_first(client: Client) -> None:
    results = client.get("/api/v1/disputes/").json()["results"]

    assert [(row["kind"], row["status"], row["subject"], row["about"]) for row in results] == [
        ("asserted_sum", "open", "donor:USA:patriot:battery:delivered", "delivered"),
        ("conflicting_values", "open", "meeting:udcg-28", "participants"),
        ("possible_overlap", "open", "pledge:2025-USA-001", "overlap"),
        ("conflicting_values", "decided", "meeting:udcg-28", "date"),
        ("asserted_sum", "agrees", "donor:USA:patriot:battery:promised", "promised"),
    ]
    said = [
        [(claim["value"], claim["said_by"], claim["chosen"], claim["pledge"]) for claim in row["claims"]]
        for row in results
    ]
    assert said == [
        [("3", "source", False, None), ("1", "ledger", False, None)],
        [("about 40", "source", False, None), ("51 nations", "source", False, None)],
        [
            ("Patriot: 1 (battery)", "source", False, "2025-USA-001"),
            ("Patriot: 1 (battery)", "source", False, "2025-USA-002"),
        ],
        [("2025-06-04", "source", True, None), ("2025-06-05", "source", False, None)],
        [("2", "source", False, None), ("2", "ledger", False, None)],
    ]
    assert [row["reason"] for row in results] == [
        "the source says sets",
        "",
        "the second may be the first",
        "said on the day",
        "",
    ]
    assert [row["outcome"] for row in results] == ["ledger_below", None, None, None, "agrees"]
    assert [row["pledges"] for row in results] == [[], [], ["2025-USA-001", "2025-USA-002"], [], []]


@pytest.mark.usefixtures("_disputed")
def test_filters_leave_what_concerns_a_donor_a_system_or_a_meeting() -> None:
    as_of = current_as_of(now=staff_steps.NOW)
    asked = {
        "donor": DisputeFilters(donors=("USA",), statuses=("open",)),
        "system": DisputeFilters(systems=("nasams",)),
        "meeting": DisputeFilters(meetings=("udcg-28",)),
        "kind": DisputeFilters(kinds=("conflicting_values",)),
    }

    found = {name: [row.about for row in list_disputes(as_of, filters)] for name, filters in asked.items()}

    assert found == {
        "donor": ["delivered", "overlap"],
        "system": [],
        "meeting": ["participants", "overlap", "date"],
        "kind": ["participants", "date"],
    }


@pytest.mark.usefixtures("_disputed")
def test_pages_follow_each_other_in_both_directions() -> None:
    as_of = current_as_of(now=staff_steps.NOW)
    every = [row.dispute for row in list_disputes(as_of, DisputeFilters())]

    first = page_of_disputes(as_of, DisputeFilters(), PagePlace(2))
    second = page_of_disputes(as_of, DisputeFilters(), PagePlace(2, first.after))
    back = page_of_disputes(as_of, DisputeFilters(), PagePlace(2, second.before, backwards=True))
    turned = page_of_disputes(as_of, DisputeFilters(), PagePlace(9), descending=True)

    assert [row.dispute for page in (first, second) for row in page.rows] == every[:4]
    assert back.rows == first.rows
    assert [row.dispute for row in turned.rows] == every[::-1]


@pytest.mark.usefixtures("_disputed")
def test_before_anything_was_published_only_the_catalogue_differs() -> None:
    as_of = parse_moment(None, "v0", now=staff_steps.NOW)

    assert [row.kind for row in list_disputes(as_of, DisputeFilters())] == ["conflicting_values"] * 2


@pytest.mark.usefixtures("_disputed")
def test_the_page_shows_one_two_or_three_american_batteries(client: Client) -> None:
    page = Page(client.get("/disputes/?donor=USA&system=patriot"))

    assert "United States · Patriot · delivered the ledger has less 3 batteries" in page.text
    assert "The ledger: 1 battery" in page.text
    assert "2025-USA-001 United States: 1 Patriot battery" in page.text
    assert "Why it is open: the second may be the first" in page.text
    assert "Agrees (1)" in page.text
    behind = "/pledges/?system=patriot&unit=battery&attributed_to=USA&counted=true&aid_type=military"
    assert f"{behind}&stage=delivered&valid_at=2025-06-20" in page.links
    assert "/api/v1/disputes/?donor=USA&system=patriot&format=csv" in page.links


@pytest.mark.usefixtures("_disputed")
def test_the_page_of_one_status_goes_on_after_a_difference(client: Client) -> None:
    first = Page(client.get("/disputes/?status=open"))
    after = Page(client.get("/disputes/?status=open&after=values-meeting-udcg-28-participants"))

    assert "On 1 question sources differ and no value could be chosen." in first.text
    assert "51 nations" in first.text
    assert "51 nations" not in after.text
    assert "the second may be the first" in after.text


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("12", Estimate("12", Decimal(12), Decimal(12), Decimal(12))),
        ("3-5", Estimate("3-5", Decimal(3), None, Decimal(5))),
        ("2022-04-26", None),
        ("15 in all", None),
        ("5-3", None),
    ],
)
def test_only_a_value_that_is_a_number_is_read_as_one(value: str, expected: Estimate | None) -> None:
    assert plain_number(value) == expected
