"""What a figure is about, looked up in the catalogue; and the nearest address where there is no such figure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from meetings.choices import Capability
from meetings.models import JOINT
from pledges.answers.figure_addresses import (
    ABOUT,
    FORMS,
    GAP,
    HEADROOM,
    PATHS,
    UNITS,
    FigureAddress,
    UnknownFigureError,
    parse_figure_address,
)
from pledges.answers.filters.parameter import RefusedError
from pledges.answers.moment_relations import fetch
from pledges.answers.pledge_dimensions import CATALOGUE
from pledges.answers.row_names import JOINT_NAME
from pledges.models import System
from pledges.projections.donor_attribution import is_part
from pledges.projections.stage_sums import ATTRIBUTIONS
from pledges.values.nearest_word import nearest_word

PATH_WORDS = {word for path in PATHS for word in path.split(":")}
COLUMNS = {"meeting": "st.meeting_id", "coalition": "st.coalition_id"}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure is about: its address with the conditions on states `st` that find the pledges concerned.

    `name` is that of the donor, meeting, coalition or capability, `system_name` that of the system.
    """

    address: FigureAddress
    name: str
    system_name: str
    conditions: tuple[str, ...]
    params: dict[str, Any]

    @property
    def donor(self) -> str:
        """The donor whose part it is; blank where it is nobody's."""
        return self.address.key if self.address.about in ("donor", HEADROOM) else ""

    @property
    def system(self) -> str:
        return system_of(self.address)


def system_of(address: FigureAddress) -> str:
    """The slug of the system of a figure; blank where it is of several."""
    return address.key if address.about == "system" else address.system


def subject_of(word: str) -> Subject:
    """Read the address of a figure, and look up what it is about.

    :raises RefusedError: there is no such figure; naming the nearest.
    """
    try:
        address = parse_figure_address(word)
    except UnknownFigureError as error:
        near = nearest_address(word)
        raise RefusedError(str(error).removesuffix(f" {FORMS}"), code="unknown_value", **advise(near)) from None
    return look_up(address, word)


def look_up(address: FigureAddress, word: str) -> Subject:
    """Find the system and the key of a figure.

    :raises RefusedError: one of them does not exist.
    """
    system, key = system_of(address), address.key if address.about != "system" else ""
    found_system = row_of("system", system) if system else (0, "")
    found_key = row_of("donor" if address.about == HEADROOM else address.about, key) if key else (0, "")
    missing = [name for name, found in ((system, found_system), (key, found_key)) if found is None]
    if found_system is None or found_key is None:
        raise RefusedError(f"there is no {missing[0]!r}.", code="unknown_value", **advise(nearest_address(word)))
    conditions: list[str] = []
    params: dict[str, Any] = {}
    if system:
        conditions.append("st.system_id = %(system_id)s")
        params["system_id"] = found_system[0]
    if address.unit:
        conditions.append("st.unit = %(unit)s")
        params["unit"] = address.unit
    if key:
        conditions.append(condition_of(address.about))
        params |= {"donor": key, "key_id": found_key[0], "capability": key}
    return Subject(address, found_key[1], found_system[1], tuple(conditions), params)


def condition_of(about: str) -> str:
    """The condition that a state concerns the key of a figure."""
    if about in COLUMNS:
        return f"{COLUMNS[about]} = %(key_id)s"
    if about == "capability":
        return "st.system_id IN (SELECT id FROM pledges_system WHERE capability = %(capability)s)"
    return f"st.terms_id IN (SELECT terms_id FROM {ATTRIBUTIONS} AS part WHERE donor_code = %(donor)s AND {is_part()})"


def row_of(sort: str, value: str) -> tuple[int, str] | None:
    """The key and the name of a row of the catalogue."""
    if sort == "capability":
        return (0, str(Capability(value).label)) if value in Capability.values else None
    if (sort, value) == ("donor", JOINT):
        return 0, JOINT_NAME
    listed = CATALOGUE[sort]
    name = "named.short_name" if sort == "system" else listed.name
    sql = f"SELECT named.id, {name} FROM {listed.table} AS named WHERE named.{listed.value} = %(value)s"
    found = fetch(sql, {"value": value})
    return (found[0][0], found[0][1]) if found else None


def advise(near: str) -> dict[str, str]:
    return {"hint": f"Did you mean {near}?" if near else FORMS, "nearest": near}


def nearest_address(word: str) -> str:
    """The address of a figure that a word comes near; blank where none does."""
    first, *rest = word.strip().split(":")
    about = first if first in ABOUT else nearest_word(first, ABOUT)
    if not about:
        return ""
    systems = set(System.objects.values_list("slug", flat=True))
    parts = [about]
    for at, part in enumerate(rest):
        known = keys_of(about) if at == 0 and about not in ("all", GAP, "system") else systems | UNITS | PATH_WORDS
        parts.append(part if part in known else nearest_word(part, sorted(known)) or part)
    return next((near for near in completions(parts) if is_figure(near)), "")


def keys_of(about: str) -> set[str]:
    sort = "donor" if about == HEADROOM else about
    if sort == "capability":
        return set(Capability.values)
    listed = CATALOGUE[sort]
    names = set(listed.model._default_manager.values_list(listed.value, flat=True))
    return names | {JOINT} if sort == "donor" else names


def completions(parts: list[str]) -> Iterable[str]:
    """The address of these parts, and with what it may lack: the usual unit of its system, or what is promised."""
    yield ":".join(parts)
    of_all = "value_eur:promised" if len(parts) <= 2 and parts[0] != "system" else "promised"
    yield ":".join([*parts, of_all])
    at = 2 if parts[0] in ("system", GAP) else 3
    if len(parts) >= at:
        usual = usual_unit(parts[at - 1])
        yield ":".join([*parts[:at], usual, *parts[at:]])
        yield ":".join([*parts[:at], usual, "promised"])


def usual_unit(system: str) -> str:
    """The unit that most pledges of a system are counted in."""
    found = fetch(
        """SELECT p.unit FROM pledges_pledge AS p JOIN pledges_system AS s ON s.id = p.system_id
        WHERE s.slug = %(system)s GROUP BY p.unit ORDER BY count(*) DESC, p.unit LIMIT 1""",
        {"system": system},
    )
    return str(found[0][0]) if found else ""


def is_figure(word: str) -> bool:
    try:
        look_up(parse_figure_address(word), "")
    except (UnknownFigureError, RefusedError):
        return False
    return True
