"""JSON shapes of systems, packages, requirements and stocks."""

from __future__ import annotations

from typing import Any

from meetings.api.catalogue_json import Json, source_json, stored_window
from pledges.api.shapes import cited_words, stated_json
from pledges.models import Package, Requirement, Stock, System
from pledges.values.estimates import Estimate


def stored_estimate(row: Any, name: str) -> Json | None:
    """Return the estimate that a row holds in the columns of this name."""
    low = getattr(row, f"{name}_low")
    if low is None:
        return None
    text, best, high = (getattr(row, f"{name}_{part}") for part in ("text", "best", "high"))
    return stated_json(Estimate(text, low, best, high))


def system_json(system: System) -> Json:
    """Return a system of the catalogue with its units, names, conversions and prices."""
    units = sorted(system.units.all(), key=lambda unit: (unit.position, unit.unit))
    return {
        "slug": system.slug,
        "name": system.name,
        "short_name": system.short_name,
        "kind": system.kind,
        "capability": system.capability,
        "manufacturer": system.manufacturer,
        "manufacturer_country": system.manufacturer_country.code if system.manufacturer_country else None,
        "range_class": system.range_class or None,
        "munition_of": system.munition_of.slug if system.munition_of else None,
        "units": [unit.unit for unit in units],
        "aliases": sorted(alias.alias for alias in system.aliases.all()),
        "conversions": [
            {
                "from_unit": one.from_unit,
                "to_unit": one.to_unit,
                "factor": stored_estimate(one, "factor"),
                "note": one.note,
                "source": source_json(one.source),
            }
            for one in sorted(system.conversions.all(), key=lambda one: (one.from_unit, one.to_unit))
        ],
        "prices": [
            {
                "unit": one.unit,
                "amount": stored_estimate(one, "amount"),
                "currency": one.currency,
                "basis": one.basis,
                "as_of": one.as_of_text,
                "note": one.note,
                "source": source_json(one.source),
            }
            for one in sorted(system.prices.all(), key=lambda one: (one.unit, one.pk))
        ],
        "note": system.note,
    }


def package_json(package: Package) -> Json:
    return {"slug": package.slug, "name": package.name, "note": package.note}


def requirement_json(row: Requirement) -> Json:
    """Return a stated need."""
    return {
        "id": row.pk,
        "system": row.system.slug,
        "unit": row.unit,
        "basis": row.basis,
        "quantity": stored_estimate(row, "quantity"),
        "amount": stored_estimate(row, "amount"),
        "currency": row.currency or None,
        "stated": stored_window(row, "stated"),
        "due": stored_window(row, "due"),
        "stated_by": row.stated_by,
        "version": row.version_id,
        **cited_words(row),
    }


def stock_json(row: Stock) -> Json:
    """Return what a country holds of a system, as stated."""
    return {
        "id": row.pk,
        "donor": row.holder.code,
        "system": row.system.slug,
        "unit": row.unit,
        "as_of": stored_window(row, "as_of"),
        "total": stored_estimate(row, "total"),
        "unavailable": stored_estimate(row, "unavailable"),
        "committed_elsewhere": stored_estimate(row, "elsewhere"),
        "version": row.version_id,
        **cited_words(row),
    }
