"""Turns fact plans into rows of the ledger, in bulk, inside the transaction of one dataset version."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max

from meetings.models import Membership, Source
from pledges.choices import Action
from pledges.ledger.facts import FactPlan, Json, Target
from pledges.models import (
    AssertedTotal,
    ChangeSetRow,
    DatasetVersion,
    Entry,
    ExternalReference,
    Pledge,
    Requirement,
    Stock,
    Terms,
    TermsParty,
    Void,
)

SIMPLE_FACTS = {
    Action.REQUIREMENT: Requirement,
    Action.STOCK: Stock,
    Action.ASSERTED_TOTAL: AssertedTotal,
    Action.MEMBERSHIP: Membership,
}
SOURCE_KEY = ("url", "title", "publisher", "published")


@dataclass(slots=True)
class Writer:
    """Collects the rows of one version in their order, then writes each table once."""

    version: DatasetVersion
    position: int = 0
    created: dict[int, Pledge] = field(default_factory=dict)
    by_external: dict[str, Pledge] = field(default_factory=dict)
    facts: dict[type[Any], list[Any]] = field(default_factory=dict)
    parties: list[tuple[Terms, Json]] = field(default_factory=list)
    references: list[ExternalReference] = field(default_factory=list)

    def write(self, plans: list[tuple[ChangeSetRow, FactPlan]]) -> int:
        """Write every fact of the plans and return how many there were."""
        sources = self.sources([plan.source for _, plan in plans if plan.source])
        self.create_pledges([(row, plan) for row, plan in plans if plan.kind == Action.PLEDGE and plan.target is None])
        for row, plan in plans:
            self.collect(row, plan, source=sources.get(source_key(plan.source)) if plan.source else None)
        return self.save()

    def next_position(self) -> int:
        """Return the next place in the version."""
        self.position += 1
        return self.position

    def sources(self, wanted: list[Json]) -> dict[tuple[Any, ...], Source]:
        """Return the sources by identity, creating those that are not stored yet."""
        by_key = {source_key(source): source for source in wanted}
        titles = {source["title"] for source in wanted}
        found = {stored_key(source): source for source in Source.objects.filter(title__in=titles)}
        missing = [Source(**source) for key, source in by_key.items() if key not in found]
        found.update({stored_key(source): source for source in Source.objects.bulk_create(missing)})
        return found

    def create_pledges(self, plans: list[tuple[ChangeSetRow, FactPlan]]) -> None:
        """Give every new pledge its reference: year, lead donor and the next counter of the two."""
        keys = {(plan.columns["year"], plan.columns["lead"]) for _, plan in plans}
        taken = Pledge.objects.filter(year__in=[year for year, _ in keys], lead__in=[lead for _, lead in keys])
        tops = taken.order_by().values("year", "lead").annotate(top=Max("counter"))
        last = {(row["year"], row["lead"]): row["top"] for row in tops}
        for row, plan in plans:
            key = plan.columns["year"], plan.columns["lead"]
            last[key] = last.get(key, 0) + 1
            reference = f"{key[0]}-{key[1]}-{last[key]:03d}"
            pledge = Pledge(reference=reference, counter=last[key], version=self.version, **plan.columns)
            self.created[row.pk] = pledge
            if plan.external:
                self.by_external[plan.external] = pledge
        Pledge.objects.bulk_create(self.created.values(), batch_size=2000)

    def key_of(self, target: Target) -> int:
        """Return the key of a named pledge, in the ledger or created just now."""
        return target.pledge_id if target.pledge_id is not None else int(self.by_external[target.external].pk)

    def add(self, fact: Any) -> None:
        """Put a fact at the end of its table's list."""
        self.facts.setdefault(type(fact), []).append(fact)

    def collect(self, row: ChangeSetRow, plan: FactPlan, *, source: Source | None) -> None:
        """Add every fact of one row: voids first, then what replaces them."""
        for target in plan.voids:
            self.add(
                Void(version=self.version, position=self.next_position(), row=row, reason=plan.void_reason, **target)
            )
        about = {"version": self.version, "row": row, "source": source, **plan.cited}
        about_pledge: Json = {}
        if row.pk in self.created:
            about_pledge = {"pledge_id": self.created[row.pk].pk}
        elif plan.target is not None:
            about_pledge = {"pledge_id": self.key_of(plan.target)}
        if plan.terms is not None:
            links = {f"{name}_id": self.key_of(target) for name, target in plan.links.items()}
            terms = Terms(position=self.next_position(), **about_pledge, **plan.terms, **links, **about)
            self.add(terms)
            self.parties += [(terms, party) for party in plan.parties]
        if plan.entry is not None:
            self.add(Entry(position=self.next_position(), **about_pledge, **plan.entry, **about))
        if plan.kind in SIMPLE_FACTS:
            self.add(simple_fact(plan, about, position=self.next_position()))
        if plan.external:
            scheme, value = plan.external.split(":", 1)
            self.references.append(
                ExternalReference(
                    scheme=scheme,
                    value=value,
                    version=self.version,
                    row=row,
                    pledge_id=about_pledge.get("pledge_id") if plan.kind == Action.PLEDGE else None,
                    fingerprint=plan.fingerprint,
                )
            )

    def save(self) -> int:
        """Write every table once and return the number of facts."""
        for model, rows in self.facts.items():
            model.objects.bulk_create(rows, batch_size=2000)
        TermsParty.objects.bulk_create([TermsParty(terms=terms, **party) for terms, party in self.parties])
        ExternalReference.objects.bulk_create(self.references, batch_size=2000)
        return sum(map(len, self.facts.values()))


def simple_fact(plan: FactPlan, about: Json, *, position: int) -> Any:
    """Return the row of a fact that is not about a pledge."""
    model = SIMPLE_FACTS[Action(plan.kind)]
    if model is Membership:
        kept = {key: value for key, value in about.items() if key not in ("version", "row")}
        keys = {"version_id": about["version"].number, "row_id": about["row"].pk}
        return Membership(position=position, **keys, **plan.columns, **kept)
    return model(position=position, **plan.columns, **about)


def source_key(source: Json) -> tuple[Any, ...]:
    """Return what makes a source the same source."""
    return tuple(str(source.get(name) or "") for name in SOURCE_KEY)


def stored_key(source: Source) -> tuple[Any, ...]:
    """Return the identity of a stored source, comparable with that of a planned one."""
    return tuple(str(getattr(source, name) or "") for name in SOURCE_KEY)
