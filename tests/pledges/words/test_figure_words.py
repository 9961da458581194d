"""How quantities and units read."""

from decimal import Decimal

import pytest

from pledges.values.estimates import Estimate, parse
from pledges.words.figure_words import quantity, units


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
    assert quantity(estimate(low, high)) == said


def test_quantity_that_is_not_there_is_unknown_and_never_zero() -> None:
    assert quantity(None) == "unknown"


def test_unit_is_singular_only_for_exactly_one() -> None:
    words = [units("battery", parse(stated)) for stated in ("1", "2", "up to 1", "at least 1")]
    assert words == ["battery", "batteries", "batteries", "batteries"]
