"""Names that imports met and the catalogue lacks: kept as suggestions, confirmed in bulk by a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from meetings.models import Donor, DonorAlias
from pledges.models import CatalogueSuggestion, Package, System, SystemAlias, SystemUnit
from pledges.models.import_mappings import SuggestionKind, SuggestionState


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name as stated, and what the catalogue would hold for it.

    `slug` is that of the new system or package, or of an existing one that would gain a spelling; for a donor it is
    the code of the donor that the name may be another spelling of, blank where none is close.
    """

    kind: SuggestionKind
    slug: str
    name: str
    system_kind: str = ""
    capability: str = ""
    unit: str = ""
    rows: int = 0

    def with_rows(self, rows: int) -> Suggestion:
        return replace(self, rows=rows)


@transaction.atomic
def keep_suggestions(suggestions: Iterable[Suggestion]) -> list[CatalogueSuggestion]:
    """Store suggestions, open ones refreshed, and return those that wait for a person; a dismissed one stays so."""
    wanted = {(one.kind.value, one.name): one for one in suggestions}
    stored = {
        (one.kind, one.name): one
        for one in CatalogueSuggestion.objects.filter(name__in=[name for _, name in wanted]).order_by("pk")
    }
    new = [CatalogueSuggestion(**columns(one)) for key, one in wanted.items() if key not in stored]
    again = [stored[key] for key in wanted if key in stored and stored[key].state != SuggestionState.DISMISSED]
    for one in again:
        one.state, one.rows = SuggestionState.OPEN, wanted[one.kind, one.name].rows
    CatalogueSuggestion.objects.bulk_update(again, ["state", "rows"], batch_size=1000)
    return CatalogueSuggestion.objects.bulk_create(new, batch_size=1000) + again


def columns(suggestion: Suggestion) -> dict[str, str | int]:
    return {name: getattr(suggestion, name) for name in Suggestion.__slots__}


@transaction.atomic
def confirm_suggestions(suggestions: Sequence[CatalogueSuggestion]) -> int:
    """Bring open suggestions into the catalogue and return how many there were.

    A system or package is created where its slug is new, else it gains the name as another spelling. A donor name
    becomes another spelling of the donor suggested; one without a donor stays open: countries are not made up here.
    """
    confirmed = [one for one in suggestions if one.state == SuggestionState.OPEN and (one.slug or one.kind != "donor")]
    create_systems([one for one in confirmed if one.kind == SuggestionKind.SYSTEM])
    packages = [one for one in confirmed if one.kind == SuggestionKind.PACKAGE]
    Package.objects.bulk_create([Package(slug=one.slug, name=one.name) for one in packages], ignore_conflicts=True)
    donors = {donor.code: donor for donor in Donor.objects.order_by("code")}
    for one in confirmed:
        if one.kind == SuggestionKind.DONOR and one.slug in donors:
            DonorAlias.objects.get_or_create(
                alias__iexact=one.name, defaults={"donor": donors[one.slug], "alias": one.name}
            )
        one.state = SuggestionState.CONFIRMED
    CatalogueSuggestion.objects.bulk_update(confirmed, ["state"], batch_size=1000)
    return len(confirmed)


def create_systems(suggestions: Sequence[CatalogueSuggestion]) -> None:
    """Create the systems that are new, each with its unit, and add every name as a spelling."""
    known = set(System.objects.filter(slug__in=[one.slug for one in suggestions]).values_list("slug", flat=True))
    new = {one.slug: one for one in reversed(suggestions) if one.slug not in known}
    systems = [
        System(
            slug=slug, name=one.name[:150], short_name=one.name[:60], kind=one.system_kind, capability=one.capability,
            note="suggested by an import and confirmed",
        )
        for slug, one in new.items()
    ]  # fmt: skip
    System.objects.bulk_create(systems, batch_size=1000)
    by_slug = {one.slug: one for one in System.objects.filter(slug__in=[one.slug for one in suggestions])}
    units = [SystemUnit(system=by_slug[one.slug], unit=one.unit, position=9) for one in suggestions]
    SystemUnit.objects.bulk_create(units, ignore_conflicts=True)
    aliases = {one.name.casefold(): SystemAlias(system=by_slug[one.slug], alias=one.name) for one in suggestions}
    SystemAlias.objects.bulk_create(aliases.values(), ignore_conflicts=True)
