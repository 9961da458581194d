"""What a reader chooses on the page of a chart stands in its address, and works without JavaScript."""

import re

import pytest
from django.test import Client

from tests.pledges.site.reading import Page

pytestmark = pytest.mark.usefixtures("ledger")
PATRIOT = "/charts/system_over_time/patriot/"
FIGURES = re.compile(r"<summary>([^<]*)</summary>")


def test_page_of_a_chart_says_what_it_shows(client: Client) -> None:
    assert "Patriot: up to 2 of 4 promised batteries have arrived" in Page(client.get(PATRIOT)).text


def test_rows_are_a_list_of_three_levels_with_the_figures_of_the_table(client: Client) -> None:
    answer = client.get(f"{PATRIOT}?view=list")
    (shown,) = answer.context["shown"]
    cells = [[cell.words for cell in row.cells] for row in shown.table]
    steps = [step for year in shown.branches for step in year.branches]
    assert [year.label for year in shown.branches] == ["2025"]
    assert [[step.label, *(words for _label, words in step.figures)] for step in steps] == cells
    assert FIGURES.findall(answer.content.decode())[-len(steps) - 2 :] == [
        shown.sheet.title,
        "2025",
        *(step.label for step in steps),
    ]


def test_a_period_is_cut_and_begins_with_what_stood_then(client: Client) -> None:
    every = client.get(PATRIOT).context["sheet"].rows
    cut = client.get(f"{PATRIOT}?from=2025-06-20&to=2025-06-25").context
    assert cut["key"] == "patriot~2025-06-20~2025-06-25"
    before = [row for row in every if row[0].isoformat() <= "2025-06-20"]
    assert cut["sheet"].rows[0][1:] == before[-1][1:]
    assert cut["sheet"].rows[0][0].isoformat() == "2025-06-20"
    assert cut["sheet"].marks["end"] == "2025-06-25"


def test_a_share_is_drawn_where_it_is_a_ratio_and_refused_with_words_where_not(client: Client) -> None:
    shared = client.get(f"{PATRIOT}?scale=relative").context
    assert (shared["key"], shared["refused"]) == ("patriot~~~share", False)
    share = shared["sheet"].rows[-1][2]
    assert (share.low, share.best, share.high) == (0, None, 50)
    launchers = client.get("/charts/system_over_time/patriot.launcher/?scale=relative")
    assert launchers.context["refused"] is False
    assert client.get("/charts/value_over_time/all/?scale=relative").status_code == 400


def test_charts_are_compared_and_taken_away_again(client: Client) -> None:
    path = "/charts/donor_timeliness/DEU/?compare=NOR&compare=NOBODY"
    answer = client.get(path)
    assert [one.key for one in answer.context["shown"]] == ["DEU", "NOR"]
    page = Page(client.get(path))
    assert page.href("Norway × remove") == "/charts/donor_timeliness/DEU/?compare=NOBODY"
    assert [entity.key for entity in answer.context["entities"]][:2] == ["DEU", "NOR"]


@pytest.mark.parametrize("query", ["from=soon", "view=map", "to=2025"])
def test_wrong_choices_say_what_would_be_right(client: Client, query: str) -> None:
    assert client.get(f"{PATRIOT}?{query}").status_code == 400
