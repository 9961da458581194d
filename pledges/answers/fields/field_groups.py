"""The groups that many rows have: estimates with words for their bounds, sums, date windows, systems and sources."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pledges.answers.fields.field_tree import Group, Leaf, Tree, Type, Value, without
from pledges.answers.figure_values import SourceRef, SystemRef, figure, stated
from pledges.answers.figure_values import window as stored_window
from pledges.values.estimates import EstimateSum

GROUPED_FROM = 1000
"""Exact figures below it are their own words: nothing separates thousands."""


def estimate(prefix: str, *, text: str = "", null: bool = False, unbounded: str = "") -> Group:
    """Return the estimate in the columns `<prefix>_low`, `_best` and `_high`, with the words as stated where given."""
    low, best, high = (f"{prefix}_{end}" for end in ("low", "best", "high"))
    more: Tree = {"unbounded": Leaf(unbounded, Type.WHOLE)} if unbounded else {}
    said = f"estimate_words({low}, {best}, {high})"
    words = f"coalesce(nullif({text}, ''), {said})" if text else said
    kind = Type.TEXT if text else Type.PHRASE
    few = f"{low} = {high} AND {high} < {GROUPED_FROM}"
    fields: Tree = {
        "text": Leaf(
            words, kind, flat="" if text else f"CASE WHEN {few} THEN trim_scale({low})::text ELSE {words} END"
        ),
        "low": Leaf(low, Type.NUMBER),
        "best": Leaf(f"CASE WHEN {low} = {high} THEN {low} ELSE {best} END", Type.NUMBER, null=True),
        "high": Leaf(high, Type.NUMBER, null=True),
        **more,
    }
    last = ',"unbounded":0' if unbounded else ""
    shortcuts = {
        f"{high} = 0": f"""'{{"text":"0","low":0,"best":0,"high":0{last}}}'""",
        few: f"""format('{{"text":"%%1$s","low":%%1$s,"best":%%1$s,"high":%%1$s{last}}}', trim_scale({low}))""",
    }
    return Group(
        fields,
        null_if=f"{low} IS NULL" if null else "",
        shortcuts={} if text else shortcuts,
        value=bounds_value((low, best, high), text=text, unbounded=unbounded),
    )


def bounds_value(bounds: tuple[str, str, str], *, text: str, unbounded: str) -> Value:
    """Return what a record holds for bounds: an estimate with its words, a sum, or a figure."""
    if text:
        return Value(stated, (text, *bounds))
    return Value(EstimateSum, (*bounds, unbounded)) if unbounded else Value(figure, bounds)


def window(prefix: str, *, stated: bool = True, deadline: str = "") -> Group:
    """Return the date window in the columns `<prefix>_start` and `_end`, and where stated `_text` and `_precision`.

    Days that were derived, or that stand in for an unknown date, are a range.
    """
    start, end = f"{prefix}_start", f"{prefix}_end"
    nothing = f"{start} IS NULL AND {end} IS NULL"
    ranged = f"CASE WHEN {start} = {end} THEN 'day' ELSE 'range' END"
    if not stated:
        words = f"CASE WHEN {start} = {end} THEN {start}::text ELSE window_words({start}, {end}, '') END"
        return _window("''", start, end, ranged, words=words, null_if=nothing)
    text, precision = f"{prefix}_text", f"{prefix}_precision"
    until = f"{end} IS NOT NULL AND ({f'{deadline} OR ' if deadline else ''}{precision} = 'deadline')"
    found = f"""CASE WHEN {nothing} THEN 'unknown' WHEN {until} THEN 'deadline'
        WHEN {precision} IN ('', 'unknown', 'deadline') THEN {ranged} ELSE {precision} END"""
    words = f"coalesce(nullif({text}, ''), window_words({start}, {end}, {found}))"
    return _window(text, start, end, found, words=words, null_if=f"{nothing} AND {text} = ''", kind=Type.TEXT)


def _window(
    text: str, start: str, end: str, precision: str, *, words: str, null_if: str, kind: Type = Type.PHRASE
) -> Group:
    return Group(
        {
            "text": Leaf(words, kind),
            "start": Leaf(start, Type.DAY, null=True),
            "end": Leaf(end, Type.DAY, null=True),
            "precision": Leaf(precision),
        },
        null_if=null_if,
        value=Value(stored_window, (text, start, end, precision)),
    )


def system(unit: str, *, table: str = "system") -> Tree:
    """Return the keys of every row about a system in a unit."""
    return {
        "system": Leaf(f"{table}.slug"),
        "system_name": Leaf(f"{table}.name", Type.TEXT),
        "kind": Leaf(f"{table}.kind"),
        "capability": Leaf(f"{table}.capability"),
        "unit": Leaf(unit),
    }


def made_of(make: Callable[..., Any], fields: dict[str, Leaf]) -> Group:
    """Return the group that is one value of all of its fields, in their order."""
    return Group(dict(fields), value=Value(make, tuple(leaf.sql for leaf in fields.values())))


def with_system(tree: Tree, *, table: str = "system") -> Tree:
    """Return the tree of a row about a system as a page reads it: the system is one value, with its short name."""
    ref = made_of(SystemRef, {name: Leaf(f"{table}.{name}") for name in SystemRef._fields})
    return {**without(tree, "system_name", "kind", "capability"), "system": ref}


SOURCE = made_of(
    SourceRef,
    {
        "id": Leaf("source.id", Type.WHOLE),
        "publisher": Leaf("source.publisher", Type.TEXT),
        "title": Leaf("source.title", Type.TEXT),
        "url": Leaf("source.url", Type.TEXT),
        "published": Leaf("source.published", Type.DAY, null=True),
        "grade": Leaf("source.grade"),
    },
)


def cited_words(fact: str) -> Tree:
    """Return what stands beside a fact: its words, remarks and source."""
    return {
        "quote": Leaf(f"{fact}.quote", Type.TEXT),
        "note": Leaf(f"{fact}.note", Type.TEXT),
        "confidence": Leaf(f"nullif({fact}.confidence, '')", null=True),
        "source": SOURCE,
    }


def optional(column: str) -> Leaf:
    """Return a word that is empty in the table where there is none, and null in a row."""
    return Leaf(f"nullif({column}, '')", null=True)


def stamp() -> Tree:
    """Return which version a row is right for and when it was computed, as parameters."""
    return {
        "dataset_version": Leaf("%(known)s", Type.WHOLE),
        "computed_at": Leaf("%(computed_at)s::timestamptz", Type.INSTANT),
    }
