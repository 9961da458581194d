"""Addresses of figures say one thing each, and lead to the pledges behind it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledges.answers.figure_addresses import (
    GAP,
    HEADROOM,
    PATHS,
    SUBJECTS,
    FigureAddress,
    UnknownFigureError,
    parse_figure_address,
    query_behind,
)
from pledges.values.choices import Unit
from pledges.values.stages import QUANTITY_FIGURES

names = st.builds("".join, st.tuples(st.sampled_from("dXA7"), st.text("abcXYZ09_-", max_size=9)))
units = st.sampled_from(Unit.values)


@st.composite
def figures(draw: st.DrawFn) -> FigureAddress:
    """Return any figure that there can be."""
    about = draw(st.sampled_from([*SUBJECTS, GAP, HEADROOM]))
    key = "" if about in ("all", GAP) else draw(names)
    if about in (GAP, HEADROOM):
        unit = draw(units) if about == GAP else draw(st.sampled_from(["", "battery"]))
        return FigureAddress(about, key, draw(names), unit)
    path = draw(st.sampled_from(PATHS))
    system = "" if about == "system" else draw(names if path in QUANTITY_FIGURES else st.sampled_from(["", "patriot"]))
    narrow = bool(system) or about == "system"
    unit = draw(units) if path in QUANTITY_FIGURES else draw(st.sampled_from(["", *(["launcher"] if narrow else [])]))
    return FigureAddress(about, key, system, unit, path)


@given(figure=figures())
def test_an_address_is_read_as_it_was_written(figure: FigureAddress) -> None:
    assert parse_figure_address(str(figure)) == figure


@pytest.mark.parametrize(
    ("word", "figure"),
    [
        ("system:patriot:battery:promised", FigureAddress("system", "patriot", unit="battery", path="promised")),
        ("donor:DEU:patriot:battery:delivered", FigureAddress("donor", "DEU", "patriot", "battery", "delivered")),
        ("donor:DEU:value_eur:promised", FigureAddress("donor", "DEU", path="value_eur:promised")),
        ("meeting:udcg-27:overdue:certainly", FigureAddress("meeting", "udcg-27", path="overdue:certainly")),
        ("coalition:iamd:pledges", FigureAddress("coalition", "iamd", path="pledges")),
        ("gap:patriot:battery", FigureAddress("gap", system="patriot", unit="battery")),
        ("headroom:USA:patriot", FigureAddress("headroom", "USA", "patriot")),
        ("all:overdue:not_dated", FigureAddress("all", path="overdue:not_dated")),
    ],
)
def test_figures_have_addresses(word: str, figure: FigureAddress) -> None:
    assert (parse_figure_address(word), str(figure)) == (figure, word)


@pytest.mark.parametrize(
    "word",
    [
        "",
        "system",
        "system:patriot",
        "system:patriot:promised",
        "system:patriot:batteries:promised",
        "system:patriot:battery:value_eur:withdrawn",
        "donor:DEU:battery:promised",
        "donor:DEU:patriot:battery:launcher:promised",
        "donor::pledges",
        "all:DEU:pledges:pledges",
        "gap:patriot",
        "gap:patriot:battery:promised",
        "headroom:USA",
        "pledge:2025-DEU-001:promised",
        "donor:D<U:pledges",
    ],
)
def test_other_words_are_no_addresses(word: str) -> None:
    with pytest.raises(UnknownFigureError):
        parse_figure_address(word)


@pytest.mark.parametrize(
    ("word", "query"),
    [
        ("system:patriot:battery:promised", {"system": "patriot", "unit": "battery"}),
        ("donor:DEU:pledges", {"attributed_to": "DEU"}),
        (
            "donor:DEU:patriot:battery:delivered",
            {
                "system": "patriot",
                "unit": "battery",
                "attributed_to": "DEU",
                "stage": ["delivered"],
            },
        ),
        ("meeting:udcg-27:overdue:certainly", {"meeting": "udcg-27", "overdue": ["certainly"]}),
        (
            "headroom:USA:patriot",
            {
                "system": "patriot",
                "attributed_to": "USA",
                "status": ["announced", "committed", "contracted", "shipped", "delivery_undisclosed", "in_delivery"],
            },
        ),
    ],
)
def test_an_address_leads_to_the_pledges_behind_it(word: str, query: dict[str, object]) -> None:
    counted = {"counted": "true", "aid_type": "military"}
    assert query_behind(parse_figure_address(word)) == query | counted
