"""The rows of a figure add up to it to the last digit, as the test itself adds them up, whatever the ledger holds."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from pledges import projections
from pledges.answers import AsOf, gaps, headroom, keyed_summaries, system_summaries
from pledges.answers.explanations.explained_figure import explain
from pledges.answers.explanations.explained_rows import ExplainedRow, explained_rows
from pledges.answers.explanations.figure_subjects import subject_of
from pledges.answers.figure_addresses import PATHS
from pledges.answers.filters import parse_moment
from pledges.answers.filters.parameter import RefusedError
from pledges.models import Scope
from pledges.values.figure_rules import FigurePart, RowSign
from pledges.values.stages import QUANTITY_FIGURES
from tests.pledges import staff_steps
from tests.pledges.projections import ledgers
from tests.pledges.projections.test_refresh import create_conversion, exhaustively, taken_back

MILITARY = ("military",)
ANY_UNIT = [path for path in PATHS if path not in QUANTITY_FIGURES]


class Bounds(NamedTuple):
    """Low, best and high; None is unknown or without upper bound."""

    low: Decimal
    best: Decimal | None
    high: Decimal | None


def every_address(as_of: AsOf) -> Iterator[str]:
    """Yield the address of every figure that the ledger has."""
    yield from (f"all:{path}" for path in ANY_UNIT)
    yield from (f"capability:air_defence:{path}" for path in ANY_UNIT)
    for row in system_summaries(as_of):
        yield from (f"system:{row.system.slug}:{row.unit}:{path}" for path in PATHS)
    for scope in (Scope.DONOR, Scope.MEETING, Scope.COALITION):
        for whole in keyed_summaries(as_of, scope):
            yield from (f"{scope.value}:{whole.key}:{path}" for path in ANY_UNIT)
            for part in whole.systems:
                yield from (f"{scope.value}:{whole.key}:{part.system.slug}:{part.unit}:{path}" for path in PATHS)
    yield from (f"gap:{row.system.slug}:{row.unit}" for row in gaps(as_of))
    yield from (f"headroom:{row.donor}:{row.system.slug}" for row in headroom(as_of))


def add_up(rows: list[ExplainedRow]) -> Bounds:
    parts = [row.contributes for row in rows if row.contributes is not None]
    whole = sum((part.low for part in parts), Decimal(0))
    bests = [part.low if part.low == part.high else part.best for part in parts]
    highs = [part.high for part in parts]
    return Bounds(
        whole,
        None if None in bests else sum((best for best in bests if best is not None), Decimal(0)),
        None if None in highs else sum((high for high in highs if high is not None), Decimal(0)),
    )


def take_off(whole: Bounds, gone: Bounds) -> Bounds:
    def less(a: Decimal | None, b: Decimal | None) -> Decimal | None:
        return None if a is None or b is None else max(Decimal(0), a - b)

    low = less(whole.low, gone.high) or Decimal(0)
    high = less(whole.high, gone.low)
    return Bounds(low, low if low == high else less(whole.best, gone.best), high)


def figure_of(rows: list[ExplainedRow]) -> Bounds:
    """Return what rows come to: sums add, what has the other sign goes off, stock by stock."""
    of: dict[str, list[ExplainedRow]] = {}
    for row in rows:
        of.setdefault(row.part, []).append(row)
    if FigurePart.NEED in of:
        return take_off(add_up(of[FigurePart.NEED]), add_up(of.get(FigurePart.SECURED, [])))
    if FigurePart.TOTAL in of:
        held = take_off(add_up(of[FigurePart.TOTAL]), add_up(of.get(FigurePart.UNAVAILABLE, [])))
        if FigurePart.ELSEWHERE in of:
            low = take_off(held, add_up(of[FigurePart.ELSEWHERE])).low
            held = Bounds(low, low if low == held.high else None, held.high)
        return take_off(held, add_up([*of.get(FigurePart.LEFT, []), *of.get(FigurePart.OWED, [])]))
    whole = add_up(of.get(FigurePart.SUM, []))
    return whole._replace(best=whole.low if whole.low == whole.high else whole.best)


def check_figures(as_of: AsOf, addresses: list[str]) -> None:
    """Hold figures against their rows."""
    apart: dict[str, Any] = {}
    for word in addresses:
        subject = subject_of(word)
        found = explain(as_of, subject, aid_types=MILITARY)
        rows = explained_rows(as_of, subject, aid_types=MILITARY).records(ExplainedRow)
        stored = found.stored and Bounds(found.stored.low, found.stored.best, found.stored.high)
        counting = [row for row in rows if row.sign != RowSign.NONE]
        none = len({row.pledge for row in counting if not row.has_number})
        if not found.adds_up or stored not in (None, figure_of(counting)):
            apart[word] = (stored, figure_of(counting), found.value)
        if found.stored and none != found.stored.without_number:
            apart[word] = (none, found.stored)
        if not all(row.rules for row in rows):
            apart[word] = [row for row in rows if not row.rules]
    assert apart == {}


@settings(exhaustively, max_examples=2)
@given(data=st.data())
def test_rows_of_every_figure_add_up_to_it(catalogue: None, data: st.DataObject) -> None:
    with taken_back():
        create_conversion(data)
        ledgers.publish(data.draw(ledgers.wide_ledger_rows(pledges=8)), now=staff_steps.NOW)
        projections.drain_outbox(today=ledgers.TODAY, now=staff_steps.NOW)
        as_of = parse_moment(data.draw(st.sampled_from([None, "2025-06-15"])), None, now=staff_steps.NOW)
        addresses = list(every_address(as_of))
        differences = [word for word in addresses if word.startswith(("gap:", "headroom:"))]
        some = data.draw(st.lists(st.sampled_from(addresses), min_size=12, max_size=12, unique=True))

        check_figures(as_of, [*differences, *some])


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(("known_at", "first"), [("v2", 0), (None, 1)])
def test_rows_of_the_small_ledger_add_up(known_at: str | None, first: int) -> None:
    as_of = parse_moment(None, known_at, now=staff_steps.NOW)
    addresses = list(every_address(as_of))

    assert len(addresses) > 100
    check_figures(as_of, addresses[first::9])


def rows_of(word: str) -> list[tuple[Any, ...]]:
    as_of = parse_moment(None, None, now=staff_steps.NOW)
    rows = explained_rows(as_of, subject_of(word), aid_types=MILITARY).records(ExplainedRow)
    return [(row.sign, row.part, row.pledge, row.contributes and row.contributes.text, row.rules) for row in rows]


@pytest.mark.usefixtures("ledger")
def test_what_touches_a_figure_and_counts_nothing_says_why() -> None:
    assert rows_of("system:patriot:battery:promised") == [
        ("plus", "sum", "2025-DEU-001", "4", ["counted_stated"]),
        ("none", "left_out", "2025-DEU-002", "0", ["restatement_adds_nothing"]),
        ("none", "left_out", "2025-NLD-001", "0", ["signalled_not_counted"]),
    ]


@pytest.mark.usefixtures("ledger")
def test_a_donor_counts_its_share_and_its_amount() -> None:
    (launchers,) = rows_of("donor:NOR:patriot:launcher:promised")
    amounts = rows_of("donor:NOR:value_eur:promised")

    assert launchers[3:] == ("1", ["counted_stated", "share_of_joint_purchase"])
    assert [row[3:] for row in amounts] == [
        ("50,000,000", ["share_of_joint_purchase", "amount_in_euro"]),
        ("50,000,000", ["amount_in_euro"]),
    ]


@pytest.mark.usefixtures("ledger")
def test_a_gap_is_the_need_less_what_is_secured() -> None:
    assert rows_of("gap:patriot:battery")[0] == ("plus", "need", None, "10", ["need_in_all"])


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("word", "nearest"),
    [
        ("system:patriott:battery:promised", "system:patriot:battery:promised"),
        ("system:patriot:batery:deliverd", "system:patriot:battery:delivered"),
        ("system:patriot:promised", "system:patriot:battery:promised"),
        ("donor:DEU", "donor:DEU:value_eur:promised"),
        ("gap:patriot", "gap:patriot:battery"),
        ("hedroom:DEU:patriot", "headroom:DEU:patriot"),
        ("nothing", ""),
        ("meeting:udcg-28:value_eur:promissed", "meeting:udcg-28:value_eur:promised"),
    ],
)
def test_a_wrong_address_names_the_nearest(word: str, nearest: str) -> None:
    with pytest.raises(RefusedError) as refused:
        subject_of(word)
    assert refused.value.nearest == nearest


@pytest.mark.usefixtures("ledger")
def test_api_says_the_figure_its_sum_and_that_both_are_equal(client: Client) -> None:
    answer = client.get("/api/v1/explain/?figure=system:patriot:battery:promised").json()
    four = {"text": "4", "low": 4, "best": 4, "high": 4}
    whole = {**four, "unbounded": 0, "stated": four, "without_number": 0}

    citation = answer["figure"].pop("citation")
    assert "figure=system:patriot:battery:promised&valid_at=" in citation
    assert answer["figure"] == {
        "address": "system:patriot:battery:promised",
        "title": "Patriot, batteries: promised",
        "sentence": "Patriot, batteries: promised. What was announced or more, less what was withdrawn.",
        "unit": "battery",
        "value": whole,
        "sum": whole,
        "adds_up": True,
        "parts": [{"part": "sum", "sign": "plus", "sum": whole, "rows": 1}],
        "left_out": 2,
        "methods_version": 1,
    }
    assert [row["contributes"]["best"] for row in answer["results"]] == [4, 0, 0]


REFUSED = ("gap:nasams:radar", "headroom:NOR:nasams&format=csv", "gap:patriod:battery")


@pytest.mark.usefixtures("ledger")
def test_api_refuses_what_nobody_states_and_what_is_no_figure(client: Client) -> None:
    answers = [client.get(f"/api/v1/explain/?figure={word}") for word in REFUSED]

    assert [(answer.status_code, answer.json()["errors"][0]["hint"]) for answer in answers] == [
        (400, "gaps/ lists every need that is stated."),
        (400, "headroom/ lists every stock that is stated."),
        (400, "Did you mean gap:patriot:battery?"),
    ]
