"""The order in which systems are shown (asked for first, then by reach, kind and pledges), and their main row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from meetings.choices import Capability
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

SHOWN_OF_KIND = 8
FEW = 3
"""Rows of one kind that stand open, and how many more are not worth a click."""

KINDS = (Kind.SYSTEM, Kind.MUNITION, Kind.RADAR)


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one kind; the first of them stand open, the others are one click away."""

    key: str
    rows: tuple[StageRow, ...]
    open_rows: int = 0

    @property
    def shown(self) -> tuple[StageRow, ...]:
        return self.rows[: self.open_rows]

    @property
    def folded(self) -> tuple[StageRow, ...]:
        return self.rows[self.open_rows :]

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

    return keep_units_together(sorted(counted, key=key))


def keep_units_together(ordered: Iterable[StageRow]) -> list[StageRow]:
    """The rows with all units of a system where its first one stands."""
    by_system: dict[str, list[StageRow]] = {}
    for row in ordered:
        by_system.setdefault(row.system.slug, []).append(row)
    return [row for rows in by_system.values() for row in rows]


def first_systems(ordered: Iterable[StageRow], *, most: int) -> list[StageRow]:
    """The rows of the first systems, each whole: as many systems as have so many rows together, at least one."""
    shown: list[StageRow] = []
    for row in ordered:
        if len(shown) >= most and row.system.slug != shown[-1].system.slug:
            break
        shown.append(row)
    return shown


@dataclass(frozen=True, slots=True)
class CapabilityGroup:
    """One capability: its first systems, and how many systems and rows it has in all."""

    key: str
    rows: tuple[StageRow, ...]
    systems: int
    total: int

    @property
    def label(self) -> str:
        return str(Capability(self.key).label)


def group_by_capability(ordered: Iterable[StageRow], *, most: int) -> list[CapabilityGroup]:
    """The first rows of every capability, in the order of the vocabulary."""
    families: dict[str, list[StageRow]] = {}
    for row in ordered:
        families.setdefault(row.system.capability, []).append(row)
    groups = []
    for word in (word.value for word in Capability if word.value in families):
        rows = families[word]
        first = first_systems(most_promised(rows), most=most)
        groups.append(CapabilityGroup(word, tuple(first), len({row.system.slug for row in rows}), len(rows)))
    return groups


def most_promised(rows: Iterable[StageRow]) -> list[StageRow]:
    """The rows with a need first, then those of most pledges; all units of a system together."""
    return keep_units_together(sorted(rows, key=lambda row: (row.required is None, -row.pledges)))


def group_by_kind(rows: Iterable[StageRow]) -> list[Group]:
    by_kind: dict[str, list[StageRow]] = {}
    for row in rows:
        by_kind.setdefault(row.system.kind, []).append(row)
    order = sorted(by_kind, key=lambda kind: (rank(kind, KINDS), kind))
    shown = {kind: len(first_systems(rows, most=SHOWN_OF_KIND)) for kind, rows in by_kind.items()}
    return [Group(kind, tuple(by_kind[kind]), unfold_few(shown[kind], len(by_kind[kind]))) for kind in order]


def unfold_few(shown: int, total: int) -> int:
    """So many rows stand open: all of them where hardly any would be left to fold away."""
    return total if total - shown <= FEW else shown


def main_row(system: System, rows: list[StageRow]) -> StageRow | None:
    """The row of the usual unit, else the one with most pledges."""
    usual = [unit.unit for unit in sorted(system.units.all(), key=lambda unit: unit.position)]
    by_unit = {row.unit: row for row in rows if row.pledges}
    first = next((by_unit[unit] for unit in usual if unit in by_unit), None)
    return first or (rows[0] if rows else None)
