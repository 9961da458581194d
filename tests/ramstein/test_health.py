"""Answers for probes."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from pledges.models import ProjectionState
from ramstein.health import freshness, projected_day, signs_of_life
from ramstein.observing.heartbeats import KEY, LONGEST_SILENCE_S, say_alive
from ramstein.observing.task_records import open_counts

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)


def create_waiting_message(*, number: int, created_at: datetime) -> None:
    """Write a version and its message as a publication leaves them, without the review that leads there."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "INSERT INTO pledges_datasetversion (number, changeset_id, published_by_id, published_at, transaction_id)"
            " VALUES (%s, %s, 1, %s, 0)",
            [number, number, created_at],
        )
        cursor.execute(
            "INSERT INTO pledges_outboxmessage (version_id, created_at) VALUES (%s, %s)", [number, created_at]
        )
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.mark.parametrize("method", ["get", "head"])
def test_livez_answers_without_database_and_under_any_host(client: Client, method: str) -> None:
    response = getattr(client, method)("/livez", headers={"host": "unknown.example"})

    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-store")
    assert response.content == (b"ok\n" if method == "get" else b"")


@pytest.mark.django_db
def test_readyz_names_every_check(client: Client) -> None:
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {"ready": True, "checks": {"database": "ok", "migrations": "ok", "redis": "ok"}}


@pytest.mark.django_db
def test_readyz_fails_without_broker_and_names_it(client: Client, settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    response = client.get("/readyz")

    checks = response.json()["checks"]
    assert (response.status_code, checks["database"], checks["migrations"]) == (503, "ok", "ok")
    assert "Connection refused" in checks["redis"]


@pytest.mark.django_db
def test_readyz_fails_without_cache_though_pages_go_on(client: Client, settings: Settings) -> None:
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/1"}}

    response = client.get("/readyz")

    assert (response.status_code, client.get("/glossary/").status_code) == (503, 200)
    assert "Connection refused" in response.json()["checks"]["redis"]


@pytest.mark.django_db
def test_readyz_fails_on_migrations_that_wait(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["checks"]["migrations"] == "1 to apply: manage.py migrate"


@pytest.mark.django_db
def test_readyz_head_has_no_body(client: Client) -> None:
    response = client.head("/readyz")

    assert (response.status_code, response.content) == (200, b"")
    assert int(response.headers["Content-Length"]) > 0


@pytest.fixture
def heard() -> Iterator[None]:
    """The beat and a worker have just been heard."""
    for name in LONGEST_SILENCE_S:
        say_alive(name)
    yield
    with open_counts() as client:
        client.delete(KEY)


@pytest.mark.django_db
def test_freshz_of_an_empty_ledger_is_fresh(
    client: Client, heard: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(6):
        response = client.get("/freshz")

    body = response.json()
    assert response.status_code == 200
    assert body.pop("rates").keys() == {"until", "warning", "loaded_at", "problem"}
    assert [body.pop(name)["silent_seconds"] < 60 for name in ("beat", "worker")] == [True, True]
    assert body.pop("day")["projected"] is None
    assert body == {
        "fresh": True,
        "problems": [],
        "published_version": 0,
        "projected_version": 0,
        "lag_seconds": 0.0,
        "computed_at": None,
    }


@pytest.mark.django_db
def test_freshz_names_a_silent_beat_a_silent_worker_and_a_day_long_gone(client: Client) -> None:
    with open_counts() as counts:
        counts.delete(KEY)
    ProjectionState.objects.update_or_create(
        id=1, defaults={"dataset_version": 0, "valid_at": date(2025, 5, 23), "computed_at": NOW}
    )

    response = client.get("/freshz")

    assert (response.status_code, response.json()["fresh"], response.json()["problems"]) == (
        503,
        False,
        [
            "figures stand at 2025-05-23",
            "nothing was heard of the beat",
            "nothing was heard of the worker",
        ],
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hour", "day", "problem"),
    [
        (0, date(2025, 5, 31), ""),
        (1, date(2025, 5, 31), "figures stand at 2025-05-31"),
        (0, date(2025, 5, 30), "figures stand at 2025-05-30"),
        (12, date(2025, 6, 1), ""),
    ],
)
def test_the_day_is_carried_on_within_an_hour(hour: int, day: date, problem: str) -> None:
    ProjectionState.objects.update_or_create(id=1, defaults={"dataset_version": 0, "valid_at": day, "computed_at": NOW})

    assert projected_day(now=NOW.replace(hour=hour))["problem"] == problem


def test_silence_is_told_in_seconds(heard: None) -> None:
    with open_counts() as client:
        client.hset(KEY, "worker", str(NOW.timestamp() - 121))
        client.hset(KEY, "beat", str(NOW.timestamp() - 60))

    assert signs_of_life(now=NOW) == {
        "beat": {"silent_seconds": 60.0, "problem": ""},
        "worker": {"silent_seconds": 121.0, "problem": "nothing for 121 s was heard of the worker"},
    }


@pytest.mark.django_db
def test_freshz_fails_where_the_broker_does_not_answer(client: Client, heard: None, settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    assert client.get("/freshz").status_code == 503


@pytest.mark.django_db
@pytest.mark.parametrize(("age", "fresh"), [(120, True), (121, False)])
def test_freshness_measures_the_oldest_waiting_message(age: int, *, fresh: bool) -> None:
    create_waiting_message(number=4, created_at=NOW - timedelta(seconds=age))
    create_waiting_message(number=5, created_at=NOW - timedelta(seconds=1))
    ProjectionState.objects.update_or_create(
        id=1, defaults={"dataset_version": 3, "valid_at": NOW.date(), "computed_at": NOW}
    )

    assert freshness(now=NOW) == {
        "fresh": fresh,
        "published_version": 5,
        "projected_version": 3,
        "lag_seconds": float(age),
        "computed_at": NOW,
    }


@pytest.mark.django_db
def test_freshz_fails_where_the_workers_are_behind(client: Client, heard: None) -> None:
    create_waiting_message(number=1, created_at=NOW)

    assert client.get("/freshz").status_code == 503
