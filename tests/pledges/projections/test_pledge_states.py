"""What becomes of a pledge: every line of the reached-stage rule, with whole values."""

from datetime import date

import pytest

from pledges.values.choices import Overdue, Stage, StatusWord
from tests.pledges import staff_steps
from tests.pledges.projections.shown import bounds, figures, project, state

pytestmark = pytest.mark.usefixtures("catalogue")

PARTS = ("promised", "delivered", "firm", "announced_only", "outstanding")
NOTHING = (0, 0, 0)
IN_DELIVERY = StatusWord.IN_DELIVERY


def exactly(number: float) -> tuple[float, float, float]:
    return number, number, number


def project_pledge(*happened: tuple[str, str], due: str | None = None, today: date = date(2025, 7, 1)) -> None:
    """Publish one pledge of which so many reached each stage on 1 June 2025."""
    (stage, quantity), *later = happened
    first = staff_steps.pledge_row(stage=stage, quantity=quantity, due=due)
    entries = [
        staff_steps.entry_row(first["external_reference"], stage=stage, quantity=quantity, occurred="2025-06-01")
        for stage, quantity in later
    ]
    project(first, *entries, today=today)


@pytest.mark.parametrize(
    ("happened", "parts", "status"),
    [
        ([("announced", "10")], [10, 0, 0, 10, 10], StatusWord.ANNOUNCED),
        ([("announced", "10"), ("committed", "6")], [10, 0, 6, 4, 10], StatusWord.COMMITTED),
        ([("announced", "10"), ("delivered", "4")], [10, 4, 0, 6, 6], IN_DELIVERY),
        ([("announced", "10"), ("delivered", "4"), ("delivered", "6")], [10, 10, 0, 0, 0], StatusWord.DELIVERED),
        (
            [("announced", "10"), ("contracted", "8"), ("shipped", "5"), ("delivered", "2")],
            [10, 2, 6, 2, 8],
            "in_delivery",
        ),
        ([("contracted", "8"), ("shipped", "5")], [8, 0, 8, 0, 8], StatusWord.SHIPPED),
        ([("committed", "3"), ("contracted", "8")], [8, 0, 8, 0, 8], StatusWord.CONTRACTED),
        ([("delivered", "4")], [4, 4, 0, 0, 0], StatusWord.DELIVERED),
        ([("announced", "10"), ("committed", "6"), ("delivered", "12")], [12, 12, 0, 0, 0], StatusWord.DELIVERED),
        ([("signalled", "5"), ("announced", "2")], [2, 0, 0, 2, 2], StatusWord.ANNOUNCED),
        ([("signalled", "5")], [0, 0, 0, 0, 0], StatusWord.SIGNALLED),
        ([("announced", "10"), ("withdrawn", "10")], [0, 0, 0, 0, 0], StatusWord.WITHDRAWN),
    ],
)
def test_exact_stages_divide_the_promise(happened: list[tuple[str, str]], parts: list[int], status: str) -> None:
    project_pledge(*happened)

    shown = state()
    assert figures(shown, *PARTS) == {name: exactly(part) for name, part in zip(PARTS, parts, strict=True)}
    assert shown.status == status


@pytest.mark.parametrize(
    ("withdrawn", "announced_only", "firm", "promised"),
    [("3", 1, 4, 7), ("4", 0, 4, 6), ("6", 0, 2, 4), ("8", 0, 0, 2), ("20", 0, 0, 2)],
)
def test_withdrawal_takes_announced_only_first_and_never_what_is_delivered(
    withdrawn: str, announced_only: int, firm: int, promised: int
) -> None:
    project_pledge(("announced", "10"), ("committed", "6"), ("delivered", "2"), ("withdrawn", withdrawn))

    assert figures(state(), "announced_only", "firm", "promised", "delivered", "secured") == {
        "announced_only": exactly(announced_only),
        "firm": exactly(firm),
        "promised": exactly(promised),
        "delivered": exactly(2),
        "secured": exactly(2 + firm),
    }


