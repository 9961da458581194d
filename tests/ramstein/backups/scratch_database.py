"""Empty databases beside that of the tests."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def work_in_scratch_database(name: str) -> Iterator[None]:
    """Make an empty database on the server of the tests, work in it, and remove it."""
    before = connection.settings_dict["NAME"]
    _run_on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE template0')
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
        _run_on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _run_on_server(*statements: str) -> None:
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = "postgres"
    try:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
