"""By what pledges are told apart: one table for the filters, facets and groups of pages, API, charts and files.

A dimension has one name everywhere: of the parameter, of the facet, and as a word of `group_by`. To add one whose
values stand in the states, a row here and a field of PledgeFilters are enough.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings.choices import Capability, SourceGrade
from meetings.models import JOINT, Coalition, Donor, Forum, Initiative, Meeting
from pledges.answers.row_names import MEETING_TITLE
from pledges.models import Package, System
from pledges.values.choices import AidType, GroupBy, Kind, Overdue, PartyRole, Provision, Stage, StatusWord, Unit

NONE = "none"
"""The value that asks for pledges which name no meeting, coalition, initiative or package, and their group."""

UNDATED = "undated"
"""The group of pledges whose window lies in no single period."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A part of the catalogue: what addresses call a row, and its full name as SQL over `named`."""

    model: type[models.Model]
    value: str = "slug"
    name: str = "named.name"

    @property
    def table(self) -> str:
        return self.model._meta.db_table


CATALOGUE = {
    "donor": Listed(Donor, "code"),
    "system": Listed(System),
    "meeting": Listed(Meeting, name=MEETING_TITLE),
    "forum": Listed(Forum),
    "coalition": Listed(Coalition),
    "initiative": Listed(Initiative),
    "package": Listed(Package),
}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a vocabulary in a column of the states."""

    column: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """The key of something of the catalogue in a column of the states; `may_miss` where a pledge may name none."""

    column: str
    sort: str
    may_miss: bool = False


@dataclass(frozen=True, slots=True)
class Trait:
    """What the catalogue says of what a pledge names: a word in a column, or something else of the catalogue."""

    of: Key
    part: str
    words: tuple[str, ...] = ()

    @property
    def sort(self) -> str:
        return "" if self.words else self.part


@dataclass(frozen=True, slots=True)
class Line:
    """A word that lines of the ledger carry; a pledge may have several."""

    column: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Whom a part of a pledge counts for; a pledge may have several."""

    sort: str = "donor"


@dataclass(frozen=True, slots=True)
class Party:
    """Who takes part, or in which role; both are one choice, of a party that has both."""

    sort: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """The period of so many months in which a window lies whole."""

    window: str
    months: int


Source = Word | Key | Trait | Line | Part | Party | Period


@dataclass(frozen=True, slots=True)
class Dimension:
    """Where the values come from; how its facet is headed; what the API says of the filter, and the filter's field."""

    of: Source
    label: str | Promise = ""
    about: str = ""
    field: str = ""

    @property
    def sort(self) -> str:
        """The part of the catalogue that names the values; nothing where they are words."""
        return getattr(self.of, "sort", "")

    @property
    def words(self) -> tuple[str, ...]:
        return getattr(self.of, "words", ())

    @property
    def besides(self) -> tuple[str, ...]:
        """The values that are no name of the catalogue."""
        if isinstance(self.of, Part | Party):
            return (JOINT,)
        key = self.of.of if isinstance(self.of, Trait) else self.of
        return (NONE,) if isinstance(key, Key) and key.may_miss else ()


SYSTEM, MEETING = Key("system", "system"), Key("meeting", "meeting", may_miss=True)

