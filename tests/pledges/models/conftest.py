"""What tests of models start from."""

import pytest

from tests.layers import lay_rows
from tests.pledges.models import rows


@pytest.fixture
@lay_rows(rows.open_version)
def open_version(catalogue: None) -> None:
    """A version that facts can be written into."""
