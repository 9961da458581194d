"""What the tests of explanations start from."""

import pytest

from tests.layers import lay_rows
from tests.pledges.sample_ledgers import publish_api_ledger


@pytest.fixture
@lay_rows(publish_api_ledger)
def ledger(catalogue: None) -> None:
    """The small ledger of three versions."""
