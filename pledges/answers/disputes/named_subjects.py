"""What the disputes of sources are about, by the names that stewards and sources give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from meetings.models import Coalition, Donor, Forum, Meeting
from pledges.answers.as_of import AsOf
from pledges.answers.figure_values import SystemRef
from pledges.answers.pledge_conditions import PledgeFilters
from pledges.answers.pledge_rows import PledgeRow, pledge_states
from pledges.answers.row_names import meeting_name
from pledges.models import ExternalReference, Stock, System


@dataclass(frozen=True, slots=True)
class Subject:
    """What a dispute is about, and whom and what it concerns."""

    kind: str
    key: str
    name: str
    donors: tuple[str, ...] = ()
    system: SystemRef | None = None
    unit: str | None = None
    meeting: str | None = None
    party: str = ""

    @property
    def address(self) -> str:
        return f"{self.kind}:{self.key}"


Subjects = Mapping[tuple[str, str], Subject]


def find_subjects(names: Iterable[tuple[str, str]], as_of: AsOf) -> Subjects:
    """The subjects that exist at the moment, by kind and name; the others are left out."""
    by_kind: dict[str, set[str]] = {}
    for kind, name in names:
        by_kind.setdefault(kind, set()).add(name)
    finders = {
        "coalition": coalitions_named,
        "donor": donors_named,
        "group": forums_named,
        "meeting": meetings_named,
        "system": systems_named,
    }
    found: dict[tuple[str, str], Subject] = {}
    for kind, wanted in by_kind.items():
        if kind in finders:
            found |= {(kind, subject.key): subject for subject in finders[kind](wanted)}
    found |= {("pledge", name): one for name, one in pledges_named(by_kind.get("pledge", set()), as_of).items()}
    return found | {("stock", name): one for name, one in stocks_named(by_kind.get("stock", set()), as_of).items()}


def coalitions_named(slugs: set[str]) -> list[Subject]:
    return [Subject("coalition", one.slug, one.name) for one in Coalition.objects.filter(slug__in=slugs)]


def donors_named(codes: set[str]) -> list[Subject]:
    return [Subject("donor", one.code, one.name, (one.code,)) for one in Donor.objects.filter(code__in=codes)]


def forums_named(slugs: set[str]) -> list[Subject]:
    return [Subject("group", one.slug, one.name) for one in Forum.objects.filter(slug__in=slugs)]


def meetings_named(slugs: set[str]) -> list[Subject]:
    found = Meeting.objects.filter(slug__in=slugs).select_related("forum")
    return [Subject("meeting", one.slug, meeting_name(one), meeting=one.slug) for one in found]


def systems_named(slugs: set[str]) -> list[Subject]:
    found = System.objects.filter(slug__in=slugs)
    return [Subject("system", one.slug, one.short_name, system=refer_to_system(one)) for one in found]


def refer_to_system(system: System) -> SystemRef:
    return SystemRef(system.slug, system.name, system.short_name, system.kind, system.capability)


def pledges_named(names: set[str], as_of: AsOf) -> dict[str, Subject]:
    """The pledges by reference, or by the name that another source gives to them, as `scheme:value`."""
    references = {name: name for name in names if ":" not in name}
    references |= {name: reference for name, _row, reference in named_outside(names, as_of) if reference}
    rows = pledge_rows(references.values(), as_of)
    return {name: subject_of_pledge(rows[one]) for name, one in references.items() if one in rows}


def named_outside(names: set[str], as_of: AsOf) -> list[tuple[str, int | None, str | None]]:
    """The rows and pledges that other sources name, by `scheme:value`."""
    values = {name.partition(":")[2] for name in names}
    found = ExternalReference.objects.filter(value__in=values, version_id__lte=as_of.version)
    listed = found.values_list("scheme", "value", "row_id", "pledge__reference")
    named = [(f"{scheme}:{value}", row, reference) for scheme, value, row, reference in listed]
    return [one for one in named if one[0] in names]


def pledge_rows(references: Iterable[str], as_of: AsOf) -> dict[str, PledgeRow]:
    wanted = tuple(sorted(set(references)))
    if not wanted:
        return {}
    page = pledge_states(as_of, PledgeFilters(references=wanted), size=len(wanted))
    return {row.reference: row for row in page.rows}


def subject_of_pledge(row: PledgeRow) -> Subject:
    parties = tuple(sorted({party.code for party in row.parties}))
    return Subject("pledge", row.reference, row.system.short_name, parties, row.system, row.unit, row.meeting)


def stocks_named(names: set[str], as_of: AsOf) -> dict[str, Subject]:
    rows = {row: name for name, row, _ in named_outside(names, as_of) if row}
    if not rows:
        return {}
    stocks = Stock.objects.live_at_version(version=as_of.version).filter(row_id__in=rows)
    found = {}
    for one in stocks.select_related("holder", "system"):
        key = f"{one.holder.code}:{one.system.slug}"
        name = f"{one.holder.name}: {one.system.short_name}"
        if one.row_id is not None:
            found[rows[one.row_id]] = Subject(
                "stock",
                key,
                name,
                donors=(one.holder.code,),
                system=refer_to_system(one.system),
                unit=one.unit,
                party=one.holder.name,
            )
    return found
