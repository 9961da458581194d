"""Which backups stay: every one of the last days, then one a week, then one a month."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from ramstein.backups.backup_folders import find_backups, made_at

DAYS, WEEKS, MONTHS = 7, 5, 12


def thin_out_backups(folder: Path, *, now: datetime) -> list[Path]:
    """Remove the backups that are no longer needed, and return them. The newest always stays."""
    found = find_backups(folder)
    needed = choose_backups({one: made_at(one) for one in found}, now=now)
    surplus = [one for one in found if one not in needed]
    for one in surplus:
        shutil.rmtree(one)
    return surplus


def choose_backups(made: dict[Path, datetime], *, now: datetime) -> set[Path]:
    """All of the last seven days, the newest of each of five weeks and of each of twelve months."""
    newest_first = sorted(made, key=lambda one: made[one], reverse=True)
    needed = {one for one in newest_first if made[one] > now - timedelta(days=DAYS)} | set(newest_first[:1])
    for count, form in ((WEEKS, "%G-%V"), (MONTHS, "%Y-%m")):
        periods: dict[str, Path] = {}
        for one in newest_first:
            periods.setdefault(made[one].strftime(form), one)
        needed |= set(list(periods.values())[:count])
    return needed
