"""Reads the cells of one row: every fault becomes a problem, and reading goes on."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_DOWN, Decimal, InvalidOperation
from functools import cache
from typing import TypeVar, cast

from django.db.models import TextChoices

from meetings.models import Donor
from pledges.intake.asserted_totals import claim_in
from pledges.intake.catalogue_snapshot import Catalogue
from pledges.intake.cell_problems import CellProblem, did_you_mean, did_you_mean_code
from pledges.intake.cell_words import read_estimate, read_units, read_window, unit_named, words_of_systems
from pledges.intake.donor_words import parties_hint, parties_in_words
from pledges.intake.group_names import GroupNames
from pledges.intake.row_columns import Column
from pledges.intake.table_days import fault_of_day, single_day
from pledges.ledger import Json
from pledges.models import System
from pledges.values.choices import NameKind, PartyRole, Unit, unit_label
from pledges.values.dates import DateError, DateWindow
from pledges.values.estimates import Estimate, EstimateError, parse
from pledges.values.nearest_word import nearest_word
from pledges.values.unit_words import GENERAL

LONGEST_WORDS = 200

CLEARED = "none"
"""The word that clears a cell of terms, or of a fact that is corrected; a blank one leaves it as it was."""


NAMING_COLUMNS = {
    "donors": NameKind.DONOR,
    "beneficiary": NameKind.DONOR,
    "system": NameKind.SYSTEM,
    "coalition": NameKind.COALITION,
    "initiative": NameKind.INITIATIVE,
    "package": NameKind.PACKAGE,
}
"""Columns whose cells name something that a steward can be asked for."""

FEW = 10
"""Up to how many names a hint lists."""

Made = TypeVar("Made")

SMALLEST_SHARE = Decimal("0.0000000001")
"""Shares are kept to ten places, and rounded down, so that parts never exceed the whole."""


@dataclass(slots=True)
class RowReader:
    """One row, what it may name, the day it is read on, and the problems found so far.

    `unchanged` says that the ledger holds the row already, as it is; `replaces` are the facts that it acts on, and what
    it changes of them.
    """

    number: int
    row: dict[str, str]
    catalogue: Catalogue
    today: date
    problems: list[CellProblem] = field(default_factory=list)
    unchanged: bool = False
    replaces: list[Json] = field(default_factory=list)

    def once(self, step: Callable[..., Made], columns: Iterable[str], *more: Hashable) -> Made:
        """What a step makes of some cells, made once for all rows that say the same in them.

        Nothing is kept of cells that have problems. What comes back is shared between rows and never changed.
        """
        key = (step, more, *map(self.get, columns))
        made = self.catalogue.made
        if key in made:
            return cast(Made, made[key])
        before = len(self.problems)
        found = step(self, *more)
        if len(self.problems) == before:
            made[key] = found
        return found

    def get(self, column: str) -> str:
        """A cell as text, blank where it is absent."""
        return self.row.get(column, "")

    def clears(self, column: str) -> bool:
        """Whether a cell takes back what stood there before, by the word “none”."""
        return self.get(column).casefold() == CLEARED

    def problem(self, column: str, rule: str, message: str, hint: str = "") -> None:
        self.problems.append(CellProblem(self.number, column, self.get(column), rule, message, hint))

    def unknown_name(self, column: str, words: str, rule: str, message: str, hint: str) -> None:
        """Note a name that the catalogue lacks; one that a steward was asked for is waited for."""
        kind = NAMING_COLUMNS.get(column)
        asked = self.catalogue.who_asked(kind, words) if kind else ""
        if asked:
            rule, message = "waits_for_name", f"“{words}” waits for a steward: {asked}"
            hint = "the answer is filled in here; or write another name"
        self.problem(column, rule, message, hint)

    def require_cell(self, column: str, what: str) -> str:
        if not self.get(column):
            self.problem(column, "required", f"{what} is missing")
        return self.get(column)

    def choice(self, column: str, choices: type[TextChoices], *, default: str = "") -> str:
        value = self.get(column).lower().replace(" ", "_").replace("-", "_")
        if not value:
            return default
        if value not in words_of(choices):
            self.problem(column, "vocabulary", f"“{self.get(column)}” is no {column}", one_of(value, choices))
            return default
        return value

    def word(self, column: Column, *, default: str = "") -> str:
        """What the cell of a plain column says, in the word of its vocabulary where it has one."""
        default = default or column.default
        if column.vocabulary is None:
            return self.get(column.name) or default
        return self.choice(column.name, column.vocabulary, default=default)

    def proposed_meeting(self) -> str:
        """The name in addresses of the meeting that a cell names, where the same change set states it; else blank."""
        stated = self.get("meeting")
        names = (stated, self.catalogue.meetings.propose_slug(stated)) if stated else ()
        return next((name for name in names if name in self.catalogue.proposed_meetings), "")

    def key_by_name(self, column: str) -> int | None:
        """The key of a meeting, coalition, initiative or package, which the catalogue has under their plural."""
        known: GroupNames = getattr(self.catalogue, f"{column}s")
        value = self.get(column)
        slug = known.find(value) if value else ""
        if value and not slug and not (column == "meeting" and self.proposed_meeting()):
            message, hint = f"no {column} is called “{value}”", hint_of_name(known, value)
            self.unknown_name(column, value, "unknown_name", message, hint)
        return known.slugs.get(slug)

    def estimate(self, column: str, *, later_stage: bool = False, counted: bool = True) -> Estimate | None:
        """The bounds that the words of a cell set."""
        if not self.get(column):
            return None
        try:
            return self.read_number_words(self.get(column), counted=counted, later_stage=later_stage)
        except EstimateError as error:
            claim = claim_in(self.get(column))
            hint = f"a sum of all so far is a row of action asserted_total, its quantity “{claim[0]}”" if claim else ""
            self.problem(column, "estimate", str(error), hint or getattr(error, "hint", ""))
            return None

    def read_number_words(self, stated: str, *, counted: bool, later_stage: bool) -> Estimate:
        """The bounds that words set; where one is not understood it may be of the name of a system.

        :raises EstimateError: they set none.
        """
        try:
            return read_estimate(stated, counted=counted, later_stage=later_stage)
        except EstimateError:
            if not counted:
                raise
            names = frozenset[str]().union(*words_of_systems(self.catalogue).values())
            return parse(stated, later_stage=later_stage, names=names)

    def window(self, column: str, *, anchor: date, back: bool = False) -> DateWindow | None:
        """The days that the words of a cell name; of what has happened they look back from the anchor."""
        if not self.get(column):
            return None
        try:
            return read_window(self.get(column), anchor=anchor, back=back)
        except DateError as error:
            self.problem(column, "date", str(error), getattr(error, "hint", ""))
            return None

    def day(self, column: str) -> date | None:
        if not self.get(column):
            return None
        day = single_day(self.get(column))
        if day is None:
            self.problem(column, "date", *fault_of_day(self.get(column)))
        return day

    def donor(self, code: str, column: str = "donors") -> Donor | None:
        found = self.catalogue.donor_names.find(code)
        if found is None:
            close = self.catalogue.donor_names.nearest(code)
            hint = parties_hint(code, self.catalogue.donors)
            hint = hint or (did_you_mean_code(close.code, close.name) if close else "")
            hint = hint or "a code such as DEU, a name, or XUN for a donor whom the source does not name"
            self.unknown_name(column, code, "unknown_donor", f"no donor is called “{code}”", hint)
        return found

    def system(self) -> System | None:
        value = self.require_cell("system", "the system")
        found = self.catalogue.find_system(value)
        if value and found is None:
            close = self.catalogue.systems.get(nearest_word(value, self.catalogue.systems))
            hint = did_you_mean_code(close.slug, close.short_name) if close else ""
            self.unknown_name("system", value, "unknown_system", f"no system is called “{value}”", hint)
        return found

    def unit(self, system: System | None) -> str:
        """A unit in which the system is counted; its only one where the cell is blank."""
        if system is None:
            return self.get("unit")
        units = self.catalogue.units[system.pk]
        stated = self.get("unit")
        value = unit_named(stated)
        if not value and len(units) == 1:
            value = units[0]
        value = self.unit_beside_number(system.pk, value)
        if value not in units:
            message = f"{system.short_name} is not counted in “{stated}”" if value else "the unit is missing"
            self.problem("unit", "unit_of_system", message, f"one of {', '.join(units)}")
        return value

    def unit_beside_number(self, system: int, value: str) -> str:
        """The unit that the quantity names where the row names none; a problem where it names another one."""
        found = read_units(self.get("quantity"))
        if found is None:
            return value
        named, word = found
        fitting = [unit for unit in self.catalogue.units[system] if unit in named]
        if not value:
            return fitting[0] if len(fitting) == 1 else value
        # "System" and "piece" are said of anything; and the name of a system may hold the word for another unit.
        vague = not fitting and (named <= GENERAL or word in words_of_systems(self.catalogue).get(system, ()))
        if value in words_of(Unit) and value not in named and not vague:
            counted = unit_label(value, plural=True)
            other = f", or unit {' or '.join(fitting)}" if fitting else ""
            self.problem("quantity", "unit_of_quantity", f"“{word}” are not {counted}", f"how many {counted}{other}")
        return value

    def parties(self) -> list[Json]:
        """The parties of a pledge: `DEU:funder:0.5;NOR:funder:0.5`; a donor without a role is funder."""
        parties: list[Json] = []
        for part in self.stated_parties():
            code, role, share, words = [*(piece.strip() for piece in part.split(":", 3)), "", "", ""][:4]
            donor = self.donor(code)
            role = role.lower() or PartyRole.FUNDER.value
            if role not in words_of(PartyRole):
                self.problem("donors", "vocabulary", f"“{role}” is not a role", one_of(role, PartyRole))
            if len(words) > LONGEST_WORDS:
                self.problem("donors", "length", f"the words of {code} have {len(words)} characters", "up to 200")
            parties.append({"donor_id": donor and donor.pk, "role": role, "share": self.share(share), "words": words})
        keys = [(party["donor_id"], party["role"]) for party in parties]
        if len(set(keys)) < len(keys):
            self.problem(
                "donors", "donor_twice", "a donor stands twice in the same role", "one entry per donor and role"
            )
        for role in {party["role"] for party in parties}:
            if sum(Decimal(one["share"] or 0) for one in parties if one["role"] == role) > 1:
                self.problem("donors", "share_sum", f"the {role} shares add up to more than 1", "0.5 and 0.5")
        return parties

    def stated_parties(self) -> list[str]:
        """Each party as `code:role:share:words`; one in words, as in “DEU buys from USA”, in its parts."""
        stated: list[str] = []
        for part in filter(None, (one.strip() for one in self.get("donors").split(";"))):
            known = ":" in part or self.catalogue.donor_names.find(part)
            named = [] if known else parties_in_words(part, self.catalogue.donor_names)
            stated += [f"{code}:{role}" for code, role in named] or [part]
        return stated

    def share(self, stated: str) -> str | None:
        """A share of the whole, between 0 and 1."""
        if not stated:
            return None
        try:
            share = Decimal(stated)
        except InvalidOperation:
            share = Decimal("NaN")
        if not share.is_finite() or not SMALLEST_SHARE <= share <= 1:
            self.problem("donors", "share", f"“{stated}” is not a share", "a number above 0 and up to 1, as in 0.5")
            return None
        return number(share.quantize(SMALLEST_SHARE, rounding=ROUND_DOWN).normalize())


@cache
def words_of(choices: type[TextChoices]) -> frozenset[str]:
    return frozenset(choices.values)


def one_of(value: str, choices: type[TextChoices]) -> str:
    """The hint that names the closest word, or all of them."""
    return did_you_mean(value, choices.values) or f"one of {', '.join(choices.values)}"


def hint_of_name(known: GroupNames, stated: str) -> str:
    """The hint that names the closest slug, or all of them where they are few, or one of many."""
    if close := known.nearest(stated):
        return f"did you mean {close}?"
    slugs = sorted(known.slugs)
    if len(slugs) > FEW:
        return f"a name, number or slug, as in {slugs[-1]}"
    return f"one of {', '.join(slugs)}" if slugs else "the catalogue has none yet"


def estimate_columns(name: str, estimate: Estimate | None) -> Json:
    if estimate is None:
        return {}
    bounds = {"low": estimate.low, "best": estimate.best, "high": estimate.high}
    return {f"{name}_text": estimate.text, **{f"{name}_{end}": number(value) for end, value in bounds.items()}}


def window_columns(name: str, window: DateWindow | None) -> Json:
    if window is None:
        return {}
    return {
        f"{name}_text": window.text,
        f"{name}_start": window.start and window.start.isoformat(),
        f"{name}_end": window.end and window.end.isoformat(),
        f"{name}_precision": str(window.precision.value),
    }


def number(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
