"""What is no backup, is damaged, or comes from a newer release is refused in words; old backups go, by rule."""

import dataclasses
import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ramstein.backups import BackupError, find_backups, find_latest_backup, restore_backup, thin_out_backups
from ramstein.backups.backup_folders import MANIFEST, read_manifest
from ramstein.backups.restore_backup import check_files, check_migrations
from ramstein.backups.table_digests import compare_tables
from ramstein.backups.thin_out_backups import choose_backups
from ramstein.backups.write_backup import remove_unfinished

GOLDEN = find_backups(Path(__file__).resolve().parents[2] / "golden")[0]
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GOLDEN, tmp_path / GOLDEN.name))


def test_a_folder_without_a_manifest_is_no_backup(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match=r"is no backup: it has no manifest\.json"):
        read_manifest(tmp_path)
    with pytest.raises(BackupError, match=r"There is no backup in .*: `manage\.py backup` writes one"):
        find_latest_backup(tmp_path)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "cannot be read"),
        ("[]", "has format None, this release reads 1"),
        ('{"format": 2}', "has format 2, this release reads 1"),
        ('{"format": 1}', "is damaged"),
    ],
)
def test_a_manifest_that_is_not_whole_is_refused(backup: Path, text: str, problem: str) -> None:
    (backup / MANIFEST).write_text(text)

    with pytest.raises(BackupError, match=problem):
        read_manifest(backup)


def test_one_changed_byte_of_the_dump_is_found(backup: Path) -> None:
    dump = backup / "database.dump"
    content = bytearray(dump.read_bytes())
    content[len(content) // 2] ^= 1
    dump.write_bytes(content)

    with pytest.raises(BackupError, match=r"database\.dump is damaged: its SHA-256 is"):
        check_files(backup, read_manifest(backup))


def test_what_a_newer_release_wrote_is_refused() -> None:
    manifest = dataclasses.replace(read_manifest(GOLDEN), migrations={"pledges": "9999_of_tomorrow"})

    with pytest.raises(BackupError, match=r"A newer release made this backup: it has pledges\.9999_of_tomorrow"):
        check_migrations(manifest)


@pytest.mark.django_db
def test_a_database_that_is_not_empty_is_left_alone() -> None:
    with pytest.raises(BackupError, match=r"is not empty \(\d+ tables\)\. Name an empty one by DATABASE_URL"):
        restore_backup(GOLDEN, say=print)


def test_tables_that_differ_are_named() -> None:
    stated = {name: {"rows": 2, "digest": "a-b"} for name in ("same", "fewer", "other", "gone")}
    found = {
        "same": {"rows": 2, "digest": "a-b"},
        "fewer": {"rows": 1, "digest": "a-b"},
        "other": {"rows": 2, "digest": "a-c"},
        "new": {"rows": 0, "digest": "0-0"},
    }

    assert compare_tables(stated, found) == [
        "fewer: 2 rows in the backup, 1 in the database",
        "gone: only in the backup",
        "new: only in the database",
        "other: 2 rows, but their contents differ",
    ]


def test_what_a_killed_run_left_is_removed_and_never_found(tmp_path: Path) -> None:
    killed = tmp_path / "999999999.unfinished"
    killed.mkdir()
    (killed / MANIFEST).write_text(json.dumps({}))

    assert find_backups(tmp_path) == []
    remove_unfinished(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_old_backups_are_removed_from_the_folder(tmp_path: Path) -> None:
    days = [NOW - timedelta(days=number) for number in range(40)]
    for day in days:
        folder = tmp_path / f"ramstein-{day:%Y%m%dT%H%M%SZ}-v3"
        folder.mkdir()
        (folder / MANIFEST).write_text("{}")

    removed = thin_out_backups(tmp_path, now=NOW)

    assert [one.name[9:17] for one in find_backups(tmp_path)] == [
        *("20261031", "20261108", "20261115", "20261122"),
        *("20261125", "20261126", "20261127", "20261128", "20261129", "20261130", "20261201"),
    ]
    assert len(removed) == 29


@given(st.lists(st.integers(0, 900), min_size=1, max_size=60, unique=True))
def test_the_newest_and_all_of_a_week_always_stay(ages: list[int]) -> None:
    made = {Path(str(age)): NOW - timedelta(days=age) for age in ages}
    needed = choose_backups(made, now=NOW)

    assert Path(str(min(ages))) in needed
    assert {Path(str(age)) for age in ages if age < 7} <= needed
    assert len(needed) <= 7 + 5 + 12
