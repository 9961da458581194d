"""What tests of intake and ledger start from."""

import pytest

from tests.pledges import desk


@pytest.fixture
def catalogue(db: None) -> None:
    """A small catalogue in the database."""
    desk.create_catalogue()
