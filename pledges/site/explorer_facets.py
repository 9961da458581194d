"""The facets of the explorer and the filters in force, each with the address that it leads to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from pledges.answers.explorer import Counts, Names
from pledges.answers.filters import PLEDGE_PARAMETERS
from pledges.answers.pledge_dimensions import DIMENSIONS
from pledges.site.explorer_page import Explorer
from pledges.words.figure_words import number, units
from pledges.words.kept_words import write_once
from pledges.words.party_names import say_row_name
from pledges.words.vocabulary_words import VOCABULARIES, label, space_word

Pairs = list[tuple[str, str]]
Words = str | Promise

TOP, MOST = 7, 500
"""So many values of a facet are listed at first, and so many at most."""

PLACES = ("after", "before")
NAMES = list(DIMENSIONS)
FACETS = (*NAMES[: NAMES.index("meeting")], "announced", *NAMES[NAMES.index("meeting") :])
"""The facets in the order of the page."""

LABELS: dict[str, Words] = {
    **{name: dimension.label for name, dimension in DIMENSIONS.items()},
    "announced": gettext_lazy("Year of announcement"),
    "q": gettext_lazy("Words"),
    "counted": gettext_lazy("Counted"),
}

OPEN = ("status", "overdue", "donor", "capability", "system", "announced")
"""Those whose values are in sight from the start; others open with a click, or where something is chosen."""

SORTS = {name: dimension.sort for name, dimension in DIMENSIONS.items() if dimension.sort}
IN_ORDER = ("status", "overdue", "announced", "stage", "grade")
"""Facets whose values have an order of their own; all others come with the most frequent first."""

PERIOD = ("announced_after", "announced_before")


@dataclass(frozen=True, slots=True)
class Address:
    """The address of this page, and those that differ from it by some parameters."""

    path: str
    pairs: Pairs
    prefix: str = ""

    @classmethod
    def of(cls, path: str, query: Iterable[tuple[str, list[str]]]) -> Address:
        """The address without empty parameters and without the place in the list."""
        kept = [(name, value) for name, values in query for value in values if value and name not in PLACES]
        return cls(path, kept, f"{path}?{urlencode([*kept, ('', '')])}"[:-1])

    def at(self, pairs: Pairs) -> str:
        return f"{self.path}?{urlencode(pairs)}" if pairs else self.path

    def with_values(self, *pairs: tuple[str, str]) -> str:
        return self.at([*self.pairs, *pairs])

    def without_values(self, *pairs: tuple[str, str]) -> str:
        return self.at([pair for pair in self.pairs if pair not in pairs])

    def with_replaced(self, *, without: Iterable[str] = (), **values: str) -> str:
        """The address with these values in place of those that the parameters have; an empty one is left out."""
        gone = {*without, *values}
        kept = [pair for pair in self.pairs if pair[0] not in gone]
        return self.at([*kept, *((name, value) for name, value in values.items() if value)])

    def only(self, names: Iterable[str]) -> Pairs:
        return [pair for pair in self.pairs if pair[0] in names]


@dataclass(frozen=True, slots=True)
class Choice:
    name: str
    label: str
    count: str
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FacetBox:
    """A facet with those of its values that are listed; `all_href` lists all, `fewer_href` only the first again."""

    name: str
    label: Words
    choices: list[Choice]
    chosen: int
    open: bool
    total: int
    all_href: str
    fewer_href: str


def value_label(name: str, value: str, names: Names) -> str:
    if name in SORTS:
        return say_row_name(value, names.labels(SORTS[name]).get(value, value))
    if name == "unit":
        return units(value).capitalize()
    return label(value, name) if name in VOCABULARIES else value


@write_once
def count_words(count: int) -> str:
    return number(count)


def facet_boxes(shown: Explorer, address: Address, *, expanded: tuple[str, ...]) -> list[FacetBox]:
    boxes = []
    for name in FACETS:
        box = facet_box(name, LABELS[name], shown.counts[name], shown.names, address, everything=name in expanded)
        if box.chosen or (box.total > 1 and name != "attributed_to"):
            boxes.append(box)
    return boxes


def facet_box(
    name: str, heading: Words, counts: Counts, names: Names, address: Address, *, everything: bool
) -> FacetBox:
    """One facet: the chosen values first, then the others."""
    chosen = chosen_values(name, address)
    labels = names.labels(SORTS[name]) if name in SORTS else {}
    listed = {value: counts.get(value, 0) for value in chosen} | counts
    words = {
        value: say_row_name(value, labels[value]) if labels.get(value) else value_label(name, value, names)
        for value in listed
    }
    order = sorted(listed, key=lambda value: (value not in chosen, *place_of(name, value, listed, words)))
    shown = order[: MOST if everything else max(TOP, len(chosen))]
    choices = [
        Choice(
            value,
            words[value],
            count_words(listed[value]),
            toggle_value(name, value, address, chosen),
            value in chosen,
        )
        for value in shown
    ]
    return FacetBox(
        name=name,
        label=heading,
        choices=choices,
        chosen=len(chosen),
        open=name in OPEN or bool(chosen) or everything,
        total=len(listed),
        all_href=address.with_values(("facet", name)) + f"#facet-{name}" if len(order) > len(shown) else "",
        fewer_href=address.without_values(("facet", name)) + f"#facet-{name}" if everything else "",
    )


def place_of(name: str, value: str, counts: Counts, words: dict[str, str]) -> tuple[object, ...]:
    if name == "announced":
        return (-int(value),)
    if name in IN_ORDER:
        return (list(VOCABULARIES[name]).index(VOCABULARIES[name](value)),)
    return (-counts[value], words[value].casefold())


def chosen_values(name: str, address: Address) -> list[str]:
    """The values of a facet that are chosen; a year is, where the period is exactly that year."""
    if name != "announced":
        return [value for parameter, value in address.pairs if parameter == name]
    after, before = (dict(address.pairs).get(end, "") for end in PERIOD)
    year = after[:4]
    return [year] if (after, before) == (f"{year}-01-01", f"{year}-12-31") else []


def toggle_value(name: str, value: str, address: Address, chosen: list[str]) -> str:
    if name == "announced":
        ends = ("", "") if value in chosen else (f"{value}-01-01", f"{value}-12-31")
        return address.with_replaced(**dict(zip(PERIOD, ends, strict=True)))
    if value in chosen:
        return address.without_values((name, value))
    return f"{address.prefix}{name}={value}"


def chips(address: Address, names: Names) -> list[dict[str, str]]:
    """Each filter in force with the address without it."""
    return [
        {
            "name": str(LABELS.get(name) or space_word(name).capitalize()),
            "value": value_label(name, value, names),
            "without": address.without_values((name, value)),
        }
        for name, value in address.pairs
        if name in PLEDGE_PARAMETERS
    ]
