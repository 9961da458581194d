"""A share is drawn only where it is a ratio of numbers, and its bounds are those of the interval."""

from datetime import date
from decimal import Decimal

import pytest

from pledges.answers import Step
from pledges.charts.sheets.shares_over_time import share_steps
from pledges.values.estimates import EstimateSum

DAY = date(2025, 1, 1)


def total(low: str, high: str | None) -> EstimateSum:
    return EstimateSum(Decimal(low), None, None if high is None else Decimal(high))


@pytest.mark.parametrize(
    ("promised", "delivered", "bounds"),
    [
        (total("10", "10"), total("6", "8"), ("60", "80")),
        (total("8", "10"), total("2", "8"), ("20", "100")),
        (total("3", "3"), total("1", "1"), ("33.3", "33.3")),
    ],
)
def test_share_has_the_bounds_of_the_interval(
    promised: EstimateSum, delivered: EstimateSum, bounds: tuple[str, str]
) -> None:
    found = share_steps([Step(DAY, promised, delivered)])
    assert found is not None
    assert [(str(step.delivered.low), str(step.delivered.high)) for step in found] == [bounds]


@pytest.mark.parametrize(
    ("promised", "delivered"), [(total("10", None), total("1", "1")), (total("0", "5"), total("0", "0"))]
)
def test_an_open_or_empty_promise_has_no_share(promised: EstimateSum, delivered: EstimateSum) -> None:
    assert share_steps([Step(DAY, promised, delivered)]) is None
    assert share_steps([]) is None
