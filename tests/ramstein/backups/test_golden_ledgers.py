"""The ledgers of releases that installations run: each is restored, migrated, and gives the figures it gave."""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoDbBlocker

from pledges.answers.explorer.catalogue_names import kept as kept_names
from pledges.answers.explorer.snapshot import kept as kept_moments
from ramstein.backups import find_backups, restore_backup, write_backup
from ramstein.backups.backup_folders import read_manifest
from tests.ramstein.backups.scratch_database import work_in_scratch_database

GOLDEN = Path(__file__).resolve().parents[2] / "golden"
BACKUPS = find_backups(GOLDEN)
DAY = "2026-03-01"
LISTS = {"summaries/systems/": ("system", "unit"), "summaries/donors/": ("donor",), "gaps/": ("system", "unit")}


@pytest.fixture(scope="module", params=BACKUPS, ids=lambda one: one.name)
def restored(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Any]:
    """A database with a golden ledger in it; what the restore said comes with it."""
    said: list[str] = []
    with django_db_blocker.unblock(), work_in_scratch_database(f"golden_{os.getpid()}"):
        forget_answers()
        restore_backup(request.param, say=said.append)
        yield request.param, said
    forget_answers()


def forget_answers() -> None:
    """Versions of different databases have the same numbers."""
    cache.clear()
    kept_names.clear()
    kept_moments.clear()


def test_there_are_golden_ledgers() -> None:
    assert BACKUPS


def test_an_older_ledger_is_taken_up_whole(restored: tuple[Path, list[str]]) -> None:
    backup, said = restored
    manifest = read_manifest(backup)
    rows = sum(table["rows"] for table in manifest.tables.values())

    assert said[0] == f"Restoring version {manifest.dataset_version} of {manifest.made_at}."
    assert said[1] == f"{len(manifest.tables)} tables with {rows} rows are as the manifest says."
    assert said[-1] == "The figures are those that the ledger gives."


def test_an_older_ledger_gives_the_figures_it_gave(restored: tuple[Path, list[str]]) -> None:
    backup, _ = restored
    figures = read_figures(read_manifest(backup).dataset_version)
    stated = backup / "figures.json"
    if "RENEW_GOLDEN" in os.environ and not stated.exists():
        stated.write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n", encoding="utf-8")

    assert len(figures) > 100
    assert figures == json.loads(stated.read_text(encoding="utf-8"))


def test_what_was_restored_is_backed_up_again(restored: tuple[Path, list[str]], tmp_path: Path) -> None:
    backup, said = restored
    written = write_backup(tmp_path, now=datetime(2026, 12, 1, 2, 10, tzinfo=UTC))
    before, after = read_manifest(backup), read_manifest(written)

    assert written.name == f"ramstein-20261201T021000Z-v{before.dataset_version}"
    assert [one.name for one in sorted(written.iterdir())] == ["database.dump", "files.tar", "manifest.json"]
    assert written.stat().st_mode & 0o777 == 0o700
    facts = [name for name in before.tables if name in {"pledges_pledge", "pledges_void", "pledges_datasetversion"}]
    assert {name: after.tables[name] for name in facts} == {name: before.tables[name] for name in facts}
    if not any("migrations" in line for line in said):
        assert after.tables == before.tables


def read_figures(version: int) -> dict[str, list[Any]]:
    """Each interval of the summaries of systems and donors and of the gaps: low and high."""
    client, found = Client(), {}
    for path, of in LISTS.items():
        address: str | None = f"/api/v1/{path}?known_at=v{version}&valid_at={DAY}&page_size=500"
        while address:
            answer = client.get(address)
            assert answer.status_code == 200, answer.content
            for row in answer.json()["results"]:
                subject = " ".join(str(row[name]) for name in of)
                for name, value in row.items():
                    if isinstance(value, dict) and "low" in value:
                        found[f"{path} {subject} {name}"] = [value["low"], value["high"]]
            address = answer.json()["next"]
    return found
