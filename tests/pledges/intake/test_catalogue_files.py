"""The catalogue as shipped: loading it again changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Min

from meetings.models import Initiative, Source
from pledges.intake.catalogue_files import load_catalogue_files
from pledges.models import Package, PriceEstimate, System, SystemAlias, SystemUnit, UnitConversion

pytestmark = pytest.mark.usefixtures("shipped_catalogue")

MODELS: list[type[Any]] = [
    System,
    SystemUnit,
    SystemAlias,
    UnitConversion,
    PriceEstimate,
    Initiative,
    Package,
    Source,
]


def snapshot() -> dict[str, list[dict[str, Any]]]:
    """Return every row of the catalogue."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in MODELS}


def test_loading_again_changes_nothing() -> None:
    before = snapshot()
    load_catalogue_files()
    assert snapshot() == before


def test_catalogue_is_sound() -> None:
    assert System.objects.filter(units=None).count() == 0
    assert System.objects.get(slug="money").kind == "money"
    usual = System.objects.annotate(first=Min("units__position")).exclude(first=0)
    assert list(usual) == []
    assert System.objects.get(slug="patriot-missile").munition_of == System.objects.get(slug="patriot")


def test_conversions_and_prices_have_bounds_and_a_source() -> None:
    conversion = UnitConversion.objects.get(system__slug="patriot", from_unit="battalion", to_unit="battery")
    assert (conversion.factor_low, conversion.factor_high) == (3, 5)
    assert PriceEstimate.objects.filter(source__title="").count() == 0
    assert Initiative.objects.filter(slug="purl").count() == 1
