"""Two roles of the database: one owns the tables and migrates them, the other serves and works and can change none.

The ledger is append-only by its triggers. A session that could switch triggers off, alter tables or empty them would
not be held by them, so none that answers requests or runs tasks is of the owner's role.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection

GRANTS = """
GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {role};
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public, past TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
REVOKE INSERT, UPDATE, DELETE ON public.django_migrations FROM {role};
GRANT SELECT ON ALL TABLES IN SCHEMA past TO {role};
GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {role};
"""
# The planner is told of tables that were just filled (PostgreSQL 17 and newer; older ones leave it to autovacuum).
MAINTAIN = "GRANT MAINTAIN ON ALL TABLES IN SCHEMA public TO {role}"
MAINTAIN_SINCE = 170000


@contextmanager
def connect_as_owner() -> Iterator[None]:
    """Work in the same database as its owner, where the settings name one."""
    before = connection.settings_dict
    become_owner()
    try:
        yield
    finally:
        if connection.settings_dict is not before:
            connection.close()
            connection.settings_dict = before


def become_owner() -> None:
    """Let this process be the owner from now on."""
    owner: dict[str, Any] | None = settings.DATABASE_OWNER
    if owner is not None and owner["USER"] != connection.settings_dict["USER"]:
        connection.close()
        account = {name: owner.get(name, "") for name in ("USER", "PASSWORD", "HOST", "PORT")}
        connection.settings_dict = connection.settings_dict | account


def grant_runtime_role() -> None:
    """Let the role of the settings read and write what stands there now. Called as the owner, after each migration.

    :raises CommandError: there is no such role, and the owner may not create one.
    """
    name = settings.DATABASES["default"]["USER"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, to_regrole(quote_ident(%s)) IS NOT NULL", [name])
        owner, exists = cursor.fetchone()
        if owner == name:
            return
        if not exists:
            _create_role(cursor, name)
        role = connection.ops.quote_name(name)
        cursor.execute("SELECT current_database(), current_setting('server_version_num')::int")
        database, version = cursor.fetchone()
        cursor.execute(GRANTS.format(role=role, database=connection.ops.quote_name(database)))
        if version >= MAINTAIN_SINCE:
            cursor.execute(MAINTAIN.format(role=role))


def _create_role(cursor: Any, name: str) -> None:
    cursor.execute("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
    password = settings.DATABASES["default"]["PASSWORD"]
    if not cursor.fetchone()[0]:
        raise CommandError(
            f"The database has no role “{name}”, and its owner may not create one: CREATE ROLE {name} LOGIN …"
        )
    role = connection.ops.quote_name(name)
    # Two sites on one server may come here at once.
    cursor.execute("SELECT pg_advisory_lock(hashtext('ramstein role'))")
    try:
        cursor.execute("SELECT to_regrole(quote_ident(%s)) IS NULL", [name])
        if cursor.fetchone()[0]:
            cursor.execute(
                f"CREATE ROLE {role} LOGIN" + (" PASSWORD %s" if password else ""), [password] if password else []
            )
    finally:
        cursor.execute("SELECT pg_advisory_unlock(hashtext('ramstein role'))")
