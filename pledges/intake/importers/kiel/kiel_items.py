"""Finds the catalogue's system for an item as Kiel names it, or what to suggest where there is none."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.utils.text import slugify

from pledges.intake.donor_names import DonorNames
from pledges.intake.importers.kiel.kiel_cells import fold, plain
from pledges.intake.importers.kiel.kiel_types import Nature, nature_of
from pledges.intake.importers.suggestions import Suggestion
from pledges.models import Package, System
from pledges.models.import_mappings import SuggestionKind

ITEMS = Path(__file__).with_name("kiel_items.csv")
SLUG_LENGTH = 60
UNIT_WORDS = {
    "ammunition": "round",
    "round": "round",
    "missile": "missile",
    "rocket": "missile",
    "launcher": "launcher",
    "radar": "radar",
    "battery": "battery",
    "gun": "gun",
    "vehicle": "vehicle",
}
"""Words of an item's name that say in which of a system's units it is counted."""


@cache
def known_items() -> dict[str, tuple[str, str]]:
    """System and unit of the items whose counting unit was looked up by hand."""
    with ITEMS.open(encoding="utf-8", newline="") as lines:
        return {row["item"]: (row["system"], row["unit"]) for row in csv.DictReader(lines)}


@dataclass(slots=True)
class ItemCatalogue:
    """Items and donors by folded name, and the suggestions that a file gives rise to."""

    systems: dict[str, str]
    units: dict[str, list[str]]
    donors: DonorNames
    packages: set[str] = field(default_factory=set)
    suggested: dict[str, tuple[str, str]] = field(default_factory=dict)
    suggestions: dict[tuple[str, str], Suggestion] = field(default_factory=dict)
    rows: Counter[tuple[str, str]] = field(default_factory=Counter)

    @classmethod
    def load(cls) -> ItemCatalogue:
        systems, units = {}, {}
        for system in System.objects.prefetch_related("aliases", "units").order_by("slug"):
            ordered = sorted(system.units.all(), key=lambda unit: unit.position)
            units[system.slug] = [unit.unit for unit in ordered]
            for name in (*(one.alias for one in system.aliases.all()), system.name, system.short_name, system.slug):
                systems[fold(name)] = system.slug
        donors = DonorNames.load()
        return cls(systems, units, donors, set(Package.objects.values_list("slug", flat=True)))

    def system_of(self, item: str, *, item_type: str, sub_type: str) -> tuple[str, str]:
        """Slug and unit of an item; one that the catalogue lacks is suggested."""
        name = fold(item)
        nature = nature_of(name, item_type=fold(item_type), sub_type=fold(sub_type))
        known = known_items().get(name)
        if known and known[0] in self.units:
            return known
        slug = self.systems.get(name) or (slugify(name) if slugify(name) in self.units else "")
        if slug:
            return slug, unit_among(self.units[slug], name, nature)
        return self.suggest_system(name, plain(item), nature)

    def suggest_system(self, name: str, stated: str, nature: Nature) -> tuple[str, str]:
        """Note an item that the catalogue lacks, and return the slug and unit that it would have."""
        if name not in self.suggested:
            slug = slug_of(name)
            self.suggested[name] = (slug, nature.unit.value)
            self.suggestions[SuggestionKind.SYSTEM, name] = Suggestion(
                kind=SuggestionKind.SYSTEM,
                slug=slug,
                name=stated[:150],
                system_kind=nature.kind.value,
                capability=nature.capability.value,
                unit=nature.unit.value,
            )
        self.rows[SuggestionKind.SYSTEM, name] += 1
        return self.suggested[name]

    def donor_of(self, stated: str) -> str:
        """A donor's code; a name that no donor has comes back as it stands, and is suggested."""
        name = fold(stated)
        if known := self.donors.get(plain(stated)):
            return known
        close = self.donors.nearest(plain(stated))
        suggestion = Suggestion(SuggestionKind.DONOR, slug=close.code if close else "", name=plain(stated)[:200])
        self.suggestions.setdefault((SuggestionKind.DONOR, name), suggestion)
        self.rows[SuggestionKind.DONOR, name] += 1
        return plain(stated)

    def suggest_package(self, slug: str, name: str, *, rows: int) -> None:
        """Note a package that the catalogue lacks."""
        if slug not in self.packages:
            self.suggestions[SuggestionKind.PACKAGE, slug] = Suggestion(SuggestionKind.PACKAGE, slug, name[:200])
            self.rows[SuggestionKind.PACKAGE, slug] = rows

    def all_suggestions(self) -> list[Suggestion]:
        """Every suggestion with the number of rows behind it."""
        return [suggestion.with_rows(self.rows[key]) for key, suggestion in self.suggestions.items()]


def slug_of(name: str) -> str:
    """A slug for a folded name; a long one is cut and marked, so that no two names share it."""
    slug = slugify(name) or "item"
    if len(slug) <= SLUG_LENGTH and slug != "item":
        return slug
    mark = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{slug[: SLUG_LENGTH - 9].rstrip('-')}-{mark}"


def unit_among(units: list[str], name: str, nature: Nature) -> str:
    """The unit that an item is counted in: the one in its name, of its sub-type, or the usual one."""
    for word, unit in UNIT_WORDS.items():
        if word in name and unit in units:
            return unit
    return nature.unit.value if nature.unit.value in units else units[0]
