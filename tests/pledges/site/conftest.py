"""What the tests of pages start from."""

import pytest

from tests.layers import lay_rows
from tests.pledges.sample_ledgers import publish_page_ledger


@pytest.fixture
@lay_rows(publish_page_ledger)
def ledger(catalogue: None) -> None:
    """A small ledger with one of everything that pages show."""
