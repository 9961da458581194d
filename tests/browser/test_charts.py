"""Charts that came to life: what is pointed at stands out, and nothing else."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.pledges import staff_steps
from tests.pledges.sample_ledgers import publish_page_ledger

CHARTS = {
    "system_over_time": "patriot",
    "system_donors": "patriot",
    "donor_timeliness": "DEU",
    "donor_systems": "all",
    "meeting_flow": "udcg-28",
}
"""Charts that have every kind of mark between them: lines, points, bars, cells with words on them, bands."""

DATES = ".chart-live [aria-roledescription=date]"

FOCUS = "rgb(255, 191, 0)"

STROKES = """() => [...document.querySelectorAll(".chart-live svg *")].map(part => getComputedStyle(part).stroke)"""

MARKS = """() => [...document.querySelectorAll(".chart-live svg *")].flatMap((part, place) =>
    part.matches("[role=graphics-symbol][aria-label]:not(g)") ? [place] : [])"""
"""The places of the marks of data among all parts of a drawing; axes are groups."""

POINT = """place => {
    const part = document.querySelectorAll(".chart-live svg *")[place];
    const box = part.getBoundingClientRect();
    for (const share of [0.5, 0.1, 0.9]) {
        const [x, y] = [box.left + box.width * share, box.top + box.height / 2];
        if (document.elementFromPoint(x, y) === part) return [x, y];
    }
    return null;
}"""
"""A point of a mark where no other lies over it: its middle, or near one of its ends."""


@pytest.fixture(autouse=True)
def _ledger(live_server: LiveServer) -> None:
    staff_steps.create_catalogue()
    publish_page_ledger()


def bring_to_life(page: Page, name: str, key: str) -> None:
    page.goto(f"/charts/{name}/{key}/")
    page.locator(".chart-face").focus()
    expect(page.locator(".chart-live svg")).to_be_visible()


def changed_strokes(before: list[str], after: list[str]) -> dict[int, str]:
    """Return the new strokes by the places of the parts that have them."""
    return {place: new for place, (old, new) in enumerate(zip(before, after, strict=True)) if old != new}


def test_pointing_at_a_mark_paints_that_mark_alone(page: Page) -> None:
    painted: dict[str, dict[int, str]] = {}
    expected: dict[str, dict[int, str]] = {}
    for name, key in CHARTS.items():
        bring_to_life(page, name, key)
        points = {place: point for place in page.evaluate(MARKS) if (point := page.evaluate(POINT, place))}
        place, (x, y) = next(iter(points.items()))
        before = page.evaluate(STROKES)
        page.mouse.move(x, y)
        painted[name], expected[name] = changed_strokes(before, page.evaluate(STROKES)), {place: FOCUS}
        page.mouse.move(0, 0)
    assert painted == expected


def test_pointing_at_a_word_of_the_legend_paints_nothing(page: Page) -> None:
    bring_to_life(page, "system_over_time", "patriot")
    before = page.evaluate(STROKES)
    box = page.locator(".chart-live svg text", has_text="delivered").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert changed_strokes(before, page.evaluate(STROKES)) == {}


def test_arrow_keys_paint_the_mark_they_reach(page: Page) -> None:
    bring_to_life(page, "system_donors", "patriot")
    before = page.evaluate(STROKES)
    first, second = page.evaluate(MARKS)[:2]
    page.keyboard.press("ArrowRight")
    at_first = changed_strokes(before, page.evaluate(STROKES))
    page.keyboard.press("ArrowRight")
    assert [at_first, changed_strokes(before, page.evaluate(STROKES))] == [{first: FOCUS}, {second: FOCUS}]


GRID = """([across, down]) => {
    const room = document.querySelector(".chart-face").getBoundingClientRect();
    const cells = (count) => [...Array(count).keys()].map(place => (place + 0.5) / count);
    const point = (x, y) => [Math.round(room.left + room.width * x), Math.round(room.top + room.height * y)];
    return cells(down).flatMap(y => cells(across).map(x => point(x, y)));
}"""
"""Points all over a chart, in whole pixels: plot, margins and legend."""

ANSWER = """([x, y]) => {
    const symbols = "svg [role=graphics-symbol][aria-label]:not(g)";
    const own = document.elementFromPoint(x, y).closest(symbols);
    const dates = [...document.querySelectorAll(".chart-live [aria-roledescription=date]")];
    const away = mark => {
        const box = mark.getBoundingClientRect();
        return Math.abs(box.left + box.width / 2 - x);
    };
    const nearest = dates.reduce((one, other) => away(other) < away(one) ? other : one);
    return (own ?? nearest).getAttribute("aria-label");
}"""
"""What a point of a time chart has to say: the mark under it, else the nearest date."""

SAID = """() => {
    const tip = document.querySelector(".chart-tip");
    return tip.hidden ? null : tip.textContent;
}"""


SWEEP = f"""async points => {{
    const said = [], wanted = [];
    for (const [clientX, clientY] of points) {{
        const moved = new PointerEvent("pointermove", {{ clientX, clientY, bubbles: true }});
        document.elementFromPoint(clientX, clientY).dispatchEvent(moved);
        await new Promise(resolve => setTimeout(resolve));
        said.push(({SAID})());
        wanted.push(({ANSWER})([clientX, clientY]));
    }}
    return [said, wanted];
}}"""


def test_the_nearest_date_answers_anywhere_over_a_time_chart(page: Page) -> None:
    bring_to_life(page, "system_over_time", "patriot")
    said, wanted = page.evaluate(SWEEP, page.evaluate(GRID, [30, 14]))
    assert len(said) == 420
    assert said == wanted
    assert len(set(said)) > 1
    for x, y in page.evaluate(GRID, [3, 3]):
        page.mouse.move(x, y)
        assert page.evaluate(SAID) == page.evaluate(ANSWER, [x, y])


def test_a_chart_answers_a_finger_and_arrow_keys_reach_each_date(browser: Browser, live_server: LiveServer) -> None:
    visitor = browser.new_context(base_url=live_server.url, has_touch=True, viewport={"width": 390, "height": 800})
    page = visitor.new_page()
    bring_to_life(page, "system_over_time", "patriot")
    x, y = page.evaluate(GRID, [1, 1])[0]
    page.touchscreen.tap(x, y)
    assert page.evaluate(SAID) == page.evaluate(ANSWER, [x, y])
    dates = page.evaluate(f"() => [...document.querySelectorAll('{DATES}')].map(mark => mark.ariaLabel)")
    page.keyboard.press("Home")
    reached = {page.evaluate(SAID)}
    for _ in page.evaluate(MARKS):
        page.keyboard.press("ArrowRight")
        reached.add(page.evaluate(SAID))
    visitor.close()
    assert set(dates) <= reached
