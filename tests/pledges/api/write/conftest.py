"""Two programs at the API."""

import pytest

from tests.pledges.api.write.programs import Program, program_of


@pytest.fixture
def drafter(catalogue: None) -> Program:
    """A program of the drafter."""
    return program_of("drafter")


@pytest.fixture
def reviewer(catalogue: None) -> Program:
    """A program of a reviewer."""
    return program_of("reviewer")
