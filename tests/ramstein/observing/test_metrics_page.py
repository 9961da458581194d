"""`/metrics` answers this machine or a token, with figures that Prometheus reads."""

from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from ramstein.observing.task_records import open_counts

pytestmark = pytest.mark.django_db


def read_metrics(client: Client) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    families = text_string_to_metric_families(answer.content.decode())
    return {(one.name, tuple(sorted(one.labels.items()))): one.value for family in families for one in family.samples}


def test_figures_of_the_installation(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.BACKUP_FOLDER = tmp_path
    found = read_metrics(client)

    assert found["ramstein_database_up", ()] == 1
    assert found["ramstein_redis_up", ()] == 1
    assert found["ramstein_published_version", ()] == 0
    assert found["ramstein_outbox_age_seconds", ()] == 0
    assert found["ramstein_pledges", (("known", "all"),)] == 0
    assert found["ramstein_rates_age_days", ()] > 0
    assert {labels for name, labels in found if name == "ramstein_queue_length"} == {
        (("queue", queue.name),) for queue in django_settings.CELERY_TASK_QUEUES
    }
    assert "ramstein_backup_age_seconds" not in {name for name, _ in found}


def test_requests_are_counted_by_view_and_status(client: Client) -> None:
    client.get("/metrics")
    key = ("ramstein_requests_total", (("method", "GET"), ("status", "404"), ("view", "donor_detail")))
    before = read_metrics(client).get(key, 0)

    client.get("/donors/XXX/")

    assert read_metrics(client)[key] == before + 1


def test_what_workers_did_is_counted_over_all_of_them(client: Client) -> None:
    with open_counts() as counts:
        counts.hset("ramstein:tasks", mapping={"tests.task SUCCESS count": 3, "tests.task SUCCESS milliseconds": 1500})
    try:
        found = read_metrics(client)
    finally:
        with open_counts() as counts:
            counts.hdel("ramstein:tasks", "tests.task SUCCESS count", "tests.task SUCCESS milliseconds")

    labels = (("state", "SUCCESS"), ("task", "tests.task"))
    assert found["ramstein_tasks_total", labels] == 3
    assert found["ramstein_task_seconds_total", labels] == 1.5


@pytest.mark.parametrize("headers", [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}])
def test_others_need_the_token(client: Client, settings: Settings, headers: dict[str, str]) -> None:
    refused = client.get("/metrics", **headers)  # type: ignore[arg-type]
    settings.METRICS_TOKEN = "a" * 40
    wrong = client.get("/metrics", headers={"Authorization": "Bearer b"}, **headers)  # type: ignore[arg-type]
    right = client.get("/metrics", headers={"Authorization": "Bearer " + "a" * 40}, **headers)  # type: ignore[arg-type]

    assert (refused.status_code, refused["WWW-Authenticate"]) == (401, 'Bearer realm="metrics"')
    assert (wrong.status_code, right.status_code) == (401, 200)


def test_without_redis_the_rest_is_told(client: Client, settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    found = read_metrics(client)

    assert found["ramstein_redis_up", ()] == 0
    assert found["ramstein_database_up", ()] == 1


@pytest.mark.parametrize(
    ("stated", "status"), [("127.0.0.1", 200), ("::1", 200), ("192.0.2.7", 401), ("127.0.0.1, 127.0.0.1", 401)]
)
def test_the_shipped_front_is_not_between_this_machine_and_itself(
    client: Client, settings: Settings, stated: str, status: int
) -> None:
    settings.BEHIND_FRONT = True

    assert client.get("/metrics", HTTP_X_FORWARDED_FOR=stated, REMOTE_ADDR="").status_code == status
