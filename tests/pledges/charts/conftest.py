"""What the tests of charts start from."""

import pytest

from pledges.projections.answers import AsOf, current_as_of
from tests.pledges import desk
from tests.pledges.views.samples import publish_sample_ledger


@pytest.fixture
def ledger(catalogue: None) -> None:
    """A small ledger with one of everything that charts show."""
    publish_sample_ledger()


@pytest.fixture
def as_of(ledger: None) -> AsOf:
    """The current moment of the small ledger."""
    return current_as_of(now=desk.NOW)