def test_some_delivered_of_14_is_up_to_14() -> None:
    project_pledge(("announced", "14"), ("delivered", "undisclosed"))

    shown = state()
    assert figures(shown, *PARTS) == {
        "promised": exactly(14),
        "delivered": (0, None, 14),
        "firm": NOTHING,
        "announced_only": (0, None, 14),
        "outstanding": (0, None, 14),
    }
    assert (shown.status, shown.unannounced) == (StatusWord.DELIVERY_UNDISCLOSED, False)


@pytest.mark.parametrize(
    ("delivered", "cells", "status"),
    [
        ("undisclosed", {}, StatusWord.DELIVERY_UNDISCLOSED),
        ("up to 4", {}, StatusWord.DELIVERY_UNDISCLOSED),
        ("undisclosed", {"quote": "the first launchers have arrived"}, IN_DELIVERY),
        ("undisclosed", {"quote": "arrived for the first time"}, StatusWord.DELIVERY_UNDISCLOSED),
        ("some", {}, IN_DELIVERY),
        ("partly", {}, IN_DELIVERY),
        ("several", {}, IN_DELIVERY),
        ("14", {"occurred": "July 2025", "source_published": "2025-07-31"}, StatusWord.CONTRACTED),
        ("undisclosed", {"occurred": "July 2025", "source_published": "2025-07-31"}, StatusWord.CONTRACTED),
    ],
)
def test_in_delivery_needs_a_number_or_words_that_say_so(
    delivered: str, cells: dict[str, str], status: StatusWord
) -> None:
    first = staff_steps.pledge_row(stage="contracted", quantity="14")
    project(first, staff_steps.entry_row(first["external_reference"], quantity=delivered, **cells))

    assert state().status == status


def test_stated_number_exceeds_the_promise_and_is_flagged() -> None:
    project_pledge(("announced", "14"), ("delivered", "15"), ("delivered", "several"))

    shown = state()
    assert figures(shown, "delivered", "promised") == {"delivered": exactly(17), "promised": exactly(17)}
    assert shown.unannounced is True


def test_about_200_is_ten_percent_either_way() -> None:
    project_pledge(("announced", "about 200"), ("delivered", "50"))

    assert figures(state(), *PARTS) == {
        "promised": (180, 200, 220),
        "delivered": exactly(50),
        "firm": NOTHING,
        "announced_only": (130, 150, 170),
        "outstanding": (130, 150, 170),
    }


def test_running_window_counts_nothing_to_its_high_and_a_coming_one_not_at_all() -> None:
    row = staff_steps.pledge_row(quantity="10")
    name = row["external_reference"]
    running = staff_steps.entry_row(name, quantity="4", occurred="July 2025", source_published="2025-07-31")
    coming = staff_steps.entry_row(name, quantity="3", occurred="2025-08-05")
    project(row, running, coming, today=date(2025, 7, 1))
    in_july = bounds(state(), "delivered")

    project(staff_steps.requirement_row(), today=date(2025, 7, 31))
    at_its_end = bounds(state(), "delivered")
    project(staff_steps.requirement_row(), today=date(2025, 8, 5))

    assert (in_july, at_its_end, bounds(state(), "delivered")) == ((0, None, 4), exactly(4), exactly(7))


