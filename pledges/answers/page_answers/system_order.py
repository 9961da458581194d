"""The order in which systems are shown (asked for first, then by reach, kind and pledges), and their main row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from pledges.answers import StageRow
from pledges.models import System
from pledges.values.choices import Kind

RANGES = ("long", "medium", "short", "very_short")
HEADINGS = {
    Kind.SYSTEM: gettext_lazy("Systems"),
    Kind.MUNITION: gettext_lazy("Munitions"),
    Kind.COMPONENT: gettext_lazy("Components"),
    Kind.VEHICLE: gettext_lazy("Vehicles"),
    Kind.VESSEL: gettext_lazy("Vessels"),
    Kind.DRONE: gettext_lazy("Drones"),
    Kind.RADAR: gettext_lazy("Radars"),
    Kind.SERVICE: gettext_lazy("Services"),
}
"""Kinds as headings, where the plural is another word."""

KINDS = (Kind.SYSTEM, Kind.MUNITION, Kind.RADAR)


@dataclass(frozen=True, slots=True)
class Group:
    key: str
    rows: tuple[StageRow, ...]

    @property
    def label(self) -> str:
        kind = Kind(self.key)
        return str(HEADINGS.get(kind, kind.label))


def range_classes() -> dict[str, str]:
    """How far each system of the catalogue reaches, by slug; empty where that means nothing."""
    return dict(System.objects.values_list("slug", "range_class"))


def rank(word: str, ranking: Iterable[str]) -> int:
    places = list(ranking)
    return places.index(word) if word in places else len(places)


def shown_order(rows: Iterable[StageRow], *, ranges: dict[str, str]) -> list[StageRow]:
    """The rows as pages list them; rows without any pledge come only where something is asked for."""
    counted = [row for row in rows if row.pledges or row.required]

    def key(row: StageRow) -> tuple[object, ...]:
        return (
            row.required is None,
            rank(row.system.kind, KINDS),
            rank(ranges.get(row.system.slug, ""), RANGES),
            -row.pledges,
            row.system.slug,
            row.unit,
        )

    return sorted(counted, key=key)


def group_by_kind(rows: Iterable[StageRow]) -> list[Group]:
    by_kind: dict[str, list[StageRow]] = {}
    for row in rows:
        by_kind.setdefault(row.system.kind, []).append(row)
    order = sorted(by_kind, key=lambda kind: (rank(kind, KINDS), kind))
    return [Group(kind, tuple(by_kind[kind])) for kind in order]


def main_row(system: System, rows: list[StageRow]) -> StageRow | None:
    """The row of the usual unit, else the one with most pledges."""
    usual = [unit.unit for unit in sorted(system.units.all(), key=lambda unit: unit.position)]
    by_unit = {row.unit: row for row in rows if row.pledges}
    first = next((by_unit[unit] for unit in usual if unit in by_unit), None)
    return first or (rows[0] if rows else None)
