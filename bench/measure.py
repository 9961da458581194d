"""Times the projections and the bare SQL in turns, so that a noisy machine disturbs both alike."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from statistics import median
from time import perf_counter

from django.db import connection, transaction

from bench import baseline
from pledges import ledger
from pledges.intake.drafts import create_changeset
from pledges.models import ChangeSet, User
from pledges.projections import Moment, drain_outbox, rebuild
from pledges.projections.refresh import recompute
from pledges.values.choices import Origin, Role

TODAY = date(2026, 6, 30)


@dataclass(frozen=True, slots=True)
class Timing:
    """Wall times of one thing, in seconds."""

    seconds: list[float]

    @property
    def middle(self) -> float:
        return median(self.seconds)

    def over(self, other: "Timing") -> float:
        """Return the middle of this as a multiple of that of the other."""
        return self.middle / other.middle


def time_action(action: Callable[[], None]) -> float:
    """Run once and return the wall time."""
    start = perf_counter()
    action()
    return perf_counter() - start


def in_turns(actions: dict[str, Callable[[], None]], *, runs: int, unmeasured: int = 0) -> dict[str, Timing]:
    """Run the actions one after the other, so many times over, and return the times of each.

    Unmeasured rounds come first, where a figure is so small that finding its pages in memory matters.
    """
    seconds: dict[str, list[float]] = {name: [] for name in actions}
    for turn in range(unmeasured + runs):
        for name, action in actions.items():
            spent = time_action(action)
            if turn >= unmeasured:
                seconds[name].append(spent)
            sweep()
    return {name: Timing(spent) for name, spent in seconds.items()}


def sweep() -> None:
    """Clear away dead rows between runs, as the server does by itself in its own time."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM pledges_pledgestate, pledges_pledgeattribution, pledges_summary")
        cursor.execute("VACUUM bare.pledges_pledgestate, bare.pledges_pledgeattribution, bare.pledges_summary")


@transaction.atomic
def run_statements(statements: list[str], **params: int) -> None:
    """Run SQL statements in one transaction."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, params)


def prepare() -> None:
    """Make the tables of the bare SQL, and statistics of everything."""
    with connection.cursor() as cursor:
        cursor.execute(baseline.SCHEMA)
        cursor.execute("VACUUM ANALYZE")


def analyse() -> None:
    """Bring the statistics of both sides up to date, before keyed queries."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def full_rebuild(*, runs: int) -> dict[str, Timing]:
    """Time a rebuild of everything, the bare SQL with its write, and the crudest aggregate."""
    actions: dict[str, Callable[[], None]] = {
        "bare": lambda: run_statements(baseline.FULL),
        "ours": lambda: discard(rebuild(today=TODAY, now=datetime.now(UTC))),
        "crude": lambda: run_statements([baseline.CRUDE]),
    }
    return in_turns(actions, runs=runs)


def one_pledge(pledge: int, *, runs: int) -> dict[str, Timing]:
    """Time the recompute of what one pledge touches, and the bare SQL over the same keys."""
    moment = Moment(valid_at=TODAY, known=ledger.latest_number())

    @transaction.atomic
    def ours() -> None:
        recompute([pledge], moment=moment, systems=set(), now=datetime.now(UTC))

    actions: dict[str, Callable[[], None]] = {
        "bare": lambda: run_statements(baseline.KEYED_STATEMENTS, pledge=pledge),
        "ours": ours,
    }
    return in_turns(actions, runs=runs, unmeasured=1)


def common_pledge() -> int:
    """Return a pledge of the most common system and donor, with a meeting and a coalition: the dearest to refresh."""
    sql = """
        SELECT state.pledge_id FROM pledges_pledgestate AS state
        JOIN pledges_pledgeattribution AS part ON part.pledge_id = state.pledge_id
        WHERE state.counted AND state.meeting_id IS NOT NULL AND state.coalition_id IS NOT NULL
          AND state.system_id =
              (SELECT system_id FROM pledges_pledgestate GROUP BY system_id ORDER BY count(*) DESC LIMIT 1)
          AND part.donor_code =
              (SELECT donor_code FROM pledges_pledgeattribution GROUP BY donor_code ORDER BY count(*) DESC LIMIT 1)
        ORDER BY state.pledge_id LIMIT 1
    """
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])


def reviewer(name: str) -> User:
    """Return the account of a person at the desk."""
    return User.objects.get_or_create(username=name, defaults={"role": Role.REVIEWER, "password": "!"})[0]


def approved_pledge(like: int, *, number: int) -> ChangeSet:
    """Return an approved change set with one pledge that has the system, donor, meeting and coalition of another."""
    sql = """
        SELECT s.slug, state.unit, part.donor_code, m.slug, c.slug
        FROM pledges_pledgestate AS state
        JOIN pledges_pledgeattribution AS part ON part.pledge_id = state.pledge_id
        JOIN pledges_system AS s ON s.id = state.system_id
        JOIN meetings_meeting AS m ON m.id = state.meeting_id
        JOIN meetings_coalition AS c ON c.id = state.coalition_id
        WHERE state.pledge_id = %s LIMIT 1
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [like])
        system, unit, donor, meeting, coalition = cursor.fetchone()
    row = {
        "action": "pledge",
        "external_reference": f"bench:{number}",
        "donors": donor,
        "system": system,
        "unit": unit,
        "meeting": meeting,
        "coalition": coalition,
        "quantity": "7777",  # unlike any invented one, so that it is no possible duplicate
        "occurred": "2022-01-10",
        "source_title": "Invented for measuring",
    }
    now = datetime.now(UTC)
    drafter, approver = reviewer("bench-drafter"), reviewer("bench-reviewer")
    changeset = create_changeset(
        title=f"Measured {number}", origin=Origin.ENTRY, rows=[row], author=drafter, today=TODAY, now=now
    )
    ledger.submit(changeset=changeset, actor=drafter, now=now)
    return ledger.approve(changeset=changeset, reviewer=approver, seen=ledger.hash_shown_rows(changeset), now=now)


def publish_to_fresh(like: int, *, runs: int) -> Timing:
    """Time from the start of publishing one pledge until every figure that it moves is stored."""
    seconds = []
    for number in range(1, runs + 1):
        changeset = approved_pledge(like, number=number)

        def publish_and_drain(changeset: ChangeSet = changeset) -> None:
            ledger.publish(changeset=changeset, reviewer=reviewer("bench-reviewer"), now=datetime.now(UTC))
            drain_outbox(today=TODAY, now=datetime.now(UTC))

        seconds.append(time_action(publish_and_drain))
    return Timing(seconds)


def discard(_: object) -> None:
    """Take a result that is not needed."""
