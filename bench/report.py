"""Runs the measurements size by size, checks the figures after each, and prints what came out beside its target."""

import os
import platform
from collections.abc import Callable

import psutil
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from bench import measure
from bench.loading import fill
from bench.measure import Timing
from bench.publishing import approve_pledges, time_publish
from pledges import ledger
from pledges.models import Entry
from pledges.projections import differences

Say = Callable[[str], object]
FULL_TARGET, KEYED_TARGET, FRESH_TARGET = 1.5, 2.0, 1.0


def run(*, sizes: list[int], runs: int, say: Say) -> int:
    """Measure every size; return 1 where figures differ from a rebuild or the database is not one to be emptied."""
    if not settings.EMBEDDED_DATABASE:
        say("bench empties its database, so it only runs on an embedded one: unset DATABASE_URL.\n")
        return 1
    call_command("migrate", verbosity=0)
    say(f"{machine()}; medians of {runs} interleaved runs (least to most)\n")
    return max(measure_size(size, runs=runs, say=say) for size in sizes)


def machine() -> str:
    """Return what it ran on."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (version,) = cursor.fetchone()
    memory = psutil.virtual_memory().total / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, PostgreSQL {version}, Python {platform.python_version()}"


def measure_size(size: int, *, runs: int, say: Say) -> int:
    """Measure one size and print its lines; return how many rows differ from a rebuild afterwards."""
    fill(size)
    say(f"\n{size:,} pledges, {Entry.objects.count():,} entries in {ledger.latest_number()} versions\n")
    measure.prepare()
    full = measure.full_rebuild(runs=runs)
    line(say, "full rebuild", full["ours"], beside=full["bare"], target=FULL_TARGET)
    line(say, "  over sums per system, unit and stage", full["ours"], beside=full["crude"])
    measure.analyse()
    common = measure.common_pledge()
    keyed = measure.one_pledge(common, runs=runs)
    line(say, "what one pledge touches", keyed["ours"], beside=keyed["bare"], target=KEYED_TARGET)
    fresh = Timing([time_publish(approve_pledges([common])) for _ in range(runs)])
    verdict = "met" if fresh.middle <= FRESH_TARGET else "MISSED"
    say(f"{'publish to fresh':<40}{span(fresh)}{'':34} target {FRESH_TARGET:.1f} s: {verdict}\n")
    wrong = len(differences())
    say(f"{'rows that differ from a rebuild':<40}{wrong}\n")
    return min(wrong, 1)


def line(say: Say, name: str, ours: Timing, *, beside: Timing, target: float | None = None) -> None:
    """Print one comparison: both times, their ratio, and the target where there is one."""
    ratio = ours.over(beside)
    aim = "" if target is None else f"  target {target:.1f} x: {'met' if ratio <= target else 'MISSED'}"
    say(f"{name:<40}{span(ours)} / {span(beside)} = {ratio:5.2f} x{aim}\n")


def span(timing: Timing) -> str:
    """Return the middle, the least and the most of some times, in seconds."""
    return f"{timing.middle:8.3f} s ({min(timing.seconds):.3f} to {max(timing.seconds):.3f})"
