"""Every figure on every page opens what it is made of, and says no more and no less than that adds up to."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client
from django.utils.html import strip_tags

from meetings.models import Donor, DonorGdp, Source
from pledges.answers.figure_addresses import GAP, parse_figure_address, query_behind
from pledges.words.figure_spans import percentage
from pledges.words.figure_words import money_words, number, quantity
from tests.pledges.site.figures import Figures, Found
from tests.pledges.site.reading import Page
from tests.pledges.site.test_pages import PAGES

pytestmark = pytest.mark.usefixtures("ledger")

CRAWLED = (*PAGES, "/pledges/?group_by=donor", "/changes/", "/changes/?after=0", "/charts/system_donors/patriot/")
NO_FIGURE = {"no stated need", "none stated", "none recorded", "none", "not dated", "not counted", "units differ"}
"""Words in place of a figure: there is nothing to open."""

EXEMPT = {
    "pledges": "a row of a list of pledges is itself what opens; its promise is the link",
    "#found": "the totals of the very list that stands beneath",
    "#stock-DEU-patriot": "the terms of a headroom, in the row that holds their source and its words",
    "under": "a remark beneath a figure that is a link itself",
}
"""Figures that are no links, by the mark around them, each with the reason."""


def is_data(found: Found) -> bool:
    return ("figure" in found.around or any(sign.isdigit() for sign in found.words)) and found.words not in NO_FIGURE


def test_every_figure_is_a_link(client: Client) -> None:
    closed = {
        (path, found.words)
        for path in CRAWLED
        for found in Figures(client.get(path)).found
        if is_data(found) and not found.href and not found.around & EXEMPT.keys()
    }
    assert closed == set()


def test_every_link_of_a_figure_answers_and_has_its_anchor(client: Client) -> None:
    hrefs = {found.href for path in CRAWLED for found in Figures(client.get(path)).found if found.href.startswith("/")}
    assert len(hrefs) > 50
    broken = {href for href in hrefs if (answer := client.get(href)).status_code != 200 or not has_anchor(answer, href)}
    assert broken == set()


ADDRESSED = re.compile(r'href="([^"]+)" data-figure="([^"]+)"')


def test_figures_carry_their_addresses_which_lead_where_they_open(client: Client) -> None:
    found = {pair for path in CRAWLED for pair in ADDRESSED.findall(client.get(path).content.decode())}
    figures = {word: (urlsplit(unescape(href)), parse_figure_address(word)) for href, word in found}
    apart = {
        word: where
        for word, (where, figure) in figures.items()
        if figure.about != GAP and parse_qs(where.query) != parse_qs(urlencode(query_behind(figure), doseq=True))
    }
    assert apart == {}
    assert {"system:patriot:battery:promised", "donor:NOR:value_eur:promised", "all:overdue:certainly"} <= set(figures)
    assert {figure.about for _where, figure in figures.values()} >= {"system", "donor", "meeting", "coalition", "gap"}


def has_anchor(answer: Any, href: str) -> bool:
    anchor = urlsplit(href).fragment
    return not anchor or f'id="{anchor}"' in answer.text


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of some rows as the test itself adds them up; high None is without upper bound."""

    low: Decimal
    high: Decimal | None


def part_of(row: dict[str, Any], donor: str, *, money: bool) -> Decimal:
    """Return the part of a pledge that counts for a donor: owners of stock before funders, money always to funders."""
    owners = [party for party in row["donors"] if party["role"] == "stock_owner"]
    funders = [party for party in row["donors"] if party["role"] == "funder"]
    parties = funders if money or not owners else owners
    if len(parties) == 1 and parties[0]["share"] is None:
        return Decimal(parties[0]["code"] == donor)
    return sum((Decimal(str(party["share"] or 0)) for party in parties if party["code"] == donor), Decimal(0))


def added_up(rows: list[dict[str, Any]], name: str, donor: str) -> Sum:
    """Add up the quantities of rows, or the part of them that counts for a donor."""
    parts = [(row[name], part_of(row, donor, money=False) if donor else Decimal(1)) for row in rows]
    open_ended = any(value["high"] is None for value, part in parts if part)
    return Sum(
        sum((Decimal(str(value["low"])) * part for value, part in parts), Decimal(0)),
        None if open_ended else sum((Decimal(str(value["high"])) * part for value, part in parts), Decimal(0)),
    )


def worth(rows: list[dict[str, Any]], name: str, donor: str) -> Sum:
    """Add up the values in euro that rows have."""
    valued = [row for row in rows if row["value_eur"][name]]
    return added_up(
        [{**row, "value": row["value_eur"][name], "donors": funders_only(row)} for row in valued], "value", donor
    )


