"""Rows written by COPY are the rows as they were stated."""

from __future__ import annotations

from typing import Any

import pytest

from pledges.intake.drafts import create_changeset
from pledges.intake.row_storage import LinesFile
from pledges.values.choices import Origin
from tests.pledges import staff_steps

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]

AWKWARD = [
    "two\nlines", "a\ttab", "C:\\new\\table", "\\.", "\\N", 'quotes " and \'', "Ukraïna – 200 %", "carriage\rreturn",
]  # fmt: skip


@pytest.mark.parametrize("words", AWKWARD)
def test_cells_are_stored_as_they_are(words: str) -> None:
    row = staff_steps.pledge_row(note=words)
    changeset = staff_steps.draft([row, staff_steps.pledge_row(donors="NOR")])
    stored = list(changeset.rows.order_by("position"))
    assert stored[0].payload == row
    assert [one.position for one in stored] == [1, 2]
    assert stored[0].plan is not None
    assert stored[0].plan["action"] == "create"


@pytest.mark.parametrize("value", [10**30, 1.5, None, ["DEU"], {"text": "about 2"}, True])
def test_values_of_the_api_are_stored_as_they_are(value: Any) -> None:
    row = {**staff_steps.pledge_row(), "note": value}
    assert staff_steps.draft([row]).rows.get().payload == row


def test_line_of_the_file_is_kept_where_it_is_known() -> None:
    changeset = create_changeset(
        title="T", origin=Origin.TABLE, rows=[staff_steps.pledge_row(), staff_steps.pledge_row()], author=staff_steps.user("drafter"),
        today=staff_steps.TODAY, now=staff_steps.NOW, lines=[7],
    )  # fmt: skip
    assert list(changeset.rows.order_by("position").values_list("line", flat=True)) == [7, None]


def test_lines_are_read_in_pieces_of_any_size() -> None:
    lines = ["ä" * 5 + "\n", "b\n", "c" * 20 + "\n"]
    file = LinesFile(iter(lines))
    pieces = []
    while piece := file.read(7):
        assert len(piece) <= 7
        pieces.append(piece)
    assert b"".join(pieces) == "".join(lines).encode()
