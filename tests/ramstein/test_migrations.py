import hashlib
from pathlib import Path

from django.conf import settings

FROZEN = {
    "meetings/migrations/0001_meetings_and_donors.py": (
        "2e2bd621a8fb57978f04aa9c7f36fafaaeff5124bd807374f341f5aa258a86b4"
    ),
    "pledges/migrations/0001_ledger.py": "567f8e1d37abba2b475f62d7eace139e8b728446990330356e84980b5e926e0b",
}
"""The first migrations, which installations have run: whatever changes comes in a migration of its own."""


def test_first_migrations_stay_as_installations_have_run_them() -> None:
    root = Path(settings.BASE_DIR)

    assert {name: hashlib.sha256((root / name).read_bytes()).hexdigest() for name in FROZEN} == FROZEN