def worth_in_words(rows: list[dict[str, Any]], name: str, donor: str) -> str:
    """Say a value in euro; of what is delivered nothing at all says that nobody reports anything."""
    value = worth(rows, name, donor)
    return "not reported" if name == "delivered" and value.high == 0 else money_words(value, "EUR")


def funders_only(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [party for party in row["donors"] if party["role"] == "funder"]


Rows = list[dict[str, Any]]


def of_gdp(rows: Rows, donor: str) -> set[str]:
    """Return what a donor's part of the stated values comes to beside the GDP that the test has given it."""
    total, gdp = worth(rows, "promised", donor), DonorGdp.objects.filter(donor__code=donor).first()
    if gdp is None or not any(row["value_eur"]["promised"] for row in rows):
        return {"unknown"}
    share = Sum(total.low * 100 / gdp.amount_eur, None if total.high is None else total.high * 100 / gdp.amount_eur)
    return {strip_tags(percentage(share))}


COLUMNS: dict[str, Callable[[Rows, str], set[str]]] = {
    "Pledges": lambda rows, donor: {number(len(rows))},
    **{
        label: lambda rows, donor, name=name: {  # type: ignore[misc]  # a lambda with a default
            quantity(added_up(rows, name, donor)),
            worth_in_words(rows, name, donor) if name != "outstanding" else "",
        }
        for label, name in (
            ("Promised", "promised"),
            ("Delivered", "delivered"),
            ("Firm", "firm"),
            ("Announced only", "announced_only"),
            ("Outstanding", "outstanding"),
        )
    },
    "Value promised": lambda rows, donor: {money_words(worth(rows, "promised", donor), "EUR")},
    "Promised in money": lambda rows, donor: {money_words(worth(rows, "promised", donor), "EUR")},
    "Value delivered": lambda rows, donor: {worth_in_words(rows, "delivered", donor)},
    "Without amount": lambda rows, donor: {number(sum(row["unvalued"] for row in rows))},
    "Promised, of GDP": of_gdp,
    "Due date passed": lambda rows, donor: {
        f"{len(rows)}{word}" for word in ("", " overdue", " not reported", " with no full delivery reported")
    },
}
"""What the rows behind a figure must come to, by the heading of its column."""


def says(rows: Rows, donor: str, column: str) -> set[str]:
    """Return what a figure may say about the rows behind it; without a column, any of what can be added up."""
    stated = COLUMNS.get(column)
    found = stated(rows, donor) if stated else set().union(*(add(rows, donor) for add in COLUMNS.values()))
    nothing_valued = all(not row["value_eur"]["promised"] for row in rows)
    return {" ".join(words.split()) for words in found | ({"no value stated"} if nothing_valued else set())}


SINCE = {"Secured", "Left since", "Owed"}
"""Columns that count only what came after a need or a stock was stated, out of the pledges that they open."""

OF_THE_PAGE = ("group_by", "order", "columns")
"""Parameters of the list that choose no rows; the API has none of them."""


def behind(client: Client, query: str) -> Rows:
    """Return the rows that a list of pledges shows."""
    kept = {name: values for name, values in parse_qs(query).items() if name not in OF_THE_PAGE}
    answer = client.get("/api/v1/pledges/", {**kept, "page_size": 500})
    return list(answer.json()["results"])


def test_figures_are_the_sums_of_the_rows_they_open(client: Client) -> None:
    norway, source = Donor.objects.get(code="NOR"), Source.objects.create(title="Accounts", publisher="Statistics")
    DonorGdp.objects.create(donor=norway, year=2024, amount=4 * 10**10, currency="EUR", rate=1, source=source)
    wrong, right = {}, 0
    for path in CRAWLED:
        for found in Figures(client.get(path)).found:
            where = urlsplit(found.href)
            if where.path != "/pledges/" or not is_data(found) or found.column in SINCE:
                continue
            rows = behind(client, where.query)
            allowed = says(rows, parse_qs(where.query).get("attributed_to", [""])[0], found.column)
            right += found.words in allowed
            if found.words not in allowed:
                wrong[path, found.words, found.column, found.href] = allowed
    assert wrong == {}
    assert right > 100


def test_lists_behind_figures_say_how_many_rows_there_are(client: Client) -> None:
    for path in ("/", "/donors/", "/meetings/udcg-28/"):
        for found in Figures(client.get(path)).found:
            where = urlsplit(found.href)
            if where.path == "/pledges/":
                rows = behind(client, where.query)
                plural = "pledge fits" if len(rows) == 1 else "pledges fit"
                assert f"{len(rows)} {plural}" in Page(client.get(found.href)).text
