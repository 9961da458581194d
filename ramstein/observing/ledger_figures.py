"""What Prometheus is told of an installation: age of figures, queues, work of staff, quality of data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import redis
from django.conf import settings
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from pledges.answers.as_of import current_as_of
from pledges.answers.reporting import read_reporting
from pledges.intake.rate_loading import rates_freshness
from pledges.models import ChangeSet, DuplicateCandidate, ProjectionState
from ramstein.backups import find_backups
from ramstein.backups.backup_folders import made_at
from ramstein.health import freshness
from ramstein.observing.task_records import KEY, open_counts


class LedgerFigures(Collector):
    """Asked anew at each visit, from the database and from Redis."""

    def __init__(self, *, now: datetime) -> None:
        self.now = now

    def collect(self) -> Iterator[Metric]:
        yield from self.figures_of_projections()
        yield from self.figures_of_staff()
        yield from self.figures_of_quality()
        yield from self.figures_of_backups()
        yield from figures_of_queues()

    def figures_of_projections(self) -> Iterator[Metric]:
        """How far pages are behind the ledger, and how old the day and the rates are."""
        found = freshness(now=self.now)
        state = ProjectionState.objects.first()
        yield gauge("published_version", "Last published dataset version.", found["published_version"])
        yield gauge("projected_version", "Dataset version that pages show.", found["projected_version"])
        yield gauge("outbox_age_seconds", "Age of the oldest published version that waits.", found["lag_seconds"])
        if state is not None:
            yield gauge(
                "day_age_days", "Days since the day that pages stand at.", days(state.valid_at, self.now.date())
            )
        until = rates_freshness(now=self.now)["until"]
        yield gauge("rates_age_days", "Days since the last day with rates to euro.", days(until, self.now.date()))

    def figures_of_staff(self) -> Iterator[Metric]:
        """What waits for people."""
        states = GaugeMetricFamily("ramstein_change_sets", "Change sets by state.", labels=["state"])
        for state in ChangeSet.objects.values_list("state", flat=True).distinct().order_by("state"):
            states.add_metric([state], ChangeSet.objects.filter(state=state).count())
        yield states
        waiting = DuplicateCandidate.objects.filter(decision=None).count()
        yield gauge("duplicate_pairs_open", "Pairs of pledges that may be one, undecided.", waiting)

    def figures_of_quality(self) -> Iterator[Metric]:
        """What the coverage line of every page says: of the military pledges that count, how many say what."""
        found = read_reporting(current_as_of(now=self.now))
        pledges = GaugeMetricFamily(
            "ramstein_pledges", "Pledges that count, by what is known of them.", labels=["known"]
        )
        for name in ("pledges", "with_number", "with_amount", "with_due", "with_delivery_date"):
            pledges.add_metric(["all" if name == "pledges" else name], getattr(found, name))
        yield pledges

    def figures_of_backups(self) -> Iterator[Metric]:
        """The age of the latest backup; no figure where none was written."""
        backups = find_backups(settings.BACKUP_FOLDER)
        if backups:
            age = (self.now - made_at(backups[-1])).total_seconds()
            yield gauge("backup_age_seconds", "Age of the latest backup in the folder of this host.", age)


def figures_of_queues() -> Iterator[Metric]:
    """The length of each queue, and what the workers did; nothing while Redis is down, which is a figure of its own."""
    reached = GaugeMetricFamily("ramstein_redis_up", "Whether Redis answers.")
    try:
        with open_counts() as client:
            lengths = {queue.name: client.llen(queue.name) for queue in settings.CELERY_TASK_QUEUES}
            counts = client.hgetall(KEY)
    except (redis.RedisError, OSError):
        reached.add_metric([], 0)
        yield reached
        return
    reached.add_metric([], 1)
    yield reached
    queues = GaugeMetricFamily("ramstein_queue_length", "Messages that wait for a worker.", labels=["queue"])
    for name, length in lengths.items():
        queues.add_metric([name], length)
    yield queues
    done = CounterMetricFamily("ramstein_tasks", "Tasks that ended, by state.", labels=["task", "state"])
    seconds = CounterMetricFamily("ramstein_task_seconds", "Seconds that they took.", labels=["task", "state"])
    for name, value in sorted(counts.items()):
        task, state, what = name.split(" ")
        if what == "count":
            done.add_metric([task, state], int(value))
        else:
            seconds.add_metric([task, state], int(value) / 1000)
    yield from (done, seconds)


def gauge(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"ramstein_{name}", words, value=value)


def days(earlier: date, later: date) -> int:
    return (later - earlier).days
