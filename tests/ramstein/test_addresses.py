"""Addresses in the form that each library wants."""

import pytest

from ramstein.addresses import celery_broker_url, database_settings, next_redis_database
from ramstein.embedded import Layout


def test_database_settings_reads_the_folder_of_a_socket() -> None:
    url = Layout.at("/srv/ramstein").database_url("test_gw0")

    found = database_settings(url)

    assert (found["HOST"], found["NAME"], found["USER"]) == ("/srv/ramstein/servers", "test_gw0", "postgres")


def test_database_settings_reads_a_remote_address() -> None:
    found = database_settings("postgres://writer:s%40crt@db.example:5433/ledger")

    assert found == {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": "db.example",
        "PORT": 5433,
        "NAME": "ledger",
        "USER": "writer",
        "PASSWORD": "s@crt",
    }


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("redis://redis:6379", "redis://redis:6379/1"),
        ("redis://:secret@redis:6379/4", "redis://:secret@redis:6379/5"),
        ("rediss://redis:6379/0?ssl_cert_reqs=required", "rediss://redis:6379/1?ssl_cert_reqs=required"),
        ("unix:///run/valkey.sock?db=2", "unix:///run/valkey.sock?db=3"),
        ("unix:///run/valkey.sock", "unix:///run/valkey.sock?db=1"),
    ],
)
def test_next_redis_database_stays_on_the_server(url: str, expected: str) -> None:
    assert next_redis_database(url) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("redis://redis:6379/4", "redis://redis:6379/4"),
        ("unix:///run/valkey.sock?db=2", "redis+socket:///run/valkey.sock?virtual_host=2"),
    ],
)
def test_celery_broker_url_names_sockets_its_way(url: str, expected: str) -> None:
    assert celery_broker_url(url) == expected
