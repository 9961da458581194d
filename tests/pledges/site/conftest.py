"""What the tests of pages start from."""

import pytest

from tests.layers import lay_rows
from tests.pledges.site.samples import publish_sample_ledger


@pytest.fixture
@lay_rows(publish_sample_ledger)
def ledger(catalogue: None) -> None:
    """A small ledger with one of everything that pages show."""
