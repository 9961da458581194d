"""Rows of how long promises wait, made by Python: the key of a group, and what its intervals give."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from meetings.choices import Capability
from pledges.answers.fields.field_groups import stamp
from pledges.answers.fields.field_tree import Component, Group, Leaf, Many, Tree, Type
from pledges.answers.fields.made_rows import Json, Writer, row_writer
from pledges.answers.fields.summary_fields import KEYS
from pledges.answers.waiting import WaitingRow
from pledges.values.choices import WaitingMissing
from pledges.values.waiting_times import FEWEST

DAYS = "days"


def key(words: str, **more: Any) -> Leaf:
    return Leaf(help=words, value="key", some=True, **more)


def day(words: str, *, null: bool = False) -> Leaf:
    return Leaf(type=Type.WHOLE, null=null, help=words, unit=DAYS)


def share(words: str) -> Leaf:
    return Leaf(type=Type.NUMBER, help=words)


LEAST, MOST = "at least this share, 0 to 1, has arrived", "at most this share, 0 to 1, has arrived"
BOUNDS: Tree = {"low": share(LEAST), "high": share(MOST)}
PART = Component("ShareBounds", "The least and the greatest share that can have arrived, by the windows alone")


def part(words: str) -> Group:
    return Group(BOUNDS, help=words, component=PART, null=True)


def span(words: str, *, open_ended: bool = False) -> Group:
    last = "the last day; null where it has no end" if open_ended else "the last day"
    return Group(
        {"low": day("the first day"), "high": day(last, null=open_ended)},
        help=words,
        component=Component(
            "OpenDays" if open_ended else "WholeDays", "Days from the announcement, both ends included"
        ),
        null=True,
    )


CURVE = Many(
    Group(
        {
            "after": day("the wait is longer than so many days; -1 where it may be none"),
            "until": day("and at most so many; null where it has not ended", null=True),
            "share": share("the share, 0 to 1, that has arrived at the end of the step"),
        },
        component=Component("WaitingStep", "Within these days the share that has arrived grows to this one"),
    ),
    help="The estimate: the share that has arrived, step by step; how it grows within a step is not known",
)
BOUNDS_OVER_TIME = Many(
    Group(
        {"days": day("so many days after the announcement"), **BOUNDS},
        component=Component("WaitingBounds", "What can have arrived after so many days, by the windows alone"),
    ),
    help="The bounds beside it, of which no estimate is needed, for each 30 days and at the end of one and two years",
)
WAITING: Tree = {
    "donor": key(KEYS["donor"]),
    "system": key("System, by slug"),
    "capability": key("Capability domain", vocabulary=Capability),
    "announced_year": key("As 2025; undated where the announcement lies in no single year"),
    "name": Leaf(type=Type.TEXT, help="Name", some=True),
    "pledges": Leaf(type=Type.WHOLE, help="Number of pledges of things that count; money is left out"),
    "informative": Leaf(
        type=Type.WHOLE, help="How many of them say by which day at least a part had arrived; the others still wait"
    ),
    "median_days": span("Within which days half has arrived, at the greatest likelihood of the intervals"),
    "median_bounds": span("Within which days it can lie by the windows alone", open_ended=True),
    "median_missing": Leaf(
        null=True,
        help=f"Why there is no median: fewer than {FEWEST} informative pledges, or less than half has arrived",
        vocabulary=WaitingMissing,
    ),
    "within_1_year": part("What can have arrived 365 days after the announcement"),
    "within_2_years": part("What can have arrived 730 days after it"),
    "curve": CURVE,
    "bounds": BOUNDS_OVER_TIME,
    **stamp(),
}
"""Every field that a row can have; below so many informative pledges there is neither curve nor median."""

KEYED = ("donor", "system", "capability", "announced_year")


def waiting_json(row: WaitingRow) -> Json:
    """A group with its key and name; the one of everything has neither."""
    return waiting_writer(row.group)(row)


@lru_cache(maxsize=8)
def waiting_writer(group: str) -> Writer:
    left_out = {*KEYED, "name"} - ({group, "name"} if group else set())
    return row_writer({name: field for name, field in WAITING.items() if name not in left_out})
