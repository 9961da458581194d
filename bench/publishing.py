"""Change sets of invented pledges on their way into the ledger, and how long it takes until they can be read."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import count
from time import perf_counter

from django.db import connection

from bench.loading import MEASURED, TODAY
from pledges import ledger
from pledges.intake.drafts import create_changeset
from pledges.models import ChangeSet, User
from pledges.projections import drain_outbox
from pledges.values.choices import Origin, Role

NUMBERS = count(int(datetime.now(UTC).timestamp() * 1000))
"""Numbers of pledges, unlike those of earlier runs and of invented ones, so that none is a possible duplicate."""

LIKE = """
    SELECT s.slug AS system, state.unit, p.lead AS donors, m.slug AS meeting, c.slug AS coalition
    FROM pledges_pledgestate AS state
    JOIN pledges_pledge AS p ON p.id = state.pledge_id
    JOIN pledges_system AS s ON s.id = state.system_id
    LEFT JOIN meetings_meeting AS m ON m.id = state.meeting_id
    LEFT JOIN meetings_coalition AS c ON c.id = state.coalition_id
    WHERE state.pledge_id = ANY(%s) ORDER BY state.pledge_id
"""


def reviewer(name: str) -> User:
    """Return the account of a person at the desk."""
    return User.objects.get_or_create(username=name, defaults={"role": Role.REVIEWER, "password": "!"})[0]


def rows_like(pledges: Sequence[int]) -> Iterator[dict[str, str]]:
    """Yield new pledges with the systems, donors, meetings and coalitions of others."""
    with connection.cursor() as cursor:
        cursor.execute(LIKE, [list(pledges)])
        names = [column.name for column in cursor.description]
        found = cursor.fetchall()
    for like in found:
        number = next(NUMBERS)
        yield {
            **{name: value or "" for name, value in zip(names, like, strict=True)},
            "action": "pledge",
            "external_reference": f"bench:{number}",
            "quantity": str(number),
            "occurred": "2022-01-10",
            "source_title": "Invented for measuring",
        }


def approve_pledges(like: Sequence[int]) -> ChangeSet:
    """Return an approved change set with a pledge like each of some others."""
    now = datetime.now(UTC)
    drafter, approver = reviewer("bench-drafter"), reviewer("bench-reviewer")
    rows = list(rows_like(like))
    changeset = create_changeset(title=MEASURED, origin=Origin.ENTRY, rows=rows, author=drafter, today=TODAY, now=now)
    ledger.submit(changeset=changeset, actor=drafter, now=now)
    return ledger.approve(changeset=changeset, reviewer=approver, seen=ledger.hash_shown_rows(changeset), now=now)


def time_publish(changeset: ChangeSet) -> float:
    """Return the seconds from the start of publishing until every figure that it moves is stored."""
    approver = reviewer("bench-reviewer")
    start = perf_counter()
    ledger.publish(changeset=changeset, reviewer=approver, now=datetime.now(UTC))
    drain_outbox(today=TODAY, now=datetime.now(UTC))
    return perf_counter() - start
