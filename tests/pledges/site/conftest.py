"""What the tests of pages start from."""

import pytest

from tests.layers import laid
from tests.pledges.site.samples import publish_sample_ledger


@pytest.fixture
@laid(publish_sample_ledger)
def ledger(catalogue: None) -> None:
    """A small ledger with one of everything that pages show."""
