"""The drill restores a backup into a database of its own and leaves nothing behind."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from ramstein.backups import find_backups

GOLDEN = Path(__file__).resolve().parents[3] / "golden"
pytestmark = pytest.mark.django_db(transaction=True)


def test_a_backup_that_restores_is_said_to() -> None:
    backup, out = find_backups(GOLDEN)[0], StringIO()

    call_command("drill", str(backup), stdout=out)

    lines = out.getvalue().splitlines()
    assert lines[0].startswith("  Restoring version 13 of 2026-12-01")
    assert lines[-2] == "  The figures are those that the ledger gives."
    assert lines[-1].startswith(f"{backup.name} restores, in ")
    assert scratch_databases() == []


def test_a_folder_that_is_no_backup_is_named(tmp_path: Path) -> None:
    out = StringIO()

    with pytest.raises(CommandError, match="does not restore: see above"):
        call_command("drill", str(tmp_path), stdout=out)

    assert out.getvalue() == f"  CommandError: {tmp_path} is no backup: it has no manifest.json.\n"
    assert scratch_databases() == []


def scratch_databases() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname = current_database() || '_drill'")
        return [name for (name,) in cursor.fetchall()]
