"""Words for units beside a number: they fill a blank unit, and contradict another one."""

from __future__ import annotations

from typing import Any

import pytest

from pledges.intake.cell_words import unit_named
from pledges.intake.planner import plan_rows
from tests.pledges import staff_steps

pytestmark = pytest.mark.usefixtures("catalogue")


def unit_and_rule(**cells: Any) -> tuple[str, str]:
    """Return the unit that a row comes to, and the rule that its quantity breaks."""
    (plan,) = plan_rows([staff_steps.pledge_row(**cells)], today=staff_steps.TODAY)
    rule = next((problem.rule for problem in plan.problems if problem.column in ("quantity", "unit")), "")
    return (str(plan.fact.columns["unit"]) if plan.fact else ""), rule


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("quantity", "unit", "expected"),
    [
        ("3 launchers", "battery", ("", "unit_of_quantity")),
        ("3 пускові установки", "battery", ("", "unit_of_quantity")),
        ("3 Werfer", "battery", ("", "unit_of_quantity")),
        ("several radars", "battery", ("", "unit_of_quantity")),
        ("3 launchers", None, ("launcher", "")),
        ("3 Startgeräte", None, ("launcher", "")),
        ("zwei Batterien", None, ("battery", "")),
        ("дві батареї", None, ("battery", "")),
        ("2 missile launchers", None, ("launcher", "")),
        ("3 launchers for missiles", "launcher", ("launcher", "")),
        ("2 batteries of interceptors", "battery", ("battery", "")),
        ("2 Patriot systems", "battery", ("battery", "")),
        ("2 Patriot systems", None, ("", "unit_of_system")),
        ("2", None, ("", "unit_of_system")),
        ("2 units", "battery", ("battery", "")),
        ("2 batteries", "Batterien", ("battery", "")),
        ("5 Gepards", "battery", ("battery", "")),
    ],
)
def test_unit_beside_a_number(quantity: str, unit: str | None, expected: tuple[str, str]) -> None:
    assert unit_and_rule(quantity=quantity, unit=unit) == expected


@pytest.mark.django_db
def test_unit_of_another_system_is_a_problem_with_the_right_one_as_hint() -> None:
    row = staff_steps.pledge_row(system="shell-155", unit=None, quantity="2 batteries")
    (plan,) = plan_rows([row], today=staff_steps.TODAY)
    assert [(one.column, one.rule, one.message, one.hint) for one in plan.problems] == [
        ("quantity", "unit_of_quantity", "“batteries” are not rounds", "how many rounds")
    ]


@pytest.mark.django_db
def test_entry_in_another_unit_than_its_pledge_is_a_problem() -> None:
    pledge = staff_steps.pledge_row(quantity="2")
    rows = [pledge, staff_steps.entry_row(pledge["external_reference"], quantity="3 launchers")]
    plans = plan_rows(rows, today=staff_steps.TODAY)
    assert [[(one.column, one.rule) for one in plan.problems] for plan in plans] == [
        [],
        [("quantity", "unit_of_quantity")],
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("quantity", ["0", "None", "nil", "0 batteries"])
def test_promise_of_exactly_nothing_is_a_problem(quantity: str) -> None:
    assert unit_and_rule(quantity=quantity) == ("", "promise_of_nothing")


@pytest.mark.django_db
def test_nothing_delivered_is_a_fact() -> None:
    assert unit_and_rule(quantity="0", stage="delivered") == ("battery", "")


@pytest.mark.django_db
def test_promise_of_money_of_exactly_nothing_is_a_problem() -> None:
    row = staff_steps.pledge_row(system="money", unit=None, quantity=None, amount="€0")
    (plan,) = plan_rows([row], today=staff_steps.TODAY)
    assert [(one.column, one.rule) for one in plan.problems] == [("amount", "promise_of_nothing")]


@pytest.mark.parametrize(
    ("word", "unit"),
    [
        ("fire unit", "fire_unit"),
        ("Firing units", "fire_unit"),
        ("fire_unit", "fire_unit"),
        ("Batterie", "battery"),
        ("батарей", "battery"),
        ("interceptors", "missile"),
        ("wyrzutnie", "launcher"),
        ("pociski", "pociski"),
        ("spoon", "spoon"),
    ],
)
def test_unit_is_named_by_its_word_in_any_language(word: str, unit: str) -> None:
    assert unit_named(word) == unit
