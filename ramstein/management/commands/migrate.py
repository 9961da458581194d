"""Applies migrations as the owner of the database, then lets the role that serves and works use what stands there."""

from typing import Any

from django.core.management.commands.migrate import Command as MigrateCommand

from ramstein.database_roles import connect_as_owner, grant_runtime_role

LOOKING = ("plan", "check_unapplied")


class Command(MigrateCommand):
    """Django's `migrate`, of another role."""

    def execute(self, *args: Any, **options: Any) -> Any:
        with connect_as_owner():
            done = super().execute(*args, **options)
            if not any(options.get(name) for name in LOOKING):
                grant_runtime_role()
        return done
