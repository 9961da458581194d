"""What tests of intake and ledger start from."""

import pytest

from tests.layers import lay_rows
from tests.pledges import staff_steps


@pytest.fixture
@lay_rows(staff_steps.create_catalogue)
def catalogue(db: None) -> None:
    """A small catalogue in the database."""
