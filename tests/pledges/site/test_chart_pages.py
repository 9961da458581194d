"""The pages and files of charts: they answer at every moment, can be kept, embedded and cited, and are in the pages."""

import json
import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from pledges.charts.palette import DARK
from pledges.management.commands.bundle_charts import TARGET, bundle
from ramstein.settings import BASE_DIR
from tests.pledges.charts.test_sheets import CHARTS
from tests.pledges.site.reading import Page

pytestmark = pytest.mark.usefixtures("ledger")
TAGS = re.compile("<[^>]*>")
ENDS = re.compile("^.*(?=Table CSV)")
TOOLS = "Table CSV SVG PNG JSON Embed Cite Version 3, 1 Jul 2025 · from 1 source"
MOMENTS = ("", "?valid_at=2025-06-05", "?known_at=v1", "?known_at=v0")


@pytest.mark.parametrize("moment", MOMENTS)
def test_pages_and_tables_answer_at_every_moment(client: Client, moment: str) -> None:
    addresses = [f"/charts/{name}/{key}{end}" for name, key in CHARTS for end in ("/", "/embed/", ".csv")]
    assert {address: client.get(address + moment).status_code for address in addresses} == dict.fromkeys(addresses, 200)


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [("svg", "image/svg+xml"), ("png", "image/png"), ("json", "application/json"), ("csv", "text/csv; charset=utf-8")],
)
def test_files_can_be_kept_and_asked_for_again(client: Client, kind: str, content_type: str) -> None:
    first = client.get(f"/charts/system_donors/patriot.{kind}")
    assert first.status_code == 200
    assert first["Content-Type"] == content_type
    assert first["Ramstein-Version"] == "3"
    assert first["Access-Control-Allow-Origin"] == "*"
    assert first["Cache-Control"] == "public, max-age=60"
    again = client.get(f"/charts/system_donors/patriot.{kind}", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_page_asks_nothing_for_charts_that_it_showed_before(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/donors/")
    with django_assert_num_queries(3):
        client.get("/donors/", headers={"accept-encoding": "gzip"})


def test_drawing_may_use_only_its_own_stylesheet(client: Client) -> None:
    policy = client.get("/charts/system_donors/patriot.svg")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "style-src 'sha256-" in policy
    assert "unsafe" not in policy


def test_page_names_its_drawings_so_that_they_last(client: Client) -> None:
    shown = client.get("/systems/patriot/").content.decode()
    source = shown.split('srcset="')[1].split('"')[0].replace("&amp;", "&")
    drawing = client.get(source)
    assert drawing.status_code == 200
    assert drawing["Cache-Control"] == "public, max-age=31536000, immutable"
    assert b'width="340"' in drawing.content


def test_specification_for_pages_has_no_title_of_its_own(client: Client) -> None:
    full = json.loads(client.get("/charts/system_donors/patriot.json").content)
    on_page = json.loads(client.get("/charts/system_donors/patriot.json?form=page").content)
    assert "".join(full["title"]["text"]) == "Patriot: who promised, who delivered"
    assert "title" not in on_page


def test_only_the_frame_may_stand_in_other_sites(client: Client) -> None:
    frame = client.get("/charts/system_donors/patriot/embed/")
    assert "frame-ancestors *" in frame["Content-Security-Policy"]
    assert "X-Frame-Options" not in frame
    page = client.get("/charts/system_donors/patriot/")
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


def test_page_cites_the_version_and_hands_out_the_frame(client: Client) -> None:
    text = Page(client.get("/charts/system_donors/patriot/")).text
    assert "Dataset version 3 of 1 July 2025, as of 1 July 2025, methods version 1." in text
    assert "http://localhost:8000/charts/system_donors/patriot/?valid_at=2025-07-01&known_at=v3" in text
    assert '<iframe src="http://localhost:8000/charts/system_donors/patriot/embed/"' in text
    assert "Germany 1 4 up to 2" in text


def test_pages_show_their_charts_with_words_and_tools(client: Client) -> None:
    places = {
        "/": ["donor_map-promised", "value_over_time-all"],
        "/?capability=all": ["donor_map-promised", "value_over_time-all"],
        "/systems/patriot/": ["system_over_time-patriot", "system_donors-patriot", "gap_waterfall-patriot"],
        "/donors/DEU/": ["donor_timeliness-DEU"],
        "/donors/": ["donor_systems-all", "donor_map-promised", "donor_map-delivered"],
        "/meetings/udcg-28/": [],
    }
    found = {}
    for path in places:
        parts = client.get(path).content.decode().split('<figure class="card chart" id="chart-')[1:]
        found[path] = [part.split('"')[0] for part in parts]
        assert all('alt="' in part and "width=" in part for part in parts)
        assert [ENDS.sub("", " ".join(TAGS.sub(" ", part.split("</figure>")[0]).split())) for part in parts] == [
            TOOLS for _part in parts
        ]
    assert found == places


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/charts/nothing/patriot/", 404, "There is no chart nothing."),
        ("/charts/system_donors/nothing/", 404, "The chart system_donors has nothing by the key nothing."),
        ("/charts/system_donors/patriot.pdf", 404, "not as pdf"),
        ("/charts/gap_waterfall/patriot.launcher.svg", 404, "No need is stated in launchers."),
        ("/charts/system_donors/patriot.svg?form=wide", 400, "wide"),
        ("/charts/system_donors/patriot/?valid_at=soon", 400, "valid_at: 'soon' is no date."),
    ],
)
def test_wrong_addresses_say_what_would_be_right(client: Client, path: str, status: int, said: str) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert said in Page(response).text


def test_library_of_the_browser_is_the_one_of_the_drawing_engine() -> None:
    assert (BASE_DIR / TARGET).read_text(encoding="utf-8") == bundle()


def test_stylesheet_of_pages_turns_the_same_colours_dark() -> None:
    sheet = " ".join((BASE_DIR / "static/css/charts.css").read_text().split())
    for light, dark in DARK.items():
        for paint in ("fill", "stroke"):
            assert f'.chart-live [{paint}="{light}"] {{ {paint}: {dark}; }}' in sheet


def test_frame_of_a_page_of_the_past_stays_there(client: Client) -> None:
    now = Page(client.get("/charts/system_donors/patriot/")).text
    then = Page(client.get("/charts/system_donors/patriot/?valid_at=2025-06-05&known_at=v1")).text
    assert '/charts/system_donors/patriot/embed/" title' in now
    assert "/charts/system_donors/patriot/embed/?valid_at=2025-07-01&amp;known_at=v3" in now
    assert "/charts/system_donors/patriot/embed/?valid_at=2025-06-05&amp;known_at=v1" in then


def test_page_says_days_and_units_as_people_do_and_the_file_as_programs_do(client: Client) -> None:
    page = Page(client.get("/charts/promised_delivered/air_defence/")).text
    rows = client.get("/charts/promised_delivered/air_defence.csv").content.decode()
    steps = client.get("/charts/system_over_time/patriot.csv").content.decode()
    assert "Patriot batteries 1 4" in page
    assert "Patriot,battery,1,4,4" in rows
    assert "2025-06-01,4,4,4,4,0,0,0,0,0,0" in steps
    assert "from 1 source" in page
