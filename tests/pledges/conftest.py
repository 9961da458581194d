"""What tests of intake and ledger start from."""

import pytest

from tests.layers import laid
from tests.pledges import staff_steps


@pytest.fixture
@laid(staff_steps.create_catalogue)
def catalogue(db: None) -> None:
    """A small catalogue in the database."""
