"""What tests of models start from."""

import pytest

from tests.layers import laid
from tests.pledges.models import rows


@pytest.fixture
@laid(rows.open_version)
def open_version(catalogue: None) -> None:
    """A version that facts can be written into."""
