"""A need that is another count of one: of the same change set, or published, by either of its names."""

from __future__ import annotations

import pytest

from pledges.intake.fact_cells import cells_of_fact
from pledges.intake.planner import plan_rows
from pledges.models import Requirement
from tests.pledges import staff_steps

pytestmark = pytest.mark.usefixtures("catalogue")


def wish(**cells: str) -> staff_steps.Row:
    return staff_steps.requirement_row(external_reference="t:wish", **cells)


def other_count(of: str, **cells: str) -> staff_steps.Row:
    return staff_steps.requirement_row(
        external_reference="t:other", same_wish_as=of, **{"unit": "launcher", "quantity": "80", **cells}
    )


def units_of_wishes() -> dict[str, str | None]:
    found = Requirement.objects.order_by("pk").values_list("unit", "same_wish_as__unit")
    return dict(found)


def test_need_finds_the_one_that_the_same_change_set_states_above_or_below_it() -> None:
    rows = [other_count("t:wish"), wish()]
    staff_steps.publish_all(rows)
    assert units_of_wishes() == {"battery": None, "launcher": "battery"}
    assert [one.action.value for one in plan_rows(rows, today=staff_steps.TODAY)] == ["unchanged"] * 2


@pytest.mark.parametrize("name", ["t:wish", "1.1", "requirement:1.1"])
def test_need_finds_a_published_one_by_any_of_its_names(name: str) -> None:
    staff_steps.publish_all([wish()])
    staff_steps.publish_all([other_count(name)])
    assert units_of_wishes() == {"battery": None, "launcher": "battery"}
    other = Requirement.objects.get(unit="launcher")
    assert cells_of_fact("requirement", other)["same_wish_as"] == "requirement:1.1"


def test_corrected_need_stays_another_count_also_when_the_first_was_taken_back() -> None:
    staff_steps.publish_all([wish(), other_count("t:wish")])
    staff_steps.publish_all([staff_steps.void_row("t:wish")])
    correction = {"action": "correct", "target": "1.2", "quantity": "90", "reason": "misread"}
    staff_steps.publish_all([correction])
    assert Requirement.objects.filter(unit="launcher").order_by("pk").values_list(
        "quantity_text", "same_wish_as__unit"
    )[1] == ("90", "battery")


@pytest.mark.parametrize(
    ("cells", "hint"),
    [
        ({"of": "t:nobody"}, ("unknown_fact", "no need is called “t:nobody”")),
        ({"of": "1.1", "unit": "battery"}, ("other_wish", "both needs are counted in battery")),
        (
            {"of": "1.1", "system": "money", "unit": "lot"},
            ("other_wish", "it is a need of another system than "),
        ),
    ],
)
def test_wish_of_another_system_or_of_the_same_unit_is_a_problem(cells: dict[str, str], hint: tuple[str, str]) -> None:
    staff_steps.publish_all([wish()])
    (plan,) = plan_rows([other_count(**cells)], today=staff_steps.TODAY)
    assert [(one.column, one.rule, one.message[: len(hint[1])]) for one in plan.problems] == [("same_wish_as", *hint)]
