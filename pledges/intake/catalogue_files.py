"""Loads the catalogue from the product's CSV files; what is there already stays as stewards left it."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from meetings.catalogue_loading import load_reference_data
from meetings.models import Donor, Initiative
from meetings.reference_rows import rows_of
from meetings.source_store import required_source, source_of
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
    for row in rows_of("packages.csv", folder=DATA):
        Package.objects.get_or_create(slug=row["slug"], defaults={"name": row["name"], "note": row["note"]})
    models = (System, UnitConversion, PriceEstimate, Initiative, Package)
    return counts | {str(model._meta.verbose_name_plural): model.objects.count() for model in models}


def load_systems() -> None:
    rows = list(rows_of("systems.csv", folder=DATA))
    donors = {donor.code: donor for donor in Donor.objects.all()}
    kept = ("name", "short_name", "kind", "capability", "manufacturer", "range_class", "note")
    for row in rows:
        columns = {name: row[name] for name in kept}
        country = donors.get(row["manufacturer_country"])
        system, _ = System.objects.get_or_create(
            slug=row["slug"], defaults={**columns, "manufacturer_country": country}
        )
        for position, unit in enumerate(row["units"].split(";")):
            SystemUnit.objects.get_or_create(system=system, unit=unit, defaults={"position": position})
        for alias in filter(None, row["aliases"].split(";")):
            SystemAlias.objects.get_or_create(alias__iexact=alias, defaults={"system": system, "alias": alias})
    systems = {system.slug: system for system in System.objects.all()}
    for row in rows:
        if row["munition_of"]:
            System.objects.filter(slug=row["slug"], munition_of=None).update(munition_of=systems[row["munition_of"]])


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
    for row in rows_of("prices.csv", folder=DATA):
        PriceEstimate.objects.get_or_create(
            system=systems[row["system"]],
            unit=row["unit"],
            currency=row["currency"],
            basis=row["basis"],
            source=required_source(row),
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
