"""Finds the published facts that rows name, to correct them or to take them back.

A fact goes by its identity (12.340, or entry:12.340, which no spreadsheet takes for a number), by its kind and key
(entry:12), by its pledge with stage and date (2025-DEU-014 delivered 2025-03-01), or by the external reference of the
row that wrote it (starter:sp-006 terms). A name that fits several facts leads to all of them: who asks has to choose.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from meetings.models import Membership, Source
from pledges.intake.fact_cells import RELATED, describe_fact
from pledges.ledger.void_marks import FACTS, standing_voids
from pledges.models import ExternalReference
from pledges.values.dates import DateError, parse_window
from pledges.values.fact_names import name_fact
from pledges.values.pledge_references import REFERENCE_FORM

FACT_MODELS: dict[str, type[Any]] = {**FACTS, "membership": Membership}
"""Every table of facts by the column of Void that names it."""

IDENTITY = re.compile(r"(?:(?P<kind>[a-z_]+):)?(?P<version>[1-9]\d{0,8})\.(?P<position>[1-9]\d{0,8})")
OF_PLEDGE = re.compile(rf"(?P<reference>{REFERENCE_FORM})(?:[\s,/]+(?P<kind>[a-z_]+)(?:[\s,/]+(?P<day>.+))?)?")
OF_ROW = re.compile(r"(?P<scheme>[^\s:]+):(?P<value>\S+)(?:\s+(?P<kind>[a-z_]+))?")
MOST_ZEROS = 3
"""A spreadsheet that takes 12.340 for a number makes 12.34 of it: so many lost zeros are thought of."""

SOURCE_WORD = "source"


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A published fact: where it stands, whether it still does, and what it says in a few words.

    `replaced_by` are the identities of what stands in place of a fact that was taken back.
    """

    kind: str
    fact: Any
    stands: bool
    replaced_by: tuple[str, ...] = ()

    @property
    def key(self) -> int:
        return int(self.fact.pk)

    @property
    def identity(self) -> str:
        """Its public name, version.position."""
        return name_fact(self.fact.version_id, self.fact.position)

    @property
    def kind_and_identity(self) -> str:
        """Its name as text that nothing takes for a number, as in entry:12.340."""
        return f"{self.kind}:{self.identity}"

    @property
    def reference(self) -> str:
        """The pledge that it is about, blank where it is about none."""
        return str(self.fact.pledge.reference) if self.kind in ("entry", "terms") else ""

    @property
    def says(self) -> str:
        return describe_fact(self.kind, self.fact)

    @property
    def void(self) -> dict[str, int]:
        return {f"{self.kind}_id": self.key}


def is_key(stated: str) -> bool:
    """Whether the text is the key of a row: a whole number that a key column can hold."""
    return stated.isascii() and stated.isdecimal() and len(stated) <= 18


def load_facts(
    names: Iterable[str], *, references: Iterable[str] = (), of_rows: Iterable[str] = ()
) -> dict[str, list[KnownFact]]:
    """The facts that each name may mean, in the order of publishing; facts of pledges under their references as well.

    `of_rows` are those of the names that may be the external reference of a published row.

    One query for each kind of fact that a name can mean, and two more where something was taken back.
    """
    wanted = sorted(set(names))
    places, keys, pledges = set[tuple[int, int]](), dict[str, set[int]](), set(references)
    rows = rows_named(of_rows)
    for name in wanted:
        if match := IDENTITY.fullmatch(name):
            places |= {(int(match["version"]), position) for position in possible_positions(match)}
        elif match := OF_PLEDGE.fullmatch(name):
            pledges.add(match["reference"])
        else:
            kind, _, key = name.partition(":")
            if kind in FACT_MODELS and is_key(key):
                keys.setdefault(kind, set()).add(int(key))
    found = sort_facts(chain_kinds(places, keys, pledges, {row for of_name in rows.values() for row in of_name}))
    return {
        name: [fact for fact in found if fits(name, fact, rows=rows.get(name, set()))] for name in (*wanted, *pledges)
    }


def rows_named(names: Iterable[str]) -> dict[str, set[int]]:
    """The published rows that names mean by their external reference."""
    matches = {
        name: match for name in names if (match := OF_ROW.fullmatch(name)) and match["scheme"] not in FACT_MODELS
    }
    rows: dict[str, set[int]] = {}
    if matches:
        values = {match["value"] for match in matches.values()}
        found = ExternalReference.objects.filter(value__in=values).values_list("scheme", "value", "row_id")
        for scheme, value, row in found:
            rows.setdefault(f"{scheme}:{value}", set()).add(row)
    return {name: rows.get(f"{match['scheme']}:{match['value']}", set()) for name, match in matches.items()}


def chain_kinds(
    places: set[tuple[int, int]], keys: dict[str, set[int]], pledges: set[str], rows: set[int]
) -> list[KnownFact]:
    """Load the facts at these places, with these keys, of these pledges, and of these rows."""
    at = Q(row_id__in=rows) if rows else Q(pk__in=[])
    for version in {version for version, _ in places}:
        at |= Q(version_id=version, position__in=[position for one, position in places if one == version])
    found: list[KnownFact] = []
    for kind, model in FACT_MODELS.items():
        about_pledges = kind in ("entry", "terms") and pledges
        if not places and not rows and not keys.get(kind) and not about_pledges:
            continue
        asked = at | Q(pk__in=keys.get(kind, ()))
        if about_pledges:
            asked |= Q(pledge__reference__in=pledges)
        stands = ~Exists(standing_voids().filter(**{kind: OuterRef("pk")}))
        loaded = model.objects.filter(asked).select_related(*RELATED[kind]).annotate(stands=stands)
        if kind == "terms":
            loaded = loaded.prefetch_related("parties__donor")
        found += [KnownFact(kind, fact, fact.stands) for fact in loaded]
    return with_successors(found)


