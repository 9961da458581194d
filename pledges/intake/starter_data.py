"""Loads the starter data through change sets: one per source family, by the planner that serves every import."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet

from pledges import ledger
from pledges.intake.cell_problems import CellProblem
from pledges.intake.drafts import create_changeset
from pledges.intake.planner import plan_rows
from pledges.intake.starter_overlaps import keep_possible_overlaps
from pledges.intake.starter_problems import StarterProblemError
from pledges.intake.warning_reasons import accept_every_warning
from pledges.models import SYSTEM_BOOTSTRAP, SYSTEM_STARTER, ChangeSet, User
from pledges.values.choices import Origin

AS_STATED = "part of the data that this site began with, as its source states it"

DATA = Path(__file__).resolve().parent.parent / "data"


def system_accounts() -> tuple[User, User]:
    """The two accounts without login that write and approve the starter data."""
    starter, bootstrap = (
        User.objects.get_or_create(
            username=name, defaults={"is_system": True, "is_active": False, "password": "!", "role": "reader"}
        )[0]
        for name in (SYSTEM_STARTER, SYSTEM_BOOTSTRAP)
    )
    return starter, bootstrap


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file with a header line, blank cells left out."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [{name: value for name, value in row.items() if value} for row in csv.DictReader(lines)]


OVERLAPS = "possible_overlaps.csv"

FAMILIES = {row["file"]: row["title"] for row in read_rows(DATA / "families.csv")}
"""The files in loading order, with the title of their change set: a pledge stands before what refers to it."""


def load_starter(*, now: datetime, say: Callable[[str], None], folder: Path = DATA) -> int:
    """Load every family that is not in yet and return how many versions were published.

    On a site that an older release filled, rows that do not fit what it published then are named and left out: an
    update must not stop the site, and what is published stays.

    :raises StarterProblemError: a file has rows that cannot be planned; families before it stay published.
    """
    published = 0
    updating = published_starter_changesets().exists()
    for name, title in FAMILIES.items():
        if not published_starter_changesets().filter(title=title).exists():
            rows = read_rows(folder / name)
            say(f"{name}: {len(rows)} rows")
            rows = rows_that_fit(name, rows, now=now, say=say) if updating else rows
            if rows:
                publish_family(name, title, rows, now=now, say=say)
                published += 1
    overlaps = folder / OVERLAPS
    if overlaps.exists():
        leave_out = say if updating else None
        keep_possible_overlaps(read_rows(overlaps), actor=system_accounts()[1], now=now, leave_out=leave_out)
    return published


def published_starter_changesets() -> QuerySet[ChangeSet]:
    """The change sets by which families came in."""
    return ChangeSet.objects.filter(origin=Origin.STARTER, version__isnull=False)


def rows_that_fit(
    name: str, rows: list[dict[str, str]], *, now: datetime, say: Callable[[str], None]
) -> list[dict[str, str]]:
    """The rows of a family without those that cannot be planned over the present ledger; says which these are."""
    numbered = list(enumerate(rows, start=1))
    while numbered:
        numbers, fitting = zip(*numbered, strict=True)
        plans = plan_rows(fitting, today=now.date(), numbers=numbers)
        problems = [problem for plan in plans for problem in plan.problems]
        if not problems:
            break
        say(f"{name}: left out, since an older release published otherwise:\n{list_problems(problems)}")
        unfit = {problem.row for problem in problems}
        numbered = [(number, row) for number, row in numbered if number not in unfit]
    return [row for _, row in numbered]


def list_problems(problems: Iterable[CellProblem]) -> str:
    """One line a problem, in the order of the rows."""
    return "\n".join(
        f"  row {one.row}, {one.column} = “{one.value}”: {one.message} ({one.hint})"
        for one in sorted(problems, key=lambda one: one.row)
    )


@transaction.atomic
def publish_family(
    name: str, title: str, rows: list[dict[str, str]], *, now: datetime, say: Callable[[str], None]
) -> None:
    """Plan, review and publish one family as the system accounts."""
    starter, bootstrap = system_accounts()
    today = now.date()
    changeset = create_changeset(title=title, origin=Origin.STARTER, rows=rows, author=starter, today=today, now=now)
    problems = [CellProblem(**one) for row in changeset.rows.all() for one in (row.plan or {})["problems"]]
    if problems:
        raise StarterProblemError(f"{name} has {len(problems)} problems:\n{list_problems(problems)}")
    odd = accept_every_warning(changeset=changeset, reason=AS_STATED, author=starter, today=today, now=now)
    if odd:
        say(f"{name}: {odd} warnings accepted")
    ledger.submit(changeset=changeset, actor=starter, now=now)
    ledger.approve(changeset=changeset, reviewer=bootstrap, seen=ledger.hash_shown_rows(changeset), now=now)
    ledger.publish(changeset=changeset, reviewer=bootstrap, now=now)
