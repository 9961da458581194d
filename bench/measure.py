"""Times the projections and the bare SQL in turns, so that a noisy machine disturbs both alike."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from time import perf_counter

from django.db import connection, transaction

from bench import baseline
from bench.loading import TODAY
from pledges import ledger
from pledges.projections import Moment, rebuild
from pledges.projections.refresh import recompute


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
        JOIN pledges_pledge AS p ON p.id = state.pledge_id
        WHERE state.counted AND state.meeting_id IS NOT NULL AND state.coalition_id IS NOT NULL
          AND state.system_id =
              (SELECT system_id FROM pledges_pledgestate GROUP BY system_id ORDER BY count(*) DESC LIMIT 1)
          AND p.lead = (SELECT lead FROM pledges_pledge GROUP BY lead ORDER BY count(*) DESC LIMIT 1)
        ORDER BY state.pledge_id LIMIT 1
    """
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])


def discard(_: object) -> None:
    """Take a result that is not needed."""
