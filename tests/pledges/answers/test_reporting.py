"""How promises were reported: what their sources say, how soon they said it, and when the newest one was published."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from pledges.answers import AsOf
from pledges.answers.filters import parse_moment
from pledges.answers.moment_relations import fetch
from pledges.answers.reporting import Measured, Reported, measure_pledge, read_reporting
from pledges.models import Scope
from pledges.values.recipient_words import names_recipient
from tests import factories
from tests.pledges import staff_steps

PATH = "/api/v1/statistics/reporting/"


def now(**clocks: Any) -> AsOf:
    """Return the current moment, or the one of the clocks."""
    return parse_moment(clocks.get("valid_at"), clocks.get("known_at"), now=staff_steps.NOW)


@pytest.fixture
def pledges(catalogue: None) -> None:
    """Publish a promise that can be measured and was delivered, one in vague words, and one of another donor."""
    quote = "Germany will send Ukraine two batteries"
    factories.publish_rows(
        staff_steps.pledge_row(
            external_reference="row:a", quantity="2", stage="committed", due="by the end of 2025", quote=quote,
            amount="30 million", currency="EUR", source_published="2025-06-04",
        ),
        staff_steps.pledge_row(external_reference="row:b", quantity="several", occurred="2025", quote="several more"),
        staff_steps.pledge_row(donors="NOR", system="nasams", source_published=None),
    )  # fmt: skip
    factories.publish_rows(staff_steps.entry_row("row:a", quantity="2", source_published="2025-06-20"))
    factories.project()


OF_GERMANY = {
    "pledges": 2,
    "with_number": 1,
    "with_amount": 1,
    "with_date": 1,
    "with_due": 1,
    "with_delivery": 1,
    "with_delivery_date": 1,
    "with_recipient": 1,
    "measurable": 1,
    "with_delay": 1,
    "delay_days": Decimal(3),
    "last_heard": date(2025, 6, 20),
}


@pytest.mark.usefixtures("pledges")
def test_what_the_pledges_of_a_donor_say_is_counted() -> None:
    assert read_reporting(now(), Scope.DONOR, "DEU")._asdict() == OF_GERMANY
    assert read_reporting(now(), Scope.SYSTEM).pledges == 3
    assert read_reporting(now(), Scope.SYSTEM, "nasams").pledges == 1


@pytest.mark.usefixtures("pledges")
def test_counts_are_those_of_the_moment() -> None:
    then = read_reporting(now(known_at="v1"), Scope.DONOR, "DEU")
    assert (then.with_delivery, then.last_heard) == (0, date(2025, 6, 15))
    assert read_reporting(now(valid_at="2025-06-09"), Scope.DONOR, "DEU").with_delivery == 0
    assert read_reporting(now(known_at="v0"), Scope.DONOR, "DEU") == Reported.of(
        **dict.fromkeys(OF_GERMANY, 0) | {"delay_days": None, "last_heard": None}
    )


@pytest.mark.usefixtures("pledges")
def test_a_promise_is_measured_by_five_marks() -> None:
    references = {name: factories.pledge_named(name).reference for name in ("row:a", "row:b")}
    assert measure_pledge(references["row:a"], now()) == Measured(
        number=True, unit=True, date=True, recipient=True, firm=True
    )
    vague = measure_pledge(references["row:b"], now())
    assert vague == Measured(number=False, unit=True, date=False, recipient=False, firm=False)
    assert vague.held == 1
    assert measure_pledge(references["row:b"], now(known_at="v0")) is None


@pytest.mark.usefixtures("pledges")
def test_api_lists_how_donors_report(client: Client) -> None:
    germany, norway = client.get(PATH).json()["results"]
    stamp = {"dataset_version": 2, "computed_at": germany["computed_at"]}
    words = {"delay_days": 3, "last_heard": "2025-06-20"}
    assert germany == {"donor": "DEU", "name": "Germany", **OF_GERMANY, **words, **stamp}
    assert (norway["donor"], norway["with_number"], norway["with_due"], norway["measurable"]) == ("NOR", 1, 0, 0)
    assert [row["donor"] for row in client.get(PATH, {"order": "-pledges"}).json()["results"]] == ["DEU", "NOR"]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("two batteries for Ukraine", True),
        ("aid to Kyiv", True),
        ("an die Ukrajinu", True),
        ("l'Ucraina ricevera", True),
        ("передамо українським військовим", True),
        ("two more batteries", False),
        ("kiwi", False),
    ],
)
@pytest.mark.django_db
def test_words_name_the_recipient(words: str, *, named: bool) -> None:
    sql = f"SELECT {names_recipient('said')} FROM (SELECT %(words)s::text AS quote) AS said"  # noqa: S608 - no names
    assert fetch(sql, {"words": words}) == [(named,)]
