"""Addresses of figures: one word with colons for what is said of which system, donor, meeting or coalition.

`system:patriot:battery:promised`, `donor:DEU:patriot:battery:delivered`, `donor:DEU:value_eur:promised`,
`meeting:udcg-27:overdue:certainly`, `all:pledges`, `gap:patriot:battery`, `headroom:USA:patriot`. What can be said is
what the tree of a sum has: a quantity is always of one system in one unit, money and counts need neither.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from pledges.answers.fields.field_tree import Group
from pledges.answers.fields.summary_fields import stage
from pledges.values.choices import AidType, Overdue, Unit
from pledges.values.stages import LAST_STAGE, OWED_STATUSES, QUANTITY_FIGURES, SECURED_STAGES

NESTED = ("overdue", "value_eur")
NO_FIGURE = "basis"
PATHS = tuple(
    f"{name}:{part}" if name in NESTED else name
    for name, field in stage("s").items()
    for part in (field.fields if name in NESTED and isinstance(field, Group) else [""])
    if part != NO_FIGURE
)
"""What a figure can be: the paths of the stage fields, with colons."""

SUBJECTS = {
    "all": "",
    "system": "system",
    "capability": "capability",
    "donor": "attributed_to",
    "meeting": "meeting",
    "coalition": "coalition",
}
"""What a figure can be about, with the filter that finds its pledges; a donor's are those attributed to it."""

GAP, HEADROOM = "gap", "headroom"
ABOUT, UNITS, KNOWN_PATHS = {*SUBJECTS, GAP, HEADROOM}, set(Unit.values), set(PATHS)
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*", re.ASCII)
FORMS = "For example system:patriot:battery:promised, donor:DEU:value_eur:promised or gap:patriot:battery."


class UnknownFigureError(ValueError):
    """A word that is the address of no figure."""

    def __init__(self, word: str) -> None:
        super().__init__(f"{word!r} is the address of no figure. {FORMS}")


@dataclass(frozen=True, slots=True)
class FigureAddress:
    """What a figure is about; `system` and `unit` narrow it down. A gap or headroom has no path, others one of PATHS.

    :raises UnknownFigureError: there is no such figure.
    """

    about: str
    key: str = ""
    system: str = ""
    unit: str = ""
    path: str = ""

    def __post_init__(self) -> None:
        names = [name for name in (self.key, self.system) if name]
        has_key = self.about not in ("all", GAP)
        known = self.about in ABOUT and all(NAME.fullmatch(name) for name in names)
        in_unit = self.unit in UNITS and bool(self.system or self.about == "system")
        if self.about in (GAP, HEADROOM):
            fits = bool(self.system) and not self.path and (in_unit or (self.about == HEADROOM and not self.unit))
        else:
            fits = self.path in KNOWN_PATHS and (in_unit or (not self.unit and self.path not in QUANTITY_FIGURES))
        twice = self.about == "system" and bool(self.system)
        if not known or not fits or twice or bool(self.key) != has_key:
            raise UnknownFigureError(str(self))

    def __str__(self) -> str:
        return ":".join(part for part in (self.about, self.key, self.system, self.unit, self.path) if part)


def parse_figure_address(word: str) -> FigureAddress:
    """Read an address.

    :raises UnknownFigureError: it is none.
    """
    about, *rest = word.split(":")
    if "" in rest:
        raise UnknownFigureError(word)
    path = ""
    if about in SUBJECTS:
        path = next((one for one in (":".join(rest[-2:]), *rest[-1:]) if one in PATHS), "")
        rest = rest[: len(rest) - len(path.split(":"))] if path else rest
    key = rest.pop(0) if rest and about not in ("all", GAP) else ""
    system = rest.pop(0) if rest and about != "system" else ""
    unit = rest.pop(0) if rest else ""
    if rest:
        raise UnknownFigureError(word)
    return FigureAddress(about, key, system, unit, path)


OWED = list(OWED_STATUSES)
FILTERS: dict[str, dict[str, list[str]]] = {
    "delivered": {"stage": [LAST_STAGE.value]},
    "firm": {"status": [word.value for word in OWED[1:]]},
    "outstanding": {"status": [word.value for word in OWED]},
    "secured": {"stage": [stage.value for stage in SECURED_STAGES]},
}
"""What finds the pledges that a figure of this name is made of; any other may be made of all.

A delivery whose date is not over yet counts up to its high, and leaves the state of its pledge as it was: such figures
are found by the lines of the ledger.
"""


def query_behind(address: FigureAddress) -> dict[str, str | list[str]]:
    """The filters that find the pledges which a figure adds up; of a gap, those that the need is met by."""
    name = address.path.split(":")[-1]
    subject = "attributed_to" if address.about == HEADROOM else SUBJECTS.get(address.about, "")
    system = address.key if address.about == "system" else address.system
    narrowed = {"system": system, "unit": address.unit} | ({subject: address.key} if address.key else {})
    query: dict[str, str | list[str]] = {name: value for name, value in narrowed.items() if value}
    query |= {"counted": "true", "aid_type": AidType.MILITARY.value}
    name = {HEADROOM: "outstanding", GAP: "secured"}.get(address.about, name)
    if address.path.startswith("overdue:") and name in Overdue.values:
        query["overdue"] = [name]
    else:
        query |= FILTERS.get(name, {})
    return query


def figures_behind(query: Mapping[str, Collection[str]]) -> list[FigureAddress]:
    """The figures that are made of the pledges which these filters find; none where other filters narrow them down."""
    subject = next((about for about, name in SUBJECTS.items() if about != "system" and query.get(name)), "")
    systems, units = list(query.get("system", ())), list(query.get("unit", ()))
    keys = list(query.get(SUBJECTS[subject], ())) if subject else []
    if any(len(values) > 1 for values in (systems, units, keys)):
        return []
    system, unit = "".join(systems), "".join(units)
    about, key = (subject, "".join(keys)) if subject else ("system", system) if system else ("all", "")
    wanted = {name: set(values) for name, values in query.items()}
    found = possible_figures(about, key, "" if about == "system" else system, unit)
    return [figure for figure in found if as_sets(query_behind(figure)) == wanted]


MAIN_PATHS = (*QUANTITY_FIGURES, "value_eur:promised", "value_eur:delivered", "pledges")
"""The figures that are offered of a list of all pledges of something."""


def main_figures(query: Mapping[str, Collection[str]]) -> list[FigureAddress]:
    """The figures that are made of the pledges which these filters find; of all pledges of something the main ones."""
    exact = figures_behind(query)
    whole = next((figure for figure in exact if figure.path == "pledges"), None)
    if whole is None:
        return exact
    found = possible_figures(whole.about, whole.key, whole.system, whole.unit)
    return sorted(
        (figure for figure in found if figure.path in MAIN_PATHS), key=lambda figure: MAIN_PATHS.index(figure.path)
    )


def possible_figures(about: str, key: str, system: str, unit: str) -> Iterator[FigureAddress]:
    for path in PATHS:
        try:
            yield FigureAddress(about, key, system, unit, path)
        except UnknownFigureError:
            continue


def as_sets(query: Mapping[str, str | list[str]]) -> dict[str, set[str]]:
    return {name: {values} if isinstance(values, str) else set(values) for name, values in query.items()}
