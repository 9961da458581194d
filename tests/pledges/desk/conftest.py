"""People at the desk, logged in."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.pledges import staff_steps

LogIn = Callable[[str], Client]


@pytest.fixture
def log_in(catalogue: None) -> LogIn:
    """Return a function that logs an account in: a drafter of that name, else a reviewer."""

    def client_of(name: str) -> Client:
        client = Client()
        client.force_login(staff_steps.user(name))
        return client

    return client_of


@pytest.fixture
def drafter(log_in: LogIn) -> Client:
    """The browser of a drafter."""
    return log_in("drafter")


@pytest.fixture
def reviewer(log_in: LogIn) -> Client:
    """The browser of a reviewer."""
    return log_in("reviewer")
