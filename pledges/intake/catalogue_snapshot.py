"""A snapshot of everything rows may name, loaded once for a whole change set."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Min, Prefetch, Q
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Coalesce

from meetings.models import Donor
from pledges.intake.asked_names import Asked, fold_asked, load_asked
from pledges.intake.donor_names import DonorNames
from pledges.intake.fact_targets import FACT_MODELS, KnownFact, KnownSource, load_facts, load_sources
from pledges.intake.group_names import GroupNames, MeetingNames
from pledges.intake.name_loading import catalogue_stamp, fold_joined, load_names, names_at
from pledges.intake.row_columns import COPY_COLUMN, plain_columns
from pledges.intake.row_payload import action_of, flat
from pledges.ledger import Json, Target, is_undone
from pledges.ledger.void_marks import live, standing_voids
from pledges.models import (
    ChangeSet,
    ChangeSetRow,
    Entry,
    ExternalReference,
    KeptCopy,
    LoadedRate,
    Pledge,
    System,
    Terms,
    TermsParty,
)
from pledges.values.choices import Action, ChangeSetState, NameKind
from pledges.values.euro_rates import RateTable
from pledges.values.nearest_word import nearest_word

TERMS_COLUMNS = (
    *(column.name for column in plain_columns(Action.TERMS)),
    *("beneficiary_id", "meeting_id", "coalition_id", "initiative_id", "package_id"),
    *("due_text", "due_start", "due_end", "due_precision", "due_deadline"),
)
LINKS = ("restates", "adds", "compensates")

OWN_NAMES = ("external_reference", "supersedes", "same_wish_as")
"""The cells that name a row of a change set, not a pledge."""

ACTING = {Action.VOID.value, Action.CORRECT.value}
"""The actions of rows that act on a published fact."""


@dataclass(slots=True)
class KnownPledge:
    """A pledge that rows may name: of the ledger, or (key None) created by the same change set."""

    key: int | None
    external: str
    system_id: int
    unit: str
    announced: date | None
    terms: Json
    parties: list[Json]
    links: dict[str, Target] = field(default_factory=dict)
    terms_key: int | None = None

    @property
    def target(self) -> Target:
        return Target(pledge_id=self.key) if self.key else Target(external=self.external)


@dataclass(frozen=True, slots=True)
class KnownRow:
    """What an external reference wrote when it was last published.

    `owns_pledge` says that it created the pledge; a row that fulfils another one wrote an entry on that.
    """

    fingerprint: str
    pledge_id: int | None
    facts: list[dict[str, int]]
    owns_pledge: bool = True
    row_id: int = 0


@dataclass(slots=True)
class Catalogue:
    """Names to keys. Systems are found by code, name and alias, without regard to case, all else by its names.

    `made` is what was made of cells, for other rows that say the same; `before` what rows wrote that come again in
    other words, by their keys.
    """

    donor_names: DonorNames
    systems: dict[str, System]
    systems_folded: dict[str, System]
    units: dict[int, list[str]]
    meetings: MeetingNames
    coalitions: GroupNames
    initiatives: GroupNames
    packages: GroupNames
    pledges: dict[str, KnownPledge] = field(default_factory=dict)
    rows: dict[str, KnownRow] = field(default_factory=dict)
    upcoming: set[str] = field(default_factory=set)
    upcoming_needs: dict[str, dict[str, str]] = field(default_factory=dict)
    facts: dict[str, list[KnownFact]] = field(default_factory=dict)
    sources: dict[str, list[KnownSource]] = field(default_factory=dict)
    codes: dict[int, str] = field(default_factory=dict)
    forums: dict[str, int] = field(default_factory=dict)
    proposed_meetings: set[str] = field(default_factory=set)
    stated_meetings: set[str] = field(default_factory=set)
    copies: set[str] = field(default_factory=set)
    made: dict[tuple[Hashable, ...], Any] = field(default_factory=dict)
    changeset: int | None = None
    asked: Asked | None = None
    before: dict[int, tuple[Json, Json]] = field(default_factory=dict)
    rates: RateTable | None = None

    def who_asked(self, kind: NameKind, words: str) -> str:
        """Who asked a steward for an unknown name, and when; read only when a name is unknown."""
        if self.asked is None:
            self.asked = load_asked()
        return self.asked.get((kind.value, fold_asked(words)), "")

    def meaning_of(self, kind: NameKind, words: str) -> str:
        """The code or slug that a name of a kind means for sure; blank for none."""
        if kind == NameKind.DONOR:
            return self.donor_names.get(words) or ""
        if kind == NameKind.SYSTEM:
            system = self.find_system(words)
            return system.slug if system else ""
        groups: GroupNames = getattr(self, f"{kind.value}s")
        return groups.find(words)

    def nearest_to(self, kind: NameKind, words: str) -> str:
        """The code or slug that an unknown name of a kind may mean; blank for none."""
        if kind == NameKind.DONOR:
            donor = self.donor_names.nearest(words)
            return donor.code if donor else ""
        if kind == NameKind.SYSTEM:
            system = self.systems.get(nearest_word(words, self.systems))
            return system.slug if system else ""
        groups: GroupNames = getattr(self, f"{kind.value}s")
        return groups.nearest(words)

    def load_rates(self) -> RateTable:
        """The rates to euro that are known; read when something first asks for them."""
        if self.rates is None:
            self.rates = load_rate_table()
        return self.rates

    def find_system(self, words: str) -> System | None:
        """The system that a name means, however its words are joined: F-16, F16, F 16."""
        return self.systems.get(words.casefold()) or self.systems_folded.get(fold_joined(words))

    @property
    def donors(self) -> dict[str, Donor]:
        """The donors by their codes and their names in the catalogue, without regard to case."""
        return self.donor_names.spelt


RATE_OF = re.compile(r"rate of (\S+)", re.IGNORECASE)


def pledge_of_rate(cell: str) -> str:
    """The pledge whose rate to euro a cell asks for, as in “rate of 2025-DEU-014”."""
    match = RATE_OF.fullmatch(cell)
    return match[1] if match else ""


def load_catalogue(rows: list[dict[str, str]], *, changeset: int | None = None) -> Catalogue:
    """What the given rows may name, in a fixed number of queries; fewer while the catalogue stays as it is.

    They may be some of the rows of a change set, and name meetings that other rows of it state.
    """
    stamp = catalogue_stamp()
    catalogue = Catalogue(**(load_names() if stamp is None else names_at(stamp)))
    load_named(catalogue, rows)
    catalogue.changeset = changeset
    catalogue.proposed_meetings = proposed_meetings(catalogue, rows, changeset)
    return catalogue


def proposed_meetings(catalogue: Catalogue, rows: list[dict[str, str]], changeset: int | None) -> set[str]:
    """The meetings that rows state, of these rows or of their change set; they are not there yet."""
    stated = {meeting_stated(row) for row in rows if action_of(row) == Action.MEETING}
    missing = {row["meeting"] for row in rows if "meeting" in row} - catalogue.meetings.slugs.keys() - stated
    if missing and changeset is not None:
        others = ChangeSetRow.objects.filter(changeset=changeset, taken_out=False, payload__action=Action.MEETING)
        stated |= {meeting_stated(flat(payload)) for payload in others.values_list("payload", flat=True)}
    return stated


def meeting_stated(row: dict[str, str]) -> str:
    """The name in addresses of the meeting that a row states: by number, else by the name that it gives itself."""
    number = row.get("meeting_number", "")
    return row.get("meeting") or (f"{row.get('forum', '')}-{number}" if number else "")


def load_rate_table() -> RateTable:
    """The reference rates of the package, and those loaded since its release."""
    loaded = LoadedRate.objects.order_by().values_list("currency", "day", "per_euro")
    return RateTable(loaded={(currency, day): per_euro.normalize() for currency, day, per_euro in loaded})


def load_named(catalogue: Catalogue, rows: list[dict[str, str]]) -> None:
    named = {row[name] for row in rows for name in ("reference", "target", *LINKS) if name in row}
    named |= {pledge for row in rows if (pledge := pledge_of_rate(row.get("value_eur", "")))}
    pledge_rows = [row for row in rows if action_of(row) == Action.PLEDGE]
    catalogue.upcoming = {row["external_reference"] for row in pledge_rows if "external_reference" in row}
    needs = [row for row in rows if action_of(row) == Action.REQUIREMENT]
    catalogue.upcoming_needs = {row["external_reference"]: row for row in needs if "external_reference" in row}
    catalogue.facts = named_facts(rows)
    catalogue.sources = load_sources(row.get("target", "") for row in rows if action_of(row) == Action.SOURCE)
    if hashes := {row[COPY_COLUMN] for row in rows if COPY_COLUMN in row}:
        catalogue.copies = set(KeptCopy.objects.filter(sha256__in=hashes).values_list("sha256", flat=True))
    # What is corrected belongs to a pledge, which a correction reads like any other row about it.
    named |= {fact.reference for found in catalogue.facts.values() for fact in found if fact.reference}
    own = {row[name] for row in rows for name in OWN_NAMES if ":" in row.get(name, "")}
    external = own | {name for name in named if ":" in name}
    if not named and not external:
        return
    references = latest_references(external)
    row_keys = {reference.row_id for reference in references.values()}
    facts, taking_back = facts_of(row_keys), rows_taking_back(row_keys)
    for name, reference in references.items():
        written = facts.get(reference.row_id, [])
        own = reference.wrote != Action.ENTRY
        key = reference.row_id
        known = KnownRow(reference.fingerprint, reference.pledge_id, written, owns_pledge=own, row_id=key)
        if known.facts or reference.row_id in taking_back:
            catalogue.rows[name] = known
    keys = {ref.pledge_id for name, ref in references.items() if ref.pledge_id and name in catalogue.rows}
    pledges = Pledge.objects.filter(reference__in=named) | Pledge.objects.filter(pk__in=keys)
    by_key = known_pledges(list(pledges))
    catalogue.pledges.update({pledge.external: pledge for pledge in by_key.values()})
    for name, reference in references.items():
        if reference.pledge_id in by_key:
            catalogue.pledges[name] = by_key[reference.pledge_id]


def latest_references(names: set[str]) -> dict[str, Any]:
    """The last standing row of each external reference, with the kind of fact that it wrote.

    What was undone is as if it had not been.
    """
    values = {name.split(":", 1)[1] for name in names}
    undone = {one.pk for one in ChangeSet.objects.filter(undone_by__state=ChangeSetState.PUBLISHED) if is_undone(one)}
    found = ExternalReference.objects.filter(value__in=values).exclude(version__changeset__in=undone)
    ordered = found.annotate(wrote=KeyTextTransform("kind", KeyTransform("fact", "row__plan"))).order_by("version")
    return {f"{one.scheme}:{one.value}": one for one in ordered if f"{one.scheme}:{one.value}" in names}


def facts_of(row_keys: set[int]) -> dict[int, list[dict[str, int]]]:
    """The standing facts that rows wrote, as columns of Void."""
    facts: dict[int, list[dict[str, int]]] = {}
    if not row_keys:
        return facts
    origins = successors_of_rows(row_keys)
    places = Q(row_id__in=row_keys)
    for version in {version for version, _ in origins}:
        places |= Q(version_id=version, position__in=[place for one, place in origins if one == version])
    for name, model in FACT_MODELS.items():
        standing = live(model.objects.filter(places), name).order_by("pk")
        for key, row, *place in standing.values_list("pk", "row_id", "version_id", "position"):
            # What corrects a fact is of the correcting row and, for whoever imports that again, of the first one.
            for of_row in {row, origins.get((place[0], place[1]), row)} & row_keys:
                facts.setdefault(of_row, []).append({f"{name}_id": key})
    return facts


def successors_of_rows(row_keys: set[int]) -> dict[tuple[int, int], int]:
    """The places of facts that corrections put in place of what some rows wrote, each with the row that stated it.

    What a row wrote and staff corrected is still what the row states: importing it anew has to take both back.
    """
    rows = Coalesce(*(f"{name}__row_id" if name == "membership" else f"{name}__row" for name in FACT_MODELS))
    versions = Coalesce(
        *(f"{name}__version_id" if name == "membership" else f"{name}__version" for name in FACT_MODELS)
    )
    positions = Coalesce(*(f"{name}__position" for name in FACT_MODELS))
    corrections = standing_voids().filter(row__payload__action__in=[Action.CORRECT.value, Action.SOURCE.value])
    told: Any = corrections.annotate(wrote=rows, at_version=versions, at=positions).order_by("version", "position")
    found = list(told.values_list("row_id", "version_id", "position", "wrote", "at_version", "at"))
    voids = Counter(row for row, *_ in found)
    origins: dict[tuple[int, int], int] = {}
    # In the order of publishing, so that a correction is known before what corrects it again. Each fact stands as many
    # places behind its void as its row has voids.
    for row, version, position, wrote, *former in found:
        origin = origins.get((former[0], former[1]), wrote)
        if origin in row_keys:
            origins[version, position + voids[row]] = origin
    return origins


def rows_taking_back(row_keys: set[int]) -> set[int]:
    """Those of the rows that are voids which stand."""
    if not row_keys:
        return set()
    voids = standing_voids().filter(row__in=row_keys, row__plan__fact__kind=Action.VOID.value)
    return set(voids.order_by().values_list("row", flat=True))


def named_facts(rows: list[dict[str, str]]) -> dict[str, list[KnownFact]]:
    """The facts that rows act on, by the names that they give them, and those of the pledges beside these names."""
    acting = [row for row in rows if action_of(row) in ACTING]
    names = {row.get("target") or row.get("reference", "") for row in acting}
    pledges = {row["reference"] for row in acting if row.get("target") and row.get("reference")}
    # A void takes all of a row back, which `rows` knows; a correction means one fact of it.
    of_rows = {row["target"] for row in acting if action_of(row) == Action.CORRECT and "target" in row}
    return load_facts(names - {""}, references=pledges, of_rows=of_rows) if acting else {}


def known_pledges(pledges: list[Pledge]) -> dict[int, KnownPledge]:
    """Pledges of the ledger with their announcement and the terms that count."""
    if not pledges:
        return {}
    terms: dict[int, Terms] = {}
    standing = live(Terms.objects.filter(pledge__in=pledges), "terms")
    parties = Prefetch("parties", TermsParty.objects.order_by("pk"))
    for one in standing.order_by("effective_start", "version", "position").prefetch_related(parties):
        terms[one.pledge_id] = one
    entries = live(Entry.objects.filter(pledge__in=pledges), "entry").order_by()
    announced = dict(entries.values("pledge").annotate(first=Min("occurred_start")).values_list("pledge", "first"))
    return {
        pledge.pk: KnownPledge(
            key=pledge.pk,
            external=pledge.reference,
            system_id=pledge.system_id,
            unit=pledge.unit,
            announced=announced.get(pledge.pk),
            **terms_of(terms.get(pledge.pk)),
        )
        for pledge in pledges
    }


def terms_of(terms: Terms | None) -> Json:
    """Terms as the plan of new ones would hold them."""
    if terms is None:
        return {"terms": {}, "parties": [], "links": {}}
    columns = {name: getattr(terms, name) for name in TERMS_COLUMNS}
    parties = [
        {"donor_id": one.donor_id, "role": one.role, "share": str(one.share) if one.share else None, "words": one.words}
        for one in terms.parties.all()
    ]
    links = {name: Target(pledge_id=key) for name in LINKS if (key := getattr(terms, f"{name}_id"))}
    return {"terms": columns, "parties": parties, "links": links, "terms_key": terms.pk}
