"""How figures stand on a page."""

from decimal import Decimal

import pytest
from django.utils.html import strip_tags

from pledges.values.estimates import Estimate
from pledges.words.figure_spans import euro, gap


def estimate(low: str, high: str | None) -> Estimate:
    return Estimate("", Decimal(low), None, None if high is None else Decimal(high))


def test_gap_without_need_is_no_gap_of_zero() -> None:
    assert strip_tags(gap(None)) == "no stated need"


def test_gap_is_marked_only_where_it_is_certain() -> None:
    assert gap(estimate("8", "10")) == '<span class="figure missing">8–10</span>'
    assert gap(estimate("0", "3")) == '<span class="figure">up to 3</span>'


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
    assert strip_tags(euro(estimate(low, high))).replace("\xa0", " ") == said


def test_euro_without_amount_is_said() -> None:
    assert strip_tags(euro(None)) == "no value stated"
