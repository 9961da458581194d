"""Rows that the database writes out: the words of figures and windows, what is chosen, and lines of CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.choices import DatePrecision
from pledges.answers import row_shapes
from pledges.answers.fields import Shape
from pledges.answers.fields.field_groups import estimate, window
from pledges.answers.fields.field_tree import Cell, Field, Group, Leaf, Many, Tree, Type, paths, prune_tree
from pledges.answers.fields.row_sql import csv_line, json_text, tree_cells
from pledges.values.dates import DateWindow, format_window
from pledges.values.dates.calendar import half_days, month_days, quarter_days, season_days, year_days
from pledges.values.estimates import Estimate, format_estimate

WITHIN_ONE_TEST = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
NUMBERS = st.one_of(
    st.integers(0, 12).map(Decimal),
    st.integers(0, 10**15).map(Decimal),
    st.decimals(0, 10**9, places=6),
)


def ask_database(expression: str, params: dict[str, Any] | None = None) -> Any:
    """Return what the database says."""
    with connection.cursor() as cursor:
        row = dict(params or {})
        cursor.execute(f"SELECT {expression} {row.pop('source', '')}", row)
        return cursor.fetchone()[0]


@pytest.mark.django_db
@WITHIN_ONE_TEST
@given(bounds=st.lists(NUMBERS, min_size=3, max_size=3), best=st.booleans(), high=st.booleans())
def test_figures_read_as_they_do_everywhere(bounds: list[Decimal], *, best: bool, high: bool) -> None:
    low, middle, top = sorted(bounds)
    figure = Estimate("", low, middle if best else None, top if high else None)
    source = "FROM (SELECT %(low)s::numeric(24, 6) AS n_low, %(best)s::numeric(24, 6) AS n_best,"
    source += " %(high)s::numeric(24, 6) AS n_high) AS f"
    row = {"low": low, "best": middle if best else None, "high": top if high else None, "source": source}

    found = json.loads(ask_database(json_text({"figure": estimate("f.n")}), row), parse_float=Decimal)["figure"]

    assert found == {
        "text": format_estimate(figure),
        "low": figure.low,
        "best": figure.best,
        "high": figure.high,
    }


@pytest.mark.django_db
@pytest.mark.parametrize("best", ["5", "200", "13.5", "1000", "0.5", "10"])
def test_a_figure_about_a_number_says_so(best: str) -> None:
    number = Decimal(best)
    low, high = number * Decimal("0.9"), number * Decimal("1.1")
    source = f"FROM (SELECT {low} AS low, {best} AS best, {high} AS high) AS f"
    figure = Estimate("", low, number, high)

    assert ask_database("estimate_words(f.low, f.best, f.high)", {"source": source}) == format_estimate(figure)


DAYS = [month_days(2025, month) for month in range(1, 13)]
DAYS += [quarter_days(2025, quarter) for quarter in range(1, 5)]
DAYS += [season_days(2025, season) for season in ("winter", "spring", "summer", "autumn")]
DAYS += [half_days(2025, half) for half in (1, 2)] + [year_days(2025), (date(2025, 3, 1), date(2025, 3, 30))]
DAYS += [(date(2025, 3, 1), date(2025, 3, 1)), (date(2024, 12, 1), date(2025, 2, 27))]
PRECISIONS = [precision.value for precision in DatePrecision if precision not in ("unknown", "deadline")]


@pytest.mark.django_db
@pytest.mark.parametrize("precision", PRECISIONS)
def test_windows_read_as_they_do_everywhere(precision: str) -> None:
    for start, end in DAYS:
        expected = format_window(DateWindow("", start, end, DatePrecision(precision)))
        found = ask_database(
            "window_words(%(start)s::date, %(end)s::date, %(finely)s)",
            {"start": start, "end": end, "finely": precision},
        )
        assert found == expected, (start, end, precision)


WINDOWS = [
    (("", None, None, ""), None),
    (("some day", None, None, ""), {"text": "some day", "start": None, "end": None, "precision": "unknown"}),
    (
        ("", "2025-01-01", None, ""),
        {"text": "from 2025-01-01", "start": "2025-01-01", "end": None, "precision": "range"},
    ),
    (
        ("by May", None, "2025-05-31", "deadline"),
        {"text": "by May", "start": None, "end": "2025-05-31", "precision": "deadline"},
    ),
    (
        ("", "2025-05-01", "2025-05-01", "unknown"),
        {"text": "2025-05-01", "start": "2025-05-01", "end": "2025-05-01", "precision": "day"},
    ),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("columns", "expected"), WINDOWS)
def test_windows_of_stored_columns(columns: tuple[Any, ...], expected: dict[str, Any] | None) -> None:
    names = ("text", "start", "end", "precision")
    kinds = ("text", "date", "date", "text")
    items = ", ".join(f"%({name})s::{kind} AS d_{name}" for name, kind in zip(names, kinds, strict=True))
    row = {**dict(zip(names, columns, strict=True)), "source": f"FROM (SELECT {items}) AS f"}

    assert json.loads(ask_database(json_text({"date": window("f.d")}), row)) == {"date": expected}


def fields_of(tree: Tree, *, above: str = "") -> Iterator[tuple[str, Field]]:
    """Return every field of a tree with its path, those of lists included."""
    for name, one in tree.items():
        yield f"{above}{name}", one
        inner = one.item if isinstance(one, Many) else one
        if isinstance(inner, Group):
            yield from fields_of(inner.fields, above=f"{above}{name}.")


def test_every_field_says_what_it_is_in_one_sentence_without_its_full_stop() -> None:
    shapes = [one for one in vars(row_shapes).values() if isinstance(one, Shape)]
    fields = [
        (shape.component.name, path, one.help)
        for shape in shapes
        for path, one in fields_of({**shape.tree, **shape.expandable})
    ]

    assert len(shapes) == 29
    assert [one for one in fields if not one[2] or one[2] != one[2].strip() or one[2].endswith(".")] == []


def test_columns_keep_their_places() -> None:
    stocks = [cell.name for cell in row_shapes.STOCKS.cells()]
    totals = [cell.name for cell in row_shapes.TOTALS.cells()]

    assert stocks[:4] == ["quote", "note", "confidence", "source_id"]
    assert totals[-10:] == [
        "value_eur_amount_low",
        "value_eur_amount_best",
        "value_eur_amount_high",
        "value_eur_amount_unbounded",
        "value_eur_amount_text",
        "value_eur_unconverted",
        "value_eur_unvalued",
        "value_eur_basis",
        "dataset_version",
        "computed_at",
    ]


TREE: Tree = {
    "a": Leaf("'word'"),
    "b": Group({"c": Leaf("1", Type.WHOLE), "d": Leaf("NULL::numeric", Type.NUMBER, null=True)}),
    "e": Group({"f": Leaf("true", Type.FLAG)}, null_if="true"),
}


def test_every_path_can_be_chosen() -> None:
    assert list(paths(TREE)) == ["a", "b", "b.c", "b.d", "e", "e.f"]


@pytest.mark.django_db
def test_what_is_chosen_keeps_its_place() -> None:
    assert ask_database(json_text(prune_tree(TREE, ("b.d", "a")))) == '{"a":"word","b":{"d":null}}'
    assert ask_database(json_text(prune_tree(TREE, ("e.f", "b")))) == '{"b":{"c":1,"d":null},"e":null}'
    assert [cell.name for cell in tree_cells(prune_tree(TREE, ("b.c",)))] == ["b_c"]


@pytest.mark.django_db
def test_a_row_of_many_values_is_one_expression() -> None:
    tree: Tree = {f"n{number}": Leaf(f"{number}", Type.WHOLE) for number in range(250)}

    assert json.loads(ask_database(json_text(tree))) == {f"n{number}": number for number in range(250)}


WORDS = [
    "",
    "plain",
    "a, b",
    'says "no"',
    "two\nlines",
    "=1+1",
    "-5",
    "+5",
    "@name",
    "\ttab",
    "\rreturn",
    "it's",
    "100 %",
]


@pytest.mark.django_db
@pytest.mark.parametrize("words", WORDS)
def test_text_is_safe_in_json_and_in_spreadsheets(words: str) -> None:
    row = {"words": words, "source": "FROM (SELECT %(words)s::text AS words) AS f"}
    leaf = Leaf("f.words", Type.TEXT)

    line = ask_database(csv_line([Cell(("x",), "f.words", Type.TEXT), Cell(("n",), "-5", Type.NUMBER)]), dict(row))

    assert json.loads(ask_database(json_text({"x": leaf}), dict(row))) == {"x": words}
    expected = f"'{words}" if words and words[0] in "=+-@\t\r" else words
    assert list(csv.reader(io.StringIO(line, newline=""))) == [[expected, "-5"]]
