"""Wrong attempts make the next one wait, counted in Valkey or in the database."""

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from pledges.access.account_events import record_event
from pledges.access.guess_limits import Counted, forget_attempts, password_counts, say_wait, take_attempt
from pledges.models import AccountEvent
from pledges.values.choices import AccountEventKind
from tests.pledges import staff_steps

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
NAME = Counted("name", "drafter", free=3)
OFFICE = Counted("address", "192.0.2.1", free=6)


@pytest.fixture(params=["valkey", "database"])
def counting(request: pytest.FixtureRequest, db: None, settings: Settings) -> None:
    """Count in one of the two places."""
    if request.param == "database":
        settings.RATE_LIMIT_URL = "redis://127.0.0.1:1/1"


def waits(*seconds: float, counts: tuple[Counted, ...] = (NAME,)) -> list[int]:
    """Return how long attempts at these seconds wait."""
    return [take_attempt(counts, now=NOW + timedelta(seconds=at)).wait_s for at in seconds]


@pytest.mark.usefixtures("counting")
def test_the_first_attempts_are_free_and_then_the_wait_doubles() -> None:
    assert waits(0, 0, 0) == [0, 0, 0]
    assert waits(0, 14, 15) == [15, 1, 0]
    assert waits(16, 45) == [29, 0]
    assert waits(46, 10_000, 10_001) == [59, 0, 119]


@pytest.mark.usefixtures("counting")
def test_no_wait_is_longer_than_a_quarter_of_an_hour() -> None:
    for hour in range(20):
        assert waits(hour * 3600) == [0]
    assert waits(19 * 3600 + 1) == [899]


@pytest.mark.usefixtures("counting")
def test_the_right_one_takes_the_count_back_but_not_that_of_the_address() -> None:
    both = (NAME, OFFICE)
    assert waits(0, 0, counts=both) == [0, 0]
    forget_attempts(both)
    assert waits(0, 0, 0, counts=both) == [0, 0, 0]
    forget_attempts(both)
    assert waits(0, 0, counts=both) == [0, 0]
    forget_attempts(both)
    assert waits(0, 0, 0, counts=both) == [0, 0, 15]


@pytest.mark.django_db
def test_nobody_elsewhere_keeps_out_whoever_signed_in_here_lately() -> None:
    user = staff_steps.user("drafter")
    before = [one.kind for one in password_counts(username="drafter", address="", now=NOW)]
    record_event(AccountEventKind.SIGNED_IN, now=NOW - timedelta(days=3), actor=user)

    assert before == ["pair", "address", "name"]
    assert [one.kind for one in password_counts(username="drafter", address="", now=NOW)] == ["pair", "address"]
    assert AccountEvent.objects.get().actor_name == "drafter"


def test_waits_are_said_in_words() -> None:
    assert [say_wait(seconds) for seconds in (15, 90, 91, 900)] == [
        "15 seconds",
        "90 seconds",
        "2 minutes",
        "15 minutes",
    ]