DIMENSIONS: dict[str, Dimension] = {
    "status": Dimension(Word("status", tuple(StatusWord.values)), _("State"), "Status words.", "statuses"),
    "overdue": Dimension(Word("overdue", tuple(Overdue.values)), _("Lateness"), "Lateness.", "overdue"),
    "donor": Dimension(
        Party(sort="donor"),
        _("Donor"),
        "Who takes part in any role, or with `role` in that one, by code; JOINT for what cannot be attributed.",
        "donors",
    ),
    "role": Dimension(
        Party(words=tuple(PartyRole.values)),
        _("Role of the donor"),
        "Roles that somebody has, or with `donor` that donor.",
        "roles",
    ),
    "attributed_to": Dimension(
        Part(),
        _("Counted for"),
        "Donors that a part of the pledge counts for in the sums per donor, by code; JOINT for the rest.",
        "attributed_to",
    ),
    "capability": Dimension(
        Trait(SYSTEM, "capability", tuple(Capability.values)),
        _("Capability"),
        "What the system is for.",
        "capabilities",
    ),
    "kind": Dimension(Trait(SYSTEM, "kind", tuple(Kind.values)), _("Kind"), "Kinds of system.", "kinds"),
    "system": Dimension(SYSTEM, _("System"), "Systems by slug.", "systems"),
    "unit": Dimension(Word("unit", tuple(Unit.values)), _("Unit"), "Units in which the system is counted.", "units"),
    "meeting": Dimension(MEETING, _("Meeting"), "Meetings by slug, or none.", "meetings"),
    "forum": Dimension(Trait(MEETING, "forum"), _("Forum"), "Forums of the meeting, by slug, or none.", "forums"),
    "coalition": Dimension(
        Key("coalition", "coalition", may_miss=True), _("Coalition"), "Coalitions by slug, or none.", "coalitions"
    ),
    "initiative": Dimension(
        Key("initiative", "initiative", may_miss=True), _("Initiative"), "Initiatives by slug, or none.", "initiatives"
    ),
    "package": Dimension(
        Key("package", "package", may_miss=True), _("Package"), "Packages by slug, or none.", "packages"
    ),
    "stage": Dimension(
        Line("stage", tuple(Stage.values)),
        _("Stage reached"),
        "A line of the ledger that counts says that something reached this stage.",
        "stages",
    ),
    "grade": Dimension(
        Line("grade", tuple(SourceGrade.values)),
        _("Source"),
        "A line of the ledger that counts has a source of this grade.",
        "grades",
    ),
    "aid_type": Dimension(Word("aid_type", tuple(AidType.values)), _("Aid"), "Kinds of aid.", "aid_types"),
    "provision": Dimension(
        Word("provision", tuple(Provision.values)), _("Origin"), "Where it comes from, as stated.", "provisions"
    ),
    "beneficiary": Dimension(
        Key("beneficiary", "donor"), _("Beneficiary"), "Who receives it, by code.", "beneficiaries"
    ),
}
"""By name, in the order of the facets. Those with a field are filters; GroupBy says which are groups."""

LENGTHS = {"month": 1, "quarter": 3, "year": 12}
PERIODS = {
    f"{window}_{length}": Dimension(Period(window, months))
    for window in ("announced", "delivered")
    for length, months in LENGTHS.items()
}
GROUPS = {key.value: (DIMENSIONS | PERIODS)[key.value] for key in GroupBy}
"""What pledges can be grouped by. Donor and role are there those through which parts are attributed, stage that which a
part has come to."""


@dataclass(frozen=True, slots=True)
class Range:
    """A bound of a day, a quantity or a value: what the API says of it, and its condition on the states."""

    about: str
    condition: str
    is_day: bool = False


DUE_AFTER = "coalesce(st.due_end, 'infinity') >= {} AND (st.due_start IS NOT NULL OR st.due_end IS NOT NULL)"
RANGES = {
    "announced_after": Range(
        "Announced on this day or later, as far as the date is known.", "st.announced_end >= {}", is_day=True
    ),
    "announced_before": Range(
        "Announced on this day or earlier, as far as the date is known.", "st.announced_start <= {}", is_day=True
    ),
    "due_after": Range("Due on this day or later, as far as the date is known.", DUE_AFTER, is_day=True),
    "due_before": Range(
        "Due on this day or earlier, as far as the date is known.",
        "coalesce(st.due_start, st.due_end) <= {}",
        is_day=True,
    ),
    "delivered_after": Range(
        "Something delivered on this day or later, as far as the date is known.", "st.delivered_end >= {}", is_day=True
    ),
    "delivered_before": Range(
        "Something delivered on this day or earlier, as far as the date is known.",
        "st.delivered_start <= {}",
        is_day=True,
    ),
    "quantity_certainly_min": Range("At least so many promised, whatever the true number is.", "st.promised_low >= {}"),
    "quantity_possibly_min": Range(
        "So many may be promised: the high satisfies it, or there is none.",
        "coalesce(st.promised_high, 'Infinity') >= {}",
    ),
    "quantity_certainly_max": Range("At most so many promised, whatever the true number is.", "st.promised_high <= {}"),
    "quantity_possibly_max": Range("So many or fewer may be promised: the low satisfies it.", "st.promised_low <= {}"),
    "value_certainly_min": Range(
        "Worth at least so many euro, whatever the true value is.", "st.value_promised_low >= {}"
    ),
    "value_possibly_min": Range(
        "May be worth so many euro: the high satisfies it, or there is none.",
        "st.value_promised_low IS NOT NULL AND coalesce(st.value_promised_high, 'Infinity') >= {}",
    ),
    "value_certainly_max": Range(
        "Worth at most so many euro, whatever the true value is.", "st.value_promised_high <= {}"
    ),
    "value_possibly_max": Range(
        "May be worth so many euro or less: the low satisfies it.", "st.value_promised_low <= {}"
    ),
}
"""By name of the parameter, which is the field of PledgeFilters, too."""
