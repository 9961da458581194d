"""The groups that many rows have: estimates with words for their bounds, sums, date windows, systems and sources."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from meetings.choices import Capability, Confidence, DatePrecision, SourceGrade
from pledges.answers.fields.field_tree import Component, Getter, Group, Leaf, Made, Tree, Type, leave_out
from pledges.answers.figure_values import SourceRef, SystemRef, balance, figure, stated_estimate
from pledges.answers.figure_values import window as stored_window
from pledges.values.choices import Kind, Unit
from pledges.values.dates import DateWindow, format_window
from pledges.values.estimates import Estimate, EstimateSum, format_estimate
from pledges.values.fact_names import name_fact, public_name

GROUPED_FROM = 1000
"""Exact figures below it are their own words: nothing separates thousands."""
FIGURES_KEPT = 50_000
WINDOWS_KEPT = 10_000
EUR = "EUR"

ESTIMATE = Component(
    "Estimate",
    "A number of which perhaps only bounds are known: best null is unknown, high null is without upper bound",
    written_once=FIGURES_KEPT,
)
ESTIMATE_SUM = Component(
    "EstimateSum",
    "A sum of estimates, which also says how many of its parts had no upper bound",
    written_once=FIGURES_KEPT,
)
QUANTITY_SUM = Component(
    "QuantitySum",
    "A sum of quantities: beside it the sum of the parts with a number, how many parts have none, and how many no upper"
    " bound",
    written_once=FIGURES_KEPT,
)
QUANTITY_BALANCE = Component(
    "QuantityBalance",
    "An estimate over several promises: beside it what those with a number come to, and how many have none",
    written_once=FIGURES_KEPT,
)
DATE_WINDOW = Component(
    "DateWindow",
    "A date as stated: on some day from start to end, both included; null is open or unknown",
    also_null=("precision",),
    written_once=WINDOWS_KEPT,
)
CITED_SOURCE = Component("Source", "A publication that facts are cited from")


def bounds_text(figure: Any) -> str:
    return format_estimate(
        figure if isinstance(figure, Estimate) else Estimate("", figure.low, figure.best, figure.high)
    )


def best_of(figure: Any) -> Any:
    """The figure that stands out: where the bounds meet, it is known."""
    return figure.low if figure.low == figure.high else figure.best


def estimate_leaves(low: str, best: str, high: str, *, text: str, unbounded: str, few: str) -> Tree:
    """The parts of an estimate in three columns; `few` is the condition under which the number is its own word."""
    said = f"estimate_words({low}, {best}, {high})"
    words = f"coalesce(nullif({text}, ''), {said})" if text else said
    uncounted = Leaf(unbounded, Type.WHOLE, help="how many parts of the sum had no upper bound")
    return {
        "text": Leaf(
            words,
            Type.TEXT if text else Type.PHRASE,
            flat="" if text else f"CASE WHEN {few} THEN trim_scale({low})::text ELSE {words} END",
            help="the words as stated, or words for the bounds",
            value=bounds_text,
        ),
        "low": Leaf(low, Type.NUMBER, help="at least so much, whatever the true number is"),
        "best": Leaf(
            f"CASE WHEN {low} = {high} THEN {low} ELSE {best} END",
            Type.NUMBER,
            null=True,
            help="the figure that stands out; empty where none does",
            value=best_of,
        ),
        "high": Leaf(high, Type.NUMBER, null=True, help="at most so much; empty where there is no upper bound"),
        **({"unbounded": uncounted} if unbounded else {}),
    }


def stated_leaves(prefix: str, without_number: str) -> Tree:
    """What the parts with a number come to, and how many have none."""
    low, _, high = columns = (f"{prefix}_stated_low", f"{prefix}_stated_best", f"{prefix}_stated_high")
    few = f"{low} = {high} AND {high} < {GROUPED_FROM}"
    return {
        "stated": Group(
            estimate_leaves(*columns, text="", unbounded="", few=few),
            help="the sum of the parts with a number",
            component=ESTIMATE,
        ),
        "without_number": Leaf(without_number, Type.WHOLE, help='how many parts have no number, as "several"'),
    }


def estimate(
    prefix: str = "",
    *,
    help: str = "",
    text: str = "",
    null: bool = False,
    unbounded: str = "",
    without_number: str = "",
    unit: str = "",
    value: Getter = "",
    some: bool = False,
) -> Group:
    """The estimate in the columns `<prefix>_low`, `_best` and `_high`, with the words as stated where given.

    In rows that Python makes it is an estimate, or a sum where the parts without bounds are counted. Where those
    without a number are counted, the sum of the others stands in the columns `<prefix>_stated_low` and so on.
    """
    low, best, high = columns = (f"{prefix}_low", f"{prefix}_best", f"{prefix}_high")
    few = f"{low} = {high} AND {high} < {GROUPED_FROM}"
    shortcuts = {
        f"{high} = 0": f"'{exact_json('0', unbounded, without_number)}'",
        few: f"format('{exact_json('%%1$s', unbounded, without_number)}', trim_scale({low}))",
    }
    leaves = estimate_leaves(low, best, high, text=text, unbounded=unbounded, few=few)
    return Group(
        {**leaves, **stated_leaves(prefix, without_number)} if without_number else leaves,
        null_if=f"{low} IS NULL" if null else "",
        shortcuts={} if text else shortcuts,
        help=help,
        component=component_of(unbounded, without_number),
        unit=unit,
        null=null,
        value=value,
        some=some,
        made=made_of_bounds(columns, text=text, unbounded=unbounded, without_number=without_number),
    )


def exact_json(number: str, unbounded: str, without_number: str) -> str:
    """The JSON of an estimate that is a known number: each of its parts is, so that all of them have one."""
    bounds = f'"text":"{number}","low":{number},"best":{number},"high":{number}'
    open_parts = ',"unbounded":0' if unbounded else ""
    stated = f',"stated":{{{bounds}}},"without_number":0' if without_number else ""
    return f"{{{bounds}{open_parts}{stated}}}"


def component_of(unbounded: str, without_number: str) -> Component:
    if without_number:
        return QUANTITY_SUM if unbounded else QUANTITY_BALANCE
    return ESTIMATE_SUM if unbounded else ESTIMATE


def made_of_bounds(bounds: tuple[str, str, str], *, text: str, unbounded: str, without_number: str) -> Made:
    """What a record holds for bounds: an estimate with its words, a sum, or a figure."""
    if text:
        return Made(stated_estimate, (text, *bounds))
    if without_number:
        stated = tuple(f"{bound.rpartition('_')[0]}_stated_{bound.rpartition('_')[2]}" for bound in bounds)
        if not unbounded:
            return Made(balance, (*bounds, *stated, without_number))
        return Made(EstimateSum.of_columns, (*bounds, unbounded, *stated, without_number))
    return Made(EstimateSum, (*bounds, unbounded)) if unbounded else Made(figure, bounds)


def window(
    prefix: str = "",
    *,
    help: str = "",
    stated: bool = True,
    deadline: str = "",
    null: bool = True,
    value: Getter = "",
) -> Group:
    """The date window in the columns `<prefix>_start` and `_end`, and where stated `_text` and `_precision`.

    Days that were derived, or that stand in for an unknown date, are a range.
    """
    start, end = f"{prefix}_start", f"{prefix}_end"
    nothing = f"{start} IS NULL AND {end} IS NULL"
    ranged = f"CASE WHEN {start} = {end} THEN 'day' ELSE 'range' END"
    if not stated:
        words = f"CASE WHEN {start} = {end} THEN {start}::text ELSE window_words({start}, {end}, '') END"
        return Group(
            _days(words, Type.PHRASE, start, end, ranged),
            nothing,
            help=help,
            component=DATE_WINDOW,
            null=null,
            made=Made(stored_window, ("''", start, end, ranged)),
        )
    text, precision = f"{prefix}_text", f"{prefix}_precision"
    until = f"{end} IS NOT NULL AND ({f'{deadline} OR ' if deadline else ''}{precision} = 'deadline')"
    found = f"""CASE WHEN {nothing} THEN 'unknown' WHEN {until} THEN 'deadline'
        WHEN {precision} IN ('', 'unknown', 'deadline') THEN {ranged} ELSE {precision} END"""
    words = f"coalesce(nullif({text}, ''), window_words({start}, {end}, {found}))"
    fields = _days(words, Type.TEXT, start, end, found)
    return Group(
        fields,
        f"{nothing} AND {text} = ''",
        help=help,
        component=DATE_WINDOW,
        null=null,
        value=value,
        made=Made(stored_window, (text, start, end, found)),
    )


def _days(words: str, kind: Type, start: str, end: str, precision: str) -> Tree:
    return {
        "text": Leaf(words, kind, help="the words as stated, or words for the days", value=window_text),
        "start": Leaf(start, Type.DAY, null=True, help="first day that it may be, included"),
        "end": Leaf(end, Type.DAY, null=True, help="last day that it may be, included; empty where it is open"),
        "precision": Leaf(precision, help="how finely the date was stated", vocabulary=DatePrecision),
    }


def window_text(when: Any) -> str:
    return format_window(when) if isinstance(when, DateWindow) else str(when.text)


def system(unit: str = "", *, table: str = "system") -> Tree:
    """The keys of every row about a system in a unit."""
    return {
        "system": Leaf(f"{table}.slug", help="System, by slug", value="system.slug"),
        "system_name": Leaf(f"{table}.name", Type.TEXT, help="Name of the system", value="system.name"),
        "kind": Leaf(f"{table}.kind", help="Kind of system", vocabulary=Kind, value="system.kind"),
        "capability": Leaf(
            f"{table}.capability", help="What it is for", vocabulary=Capability, value="system.capability"
        ),
        "unit": Leaf(unit, help="Unit in which it is counted", vocabulary=Unit),
    }


def made_of(make: Callable[..., Any], fields: dict[str, Leaf], **said: Any) -> Group:
    """The group that is one value of all of its fields, in their order."""
    return Group(dict(fields), made=Made(make, tuple(leaf.sql for leaf in fields.values())), **said)


def with_system(tree: Tree, *, table: str = "system") -> Tree:
    """The tree of a row about a system as a page reads it: the system is one value, with its short name."""
    ref = made_of(SystemRef, {name: Leaf(f"{table}.{name}") for name in SystemRef._fields})
    return {**leave_out(tree, "system_name", "kind", "capability"), "system": ref}


SOURCE = made_of(
    SourceRef,
    {
        "id": Leaf("source.id", Type.WHOLE, help="Number of the row, for the API"),
        "publisher": Leaf("source.publisher", Type.TEXT, help="Publisher"),
        "title": Leaf("source.title", Type.TEXT, help="Title"),
        "url": Leaf("source.url", Type.TEXT, help="Address"),
        "published": Leaf("source.published", Type.DAY, null=True, help="When the source was published"),
        "grade": Leaf("source.grade", help="How close the source stands to the fact", vocabulary=SourceGrade),
    },
    help="The source that it is cited from",
    component=CITED_SOURCE,
)


def identity(fact: str = "") -> Leaf:
    """The name by which a fact is cited, corrected and taken back, of a table or of a row of its model."""
    words = "Name of the fact, version.position: it never changes, and a row that corrects the fact takes it as target"
    if fact:
        return Leaf(public_name(fact), help=words)
    return Leaf(help=words, value=lambda row: name_fact(row.version_id, row.position))


def confidence(sql: str = "") -> Leaf:
    return Leaf(sql, null=True, help="How the words of the source were seen", vocabulary=Confidence)


def note(sql: str = "") -> Leaf:
    return Leaf(sql, Type.TEXT, help="Remarks")


def cited_words(fact: str = "fact") -> Tree:
    """What stands beside a fact: its words, remarks and source."""
    return {
        "quote": Leaf(f"{fact}.quote", Type.TEXT, help="The words quoted from the source"),
        "note": note(f"{fact}.note"),
        "confidence": confidence(f"nullif({fact}.confidence, '')"),
        "source": SOURCE,
    }


def optional(column: str, **said: Any) -> Leaf:
    """A word that is empty in the table where there is none, and null in a row."""
    return Leaf(f"nullif({column}, '')", null=True, **said)


def stamp() -> Tree:
    """Which version a row is right for and when it was computed, as parameters."""
    return {
        "dataset_version": Leaf("%(known)s", Type.WHOLE, help="Version of the data set that the row is right for"),
        "computed_at": Leaf(
            "%(computed_at)s::timestamptz",
            Type.INSTANT,
            help="When the version that the row is right for was published",
        ),
    }
