"""The table of columns: what follows from it, and that plain words find their field."""

from __future__ import annotations

from typing import Any

import pytest

from pledges.desk.cell_echo import ECHOES
from pledges.desk.fact_forms import fields_of
from pledges.desk.grid_columns import GRID
from pledges.desk.import_columns import COLUMN_GROUPS
from pledges.intake.planner import plan_rows
from pledges.intake.row_columns import ALL_COLUMNS, BY_NAME, COLUMNS, TABLE, CellKind, plain_columns
from pledges.models import Entry, Terms
from pledges.values.choices import Action
from tests.pledges import staff_steps


def test_every_column_stands_once_in_the_table_and_in_the_choice_of_columns() -> None:
    assert len(TABLE) == len(ALL_COLUMNS)
    assert sorted(name for _, columns in COLUMN_GROUPS for name, _ in columns) == sorted(ALL_COLUMNS)
    assert [column.name for column in TABLE if (column.kind == CellKind.CHOICE) != bool(column.vocabulary)] == []


def test_aliases_are_of_one_column_and_of_no_other_name() -> None:
    words = [word for column in TABLE for word in (*column.aliases, column.name)]
    assert len(set(words)) == len(words)


@pytest.mark.parametrize("action", Action)
def test_forms_show_every_column_of_an_action_that_has_a_label(action: Action) -> None:
    shown = {field.name for fields in fields_of(action) for field in fields}
    given = (
        {"action", "supersedes", "accepted_warnings"}
        | ({"kept_copy"} & COLUMNS[action])
        | ({"reference"} if action == Action.PLEDGE else set())
    )
    given |= {"meeting"} if action == Action.MEETING else set()  # its name follows from forum, number and date
    assert COLUMNS[action] - shown == given


def test_grid_shows_columns_of_new_pledges_and_the_source_in_one() -> None:
    assert {column.name for column in GRID} - COLUMNS[Action.PLEDGE] == {"source"}


@pytest.mark.parametrize(("action", "model"), [(Action.TERMS, Terms), (Action.ENTRY, Entry)])
def test_plain_columns_are_fields_that_hold_their_words(action: Action, model: type[Any]) -> None:
    for column in plain_columns(action):
        field = model._meta.get_field(column.name)
        assert column.vocabulary is not None
        assert (dict(field.choices), field.max_length >= max(map(len, column.vocabulary.values))) == (
            dict(column.vocabulary.choices),
            True,
        )


@pytest.mark.usefixtures("catalogue")
def test_plain_words_go_from_the_cell_into_terms_and_entry() -> None:
    row = staff_steps.pledge_row(aid_type="Humanitarian", stage="delivered", definition="handed over")
    staff_steps.publish_all([row, staff_steps.pledge_row(quantity="77")])
    assert list(Terms.objects.order_by("pk").values_list("aid_type", flat=True)) == ["humanitarian", "military"]
    assert list(Entry.objects.order_by("pk").values_list("definition", "asserted_by")) == [
        ("handed_over", ""),
        ("", ""),
    ]


@pytest.mark.usefixtures("catalogue")
def test_column_of_another_action_is_a_problem() -> None:
    plan = plan_rows([{"action": "stock", "aid_type": "military"}], today=staff_steps.TODAY)[0]
    assert [(one.column, one.rule) for one in plan.problems if one.column == "aid_type"] == [
        ("aid_type", "column_of_action")
    ]


def test_what_is_read_into_another_form_is_said_beneath_its_cell() -> None:
    assert {column.name for column in TABLE if column.kind in ECHOES} == {
        *("quantity", "unavailable", "committed_elsewhere", "count", "amount", "value_eur"),
        *("occurred", "due", "as_of", "donors", "system"),
        *("meeting", "coalition", "initiative", "package"),
    }
    assert BY_NAME["occurred"].of(Action.TERMS).label == "In force from"