def with_successors(found: list[KnownFact]) -> list[KnownFact]:
    """Facts with what stands in place of those that were taken back: the facts of the row that did it."""
    gone = [fact for fact in found if not fact.stands]
    if not gone:
        return found
    by_kind = {kind: [fact.key for fact in gone if fact.kind == kind] for kind in FACT_MODELS}
    about = Q(*[Q(**{f"{kind}__in": ids}) for kind, ids in by_kind.items() if ids], _connector=Q.OR)
    rows = {
        (kind, getattr(void, f"{kind}_id")): void.row_id
        for void in standing_voids().filter(about).only("row_id", *(f"{kind}_id" for kind in FACT_MODELS))
        for kind in by_kind
    }
    wrote = successors_of({row for row in rows.values() if row})
    return [
        fact
        if fact.stands
        else KnownFact(fact.kind, fact.fact, False, wrote.get((fact.kind, rows.get((fact.kind, fact.key))), ()))
        for fact in found
    ]


def successors_of(rows: set[int]) -> dict[tuple[str, int | None], tuple[str, ...]]:
    """The identities of the facts that rows wrote, by kind and row."""
    wrote: dict[tuple[str, int | None], tuple[str, ...]] = {}
    for kind, model in FACT_MODELS.items() if rows else ():
        facts = model.objects.filter(row_id__in=rows).order_by("version_id", "position")
        for row, version, position in facts.values_list("row_id", "version_id", "position"):
            wrote[kind, row] = (*wrote.get((kind, row), ()), f"{version}.{position}")
    return wrote


def sort_facts(found: list[KnownFact]) -> list[KnownFact]:
    return sorted(found, key=lambda one: (one.fact.version_id, one.fact.position))


def possible_positions(match: re.Match[str]) -> set[int]:
    """The positions that an identity can mean: one without its kind may have lost zeros at its end."""
    first = int(match["position"])
    return {first} if match["kind"] else {first * 10**zeros for zeros in range(MOST_ZEROS + 1)}


def fits(name: str, known: KnownFact, *, rows: Collection[int]) -> bool:
    if known.fact.row_id in rows:
        of_row = OF_ROW.fullmatch(name)
        return of_row is not None and fits_kind(of_row["kind"] or "", known)
    if match := IDENTITY.fullmatch(name):
        here = known.fact.version_id == int(match["version"]) and known.fact.position in possible_positions(match)
        return here and match["kind"] in (None, known.kind)
    if match := OF_PLEDGE.fullmatch(name):
        kind, day = match["kind"] or "", match["day"] or ""
        return known.reference == match["reference"] and fits_kind(kind, known) and fits_day(day, known)
    return name == f"{known.kind}:{known.key}"


def fits_kind(stated: str, known: KnownFact) -> bool:
    if not stated:
        return True
    if known.kind == "entry":
        return bool(known.fact.stage == stated)
    return stated == known.kind


def fits_day(stated: str, known: KnownFact) -> bool:
    """Whether a fact has this date: in its own words, or a window of the same days."""
    if not stated:
        return True
    if known.kind == "terms":
        return bool(known.fact.effective_start.isoformat() == stated)
    fact = known.fact
    if stated.casefold() == fact.occurred_text.casefold():
        return True
    try:
        window = parse_window(stated, anchor=fact.occurred_end, back=True)
    except DateError:
        return False
    return bool((window.start, window.end) == (fact.occurred_start, fact.occurred_end))


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A source that rows correct, and the standing facts that cite it, as columns of Void."""

    source: Source
    facts: tuple[dict[str, int], ...]

    @property
    def name(self) -> str:
        """How rows name it."""
        return f"{SOURCE_WORD}:{self.source.pk}"

    @property
    def says(self) -> str:
        """It in a few words."""
        source = self.source
        day = source.published.isoformat() if isinstance(source.published, date) else ""
        told = (source.publisher, source.title, day, source.grade)
        return ", ".join(filter(None, told))


def load_sources(names: Iterable[str]) -> dict[str, list[KnownSource]]:
    """The sources that rows name, by number (source:12) or by address; one query, and one for each kind of fact."""
    wanted = set(names)
    numbers = {
        int(key) for kind, _, key in (one.partition(":") for one in wanted) if kind == SOURCE_WORD and is_key(key)
    }
    found = list(Source.objects.filter(Q(pk__in=numbers) | Q(url__in=wanted - {""})).order_by("pk")) if wanted else []
    citing: dict[int, list[dict[str, int]]] = {one.pk: [] for one in found}
    for kind, model in FACT_MODELS.items() if found else ():
        cited = model.objects.filter(source__in=citing)
        standing = cited.filter(~Exists(standing_voids().filter(**{kind: OuterRef("pk")})))
        for key, source in standing.order_by("pk").values_list("pk", "source_id"):
            citing[source].append({f"{kind}_id": key})
    known = [KnownSource(one, tuple(citing[one.pk])) for one in found]
    return {name: [one for one in known if name in (one.name, one.source.url)] for name in wanted}
