"""Loads the catalogue from the product's CSV files; what is there already stays as stewards left it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from django.db import transaction

from meetings.catalogue_loading import load_reference_data
from meetings.models import Donor, Initiative
from meetings.reference_rows import Row, rows_of
from meetings.source_store import CitedSources, required_source, source_of
from pledges.intake.row_reading import estimate_columns, window_columns
from pledges.intake.table_days import LEDGER_START
from pledges.models import Package, PriceEstimate, System, SystemAlias, SystemUnit, UnitConversion
from pledges.values.dates import parse_window
from pledges.values.estimates import parse

DATA = Path(__file__).resolve().parent.parent / "data"


@transaction.atomic
def load_catalogue_files() -> dict[str, int]:
    """Load reference data and catalogue and return how many rows of each kind there are."""
    counts = load_reference_data()
    load_systems()
    load_conversions_and_prices()
    load_initiatives()
    packages = set(Package.objects.values_list("slug", flat=True))
    Package.objects.bulk_create(
        Package(slug=row["slug"], name=row["name"], note=row["note"])
        for row in rows_of("packages.csv", folder=DATA)
        if row["slug"] not in packages
    )
    models = (System, UnitConversion, PriceEstimate, Initiative, Package)
    return counts | {str(model._meta.verbose_name_plural): model.objects.count() for model in models}


def load_systems() -> None:
    """Load systems with their units and aliases, all rows of a table in one go."""
    rows = list(rows_of("systems.csv", folder=DATA))
    donors = {donor.code: donor for donor in Donor.objects.all()}
    kept = ("name", "short_name", "kind", "capability", "manufacturer", "range_class", "note")
    there = set(System.objects.values_list("slug", flat=True))
    System.objects.bulk_create(
        System(
            slug=row["slug"],
            **{name: row[name] for name in kept},
            manufacturer_country=donors.get(row["manufacturer_country"]),
        )
        for row in rows
        if row["slug"] not in there
    )
    systems = {system.slug: system for system in System.objects.all()}
    load_units_and_aliases(rows, systems)
    for row in rows:
        if row["munition_of"] and systems[row["slug"]].munition_of_id is None:
            System.objects.filter(slug=row["slug"], munition_of=None).update(munition_of=systems[row["munition_of"]])


def load_units_and_aliases(rows: Sequence[Row], systems: Mapping[str, System]) -> None:
    units = set(SystemUnit.objects.values_list("system__slug", "unit"))
    SystemUnit.objects.bulk_create(
        SystemUnit(system=systems[row["slug"]], unit=unit, position=position)
        for row in rows
        for position, unit in enumerate(row["units"].split(";"))
        if (row["slug"], unit) not in units
    )
    aliases = {alias.casefold() for alias in SystemAlias.objects.values_list("alias", flat=True)}
    new: dict[str, SystemAlias] = {}
    for row in rows:
        for alias in filter(None, row["aliases"].split(";")):
            if alias.casefold() not in aliases:
                new.setdefault(alias.casefold(), SystemAlias(system=systems[row["slug"]], alias=alias))
    SystemAlias.objects.bulk_create(new.values())


def load_conversions_and_prices() -> None:
    """Load sourced factors between units, and what a unit is said to cost."""
    systems = {system.slug: system for system in System.objects.all()}
    for row in rows_of("unit_conversions.csv", folder=DATA):
        UnitConversion.objects.get_or_create(
            system=systems[row["system"]],
            from_unit=row["from_unit"],
            to_unit=row["to_unit"],
            defaults={
                **estimate_columns("factor", parse(row["factor"])),
                "source": required_source(row),
                "note": row["note"],
            },
        )
    sources = CitedSources()
    for row in rows_of("prices.csv", folder=DATA):
        PriceEstimate.objects.get_or_create(
            system=systems[row["system"]],
            unit=row["unit"],
            currency=row["currency"],
            basis=row["basis"],
            source=sources.required_source(row),
            defaults={
                **estimate_columns("amount", parse(row["amount"], counted=False)),
                "as_of_text": row["as_of"],
                "note": row["note"],
            },
        )


def load_initiatives() -> None:
    """Load the named schemes that pledges run through."""
    donors = {donor.code: donor for donor in Donor.objects.all()}
    for row in rows_of("initiatives.csv", folder=DATA):
        since = parse_window(row["since"], anchor=LEDGER_START) if row["since"] else None
        columns = {name: row[name] for name in ("name", "kind", "confidence", "note")}
        initiative, created = Initiative.objects.get_or_create(
            slug=row["slug"], defaults={**columns, **window_columns("since", since), "source": source_of(row)}
        )
        if created:
            initiative.leads.set([donors[code] for code in filter(None, row["leads"].split(";"))])
