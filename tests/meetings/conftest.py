"""What tests of meetings start from."""

import pytest

from tests.pledges import desk


@pytest.fixture
def catalogue(db: None) -> None:
    """A small catalogue in the database."""
    desk.create_catalogue()
