"""What the tests of charts start from."""

import pytest

from pledges.answers import AsOf, current_as_of
from tests.layers import lay_rows
from tests.pledges import staff_steps
from tests.pledges.sample_ledgers import publish_page_ledger


@pytest.fixture
@lay_rows(publish_page_ledger)
def ledger(catalogue: None) -> None:
    """A small ledger with one of everything that charts show."""


@pytest.fixture
def as_of(ledger: None) -> AsOf:
    """The current moment of the small ledger."""
    return current_as_of(now=staff_steps.NOW)
