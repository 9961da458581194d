"""How figures read."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.html import strip_tags

from meetings.choices import DatePrecision
from pledges.templatetags import figures
from pledges.values.dates import DateWindow
from pledges.values.estimates import Estimate, parse


def estimate(low: str, high: str | None) -> Estimate:
    return Estimate("", Decimal(low), None, None if high is None else Decimal(high))


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        ("14", "14", "14"),
        ("0", "0", "0"),
        ("7", "9", "7–9"),
        ("95", None, "≥\xa095"),
        ("1", None, "some"),
        ("0", None, "unknown"),
        ("0", "14", "up to 14"),
        ("5651", None, "≥\xa05\u202f651"),
        ("200001", "250000", "200\u202f001–250\u202f000"),
        ("9.333333", "14", "9.33–14"),
        ("0.5", "0.5", "0.5"),
    ],
)
def test_quantity_is_said_as_a_reader_compares_it(low: str, high: str | None, said: str) -> None:
    assert figures.quantity(estimate(low, high)) == said


def test_quantity_that_is_not_there_is_unknown_and_never_zero() -> None:
    assert figures.quantity(None) == "unknown"


def test_gap_without_need_is_no_gap_of_zero() -> None:
    assert strip_tags(figures.gap(None)) == "no stated need"


def test_gap_is_marked_only_where_it_is_certain() -> None:
    assert figures.gap(estimate("8", "10")) == '<span class="figure missing">8–10</span>'
    assert figures.gap(estimate("0", "3")) == '<span class="figure">up to 3</span>'


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        ("4600000000", "4600000000", "EUR 4.6 bn"),
        ("4600000000", "5100000000", "EUR 4.6–5.1 bn"),
        ("900000000", "1200000000", "EUR 900 m–1.2 bn"),
        ("168400000", None, "≥ EUR 168.4 m"),
        ("0", "53700000", "up to EUR 53.7 m"),
        ("0", None, "unknown"),
        ("0", "0", "EUR 0"),
        ("90750", "90750", "EUR 90\u202f750"),
        ("999960000", "999960000", "EUR 1 bn"),
    ],
)
def test_euro_is_said_in_its_magnitude(low: str, high: str | None, said: str) -> None:
    assert strip_tags(figures.euro(estimate(low, high))).replace("\xa0", " ") == said


def test_euro_without_amount_is_said() -> None:
    assert strip_tags(figures.euro(None)) == "no value stated"


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (DateWindow.day(date(2025, 2, 14)), "14 Feb 2025"),
        (DateWindow("", date(2024, 10, 1), date(2024, 10, 31), DatePrecision.MONTH), "Oct 2024"),
        (DateWindow("", date(2024, 1, 1), date(2024, 12, 31), DatePrecision.RANGE), "2024"),
        (DateWindow("by x", date(2024, 1, 1), date(2024, 9, 30), DatePrecision.DEADLINE), "by 30 Sep 2024"),
        (DateWindow("winter 2024", date(2023, 12, 1), date(2024, 2, 29), DatePrecision.SEASON), "“winter 2024”"),
        (
            DateWindow("unknown", date(2023, 10, 24), date(2024, 6, 30), DatePrecision.RANGE),
            "24 Oct 2023 – 30 Jun 2024",
        ),
        (DateWindow("", date(2025, 1, 1), None, DatePrecision.RANGE), "from 1 Jan 2025"),
        (DateWindow.unknown(), "not dated"),
        (DateWindow.unknown("soon"), "“soon”"),
        (None, "not dated"),
    ],
)
def test_window_is_said_plainly_or_in_the_words_as_stated(when: DateWindow | None, said: str) -> None:
    assert figures.window(when).replace("\xa0", " ") == said


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (
            "Norway announced 5,000,000,000 NOK (2025-NOR-003; 2025-12-03).",
            "NOK 5 000 000 000 (2025-NOR-003; 3 Dec 2025)",
        ),
        (
            "announced 599,681 Gepard rounds (2025-JOINT-002; 2025-11).",
            "599 681 Gepard rounds (2025-JOINT-002; Nov 2025)",
        ),
        ("between 2025-03-02 and 2026-03-10", "between 2 Mar 2025 and 10 Mar 2026"),
        ("the day 2025-13-40 is none", "the day 2025-13-40 is none"),
    ],
)
def test_sentence_of_the_ledger_reads_as_pages_do(told: str, said: str) -> None:
    assert said in figures.as_on_pages(told).replace("\xa0", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_unit_is_singular_only_for_exactly_one() -> None:
    words = [figures.units("battery", parse(stated)) for stated in ("1", "2", "up to 1", "at least 1")]
    assert words == ["battery", "batteries", "batteries", "batteries"]
