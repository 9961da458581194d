"""What is drawn: valid specifications, the size that was promised, plain colours, hatching for what is uncertain."""

import json
import re
from xml.etree import ElementTree as ET

import pytest
from altair.utils.schemapi import debug_mode

from pledges.answers import AsOf
from pledges.charts import Form, sheet_of
from pledges.charts.chart_margins import Box, Legend, legend_rows
from pledges.charts.chart_rendering import render
from pledges.charts.drawings import DRAWINGS, Frame, frame_layers
from pledges.charts.palette import DARK, HATCH, STYLE
from tests import factories
from tests.pledges import staff_steps
from tests.pledges.charts.test_sheets import CHARTS, at, sheet

SVG = "{http://www.w3.org/2000/svg}"
COLOUR = re.compile(r'(?:fill|stroke)="(#[0-9a-f]+)"')


@pytest.mark.parametrize(("name", "key"), CHARTS)
def test_drawings_are_valid_as_wide_as_said_and_in_known_colours(as_of: AsOf, name: str, key: str) -> None:
    found = sheet(name, key, as_of)
    for form in Form:
        drawn = render(name, found, form, "svg", source="Source: here").decode()
        root = ET.fromstring(drawn)  # noqa: S314 - our own drawing
        size = (int(root.attrib["width"]), int(root.attrib["height"]))
        wide, high = found.boxes[form].size
        assert size == (wide, high) if form != Form.FULL else size[0] == wide + 40 and size[1] > high + 60
        assert root[0].text == found.title
        assert root[1].text == found.alt
        assert set(COLOUR.findall(drawn.split("</defs>")[1])) <= set(DARK)
        assert " style=" not in drawn
        assert ("Source: here" in drawn) is (form == Form.FULL)


@pytest.mark.parametrize(("name", "key"), CHARTS)
def test_specifications_hold_to_the_schema(as_of: AsOf, name: str, key: str) -> None:
    found = sheet(name, key, as_of)
    with debug_mode(True):
        chart = frame_layers(
            DRAWINGS[name](found.marks, found.boxes[Form.FULL]),
            found.boxes[Form.FULL],
            description=found.alt,
            frame=Frame(found.title, found.unit, "Source"),
        )
        spec = chart.to_dict(validate=True)
    assert spec["$schema"].startswith("https://vega.github.io/schema/vega-lite/v6")
    assert spec["title"]["text"]


def test_specification_carries_its_rows_and_asks_for_drawn_hatching(as_of: AsOf) -> None:
    spec = json.loads(render("system_donors", sheet("system_donors", "patriot", as_of), Form.FULL, "json", source="S"))
    rows = [row for rows in spec["datasets"].values() for row in rows]
    assert any(row.get("says") == "Germany: delivered up to 2 of 4 batteries" for row in rows)
    assert spec["usermeta"] == {"embedOptions": {"renderer": "svg"}}


def test_marks_say_their_figures_and_lead_to_the_pledges_on_pages_only(as_of: AsOf) -> None:
    found = sheet("system_donors", "patriot", as_of)
    on_page = render("system_donors", found, Form.PAGE, "svg", source="").decode()
    by_itself = render("system_donors", found, Form.FULL, "svg", source="").decode()
    assert 'aria-label="Germany: delivered up to 2 of 4 batteries"' in on_page
    assert "/pledges/?attributed_to=DEU" in on_page
    assert "/pledges/" not in by_itself


def test_uncertain_parts_are_hatched_and_what_has_no_end_has_words_for_a_bar(catalogue: None) -> None:
    factories.publish_rows(
        staff_steps.pledge_row(external_reference="row:a", quantity="4"),
        staff_steps.pledge_row(external_reference="row:b", donors="NOR", quantity="at least 6"),
    )
    factories.publish_rows(staff_steps.entry_row("row:a", quantity="1-3"))
    factories.project()
    found = sheet("system_donors", "patriot", at(""))
    rows = {row["label"]: row for row in found.marks["rows"]}
    assert {key: rows["Germany"][key] for key in ("solid", "hatched", "outlined", "instead")} == {
        "solid": 1.0,
        "hatched": 3.0,
        "outlined": 4.0,
        "instead": "",
    }
    assert (rows["Norway"]["outlined"], rows["Norway"]["instead"]) == (0.0, "no total to draw")
    assert HATCH in render("system_donors", found, Form.PAGE, "svg", source="").decode()
    assert [item.sign for item in found.boxes[Form.PAGE].legend] == ["solid", "hatched", "outlined"]


def test_picture_has_twice_the_size(as_of: AsOf) -> None:
    found = sheet("gap_waterfall", "patriot", as_of)
    png = render("gap_waterfall", found, Form.FULL, "png", source="Source")
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(png[16:20], "big") == 2 * (found.boxes[Form.FULL].size[0] + 40)


def test_legend_breaks_into_rows_that_fit() -> None:
    items = tuple(Legend("solid", "delivered in part or in full") for _ in range(4))
    rows = legend_rows(items, 340)
    assert [len(row) for row in rows] == [1, 1, 1, 1]
    assert Box(Form.PHONE, 100, legend=items).size == (340, 100 + 4 * 22 + 6)


def test_image_turns_its_colours_dark() -> None:
    assert STYLE.startswith("@media (prefers-color-scheme:dark){")
    assert all(f'[fill="{light}"]{{fill:{dark}}}' in STYLE for light, dark in DARK.items())


def test_nothing_of_the_kind_is_drawn(as_of: AsOf) -> None:
    assert sheet_of("system_donors", "nothing", as_of) is None
