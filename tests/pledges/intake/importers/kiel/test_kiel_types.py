"""Kiel's classes in the words of the catalogue."""

from __future__ import annotations

import pytest

from pledges.intake.importers.kiel.kiel_items import slug_of, unit_among
from pledges.intake.importers.kiel.kiel_types import nature_of


@pytest.mark.parametrize(
    ("item", "item_type", "sub_type", "nature"),
    [
        ("t-72", "heavy weapon", "main battle tank (mbt)", ("vehicle", "armour", "vehicle")),
        ("m777 howitzer", "heavy weapon", "155mm howitzer", ("system", "artillery", "gun")),
        ("shell", "ammunition for heavy weapon", "155mm howitzer ammunition", ("munition", "artillery", "round")),
        ("himars", "heavy weapon", "227mm mlrs", ("system", "artillery", "launcher")),
        (
            "ka-band missile",
            "ammunition for heavy weapon",
            "surface-to-air missile (sam)",
            ("munition", "air_defence", "missile"),
        ),
        ("mig-29", "heavy weapon", "combat aircraft", ("aircraft", "air_force", "piece")),
        ("mine detector", "military equipment", "military equipment", ("equipment", "demining", "piece")),
        ("radio jammer", "military equipment", "military equipment", ("equipment", "electronic_warfare", "piece")),
        ("air search unit", "heavy weapon", "radar or imagery systems", ("radar", "air_defence", "radar")),
        ("ton of coal", "humanitarian", "humanitarian", ("equipment", "other", "lot")),
        ("spare parts for leopard 2", "military equipment", "spare parts", ("component", "other", "lot")),
        ("rifle ammunition", "ammunition for light infantry", "", ("munition", "other", "round")),
        ("helmet", "military equipment", "", ("equipment", "other", "piece")),
    ],
)
def test_nature_of_item(item: str, item_type: str, sub_type: str, nature: tuple[str, str, str]) -> None:
    assert nature_of(item, item_type=item_type, sub_type=sub_type) == nature


def test_slug_of_long_names_stays_unique() -> None:
    first, second = slug_of("x" * 80 + "a"), slug_of("x" * 80 + "b")
    assert len(first) == len(second) == 60
    assert first != second


def test_unit_among_follows_the_words_of_the_name() -> None:
    nature = nature_of("mistral missile", item_type="", sub_type="manpads")
    assert unit_among(["launcher", "missile"], "mistral missile", nature) == "missile"
    assert unit_among(["launcher", "missile"], "mistral", nature) == "launcher"
    assert unit_among(["battery"], "mistral", nature) == "battery"