@pytest.mark.parametrize(
    ("due", "delivered", "overdue"),
    [
        (None, "0", Overdue.NOT_DATED),
        ("2025-06-30", "1", Overdue.POSSIBLY),
        ("2025-06-30", "2", Overdue.NO),
        ("2025-06-30", "undisclosed", Overdue.POSSIBLY),
        ("2025-07-01", "1", Overdue.NO),
        ("July 2025", "1", Overdue.NO),
        ("July 2025", "2", Overdue.NO),
        ("August 2025", "1", Overdue.NO),
        ("from June 2025", "1", Overdue.NO),
        ("by the end of July 2025", "1", Overdue.NO),
        ("until 2025-07-01", "1", Overdue.NO),
        ("by 2025-06-30", "1", Overdue.POSSIBLY),
        ("by 2025-06-30", "0", Overdue.POSSIBLY),
    ],
)
def test_overdue_looks_at_the_window_and_at_what_is_outstanding(
    due: str | None, delivered: str, overdue: Overdue
) -> None:
    later = [(Stage.DELIVERED.value, delivered)] if delivered != "0" else []
    project_pledge(("announced", "2"), *later, due=due)

    assert state().overdue == overdue


def project_money(*happened: dict[str, str]) -> None:
    """Publish a pledge of four with what is stated beside it."""
    first = staff_steps.pledge_row(quantity="4", **happened[0])
    project(first, *(staff_steps.entry_row(first["external_reference"], **cells) for cells in happened[1:]))


EUR_100 = {"amount": "100", "currency": "EUR"}
EUR_40 = {"amount": "40", "currency": "EUR"}
VALUES = ("value_promised", "value_delivered", "value_firm", "value_announced_only")


@pytest.mark.parametrize(
    ("happened", "values"),
    [
        ([EUR_100], [exactly(100), NOTHING, NOTHING, exactly(100)]),
        ([EUR_100, {"quantity": "1"}], [exactly(100), exactly(25), NOTHING, exactly(75)]),
        (
            [EUR_100, {"quantity": "1", "amount": "40", "currency": "EUR"}],
            [exactly(100), exactly(40), NOTHING, exactly(60)],
        ),
        ([EUR_100, {"quantity": "undisclosed"}], [exactly(100), (0, None, 100), NOTHING, (0, None, 100)]),
        ([EUR_100, {"quantity": "3", "stage": "withdrawn"}], [exactly(25), NOTHING, NOTHING, exactly(25)]),
        (
            [EUR_100, {"quantity": "1", "amount": "80", "currency": "EUR"}, {"quantity": "3", "stage": "withdrawn"}],
            [exactly(80), exactly(80), NOTHING, NOTHING],
        ),
    ],
)
def test_values_are_stated_or_follow_the_quantity(
    happened: list[dict[str, str]], values: list[tuple[float, ...]]
) -> None:
    project_money(*happened)

    assert figures(state(), *VALUES) == dict(zip(VALUES, values, strict=True))


@pytest.mark.parametrize(
    ("cells", "promised", "flags"),
    [
        ({}, (None, None, None), (False, True)),
        ({"amount": "3 billion", "currency": "UAH"}, (None, None, None), (True, False)),
        ({"amount": "100", "currency": "EUR", "basis": "list_price"}, (None, None, None), (False, True)),
        ({"amount": "90", "currency": "UAH", "value_eur": "2"}, exactly(2), (False, False)),
    ],
)
def test_unconverted_and_unvalued_are_told_apart_and_never_zero(
    cells: dict[str, str], promised: tuple[float | None, ...], flags: tuple[bool, bool]
) -> None:
    project_money(cells)

    shown = state()
    assert bounds(shown, "value_promised") == promised
    assert (shown.unconverted, shown.unvalued) == flags


@pytest.mark.parametrize(
    ("cells", "counted"),
    [({}, True), ({"beneficiary": "POL"}, False), ({"stage": "signalled"}, False), ({"stage": "withdrawn"}, False)],
)
def test_only_promises_to_ukraine_count(cells: dict[str, str], *, counted: bool) -> None:
    project(staff_steps.pledge_row(**cells))

    assert state().counted is counted


def test_restatement_adds_nothing() -> None:
    first = staff_steps.pledge_row()
    project(first, staff_steps.pledge_row(restates=first["external_reference"], quantity="5"))

    assert (state("2025-DEU-001").counted, state("2025-DEU-002").counted) == (True, False)
