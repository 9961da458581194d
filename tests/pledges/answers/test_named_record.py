"""Records of rows: they say what the JSON of the same row says, and are what other code may hold on to."""

from __future__ import annotations

import json
import pickle
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pledges import answers
from pledges.answers import AsOf, PledgeFilters, row_shapes
from pledges.answers.asserted_sums import asserted_total_list
from pledges.answers.fields import Shape
from pledges.answers.fields.field_tree import Field, Group, Leaf, Many, Tree, Type
from pledges.answers.fields.named_record import Record
from pledges.answers.fields.row_sql import json_text
from pledges.answers.filters import parse_moment
from pledges.answers.keyset_lists import Listing
from tests.pledges import staff_steps
from tests.pledges.sample_ledgers import publish_page_ledger

WITHIN_ONE_TEST = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=60)

LEAVES: dict[Type, tuple[str, ...]] = {
    Type.WORD: ("'word'", "''"),
    Type.PHRASE: ("'at least 5, best 7'",),
    Type.TEXT: ("""'says "no"'""", "'two' || chr(10) || 'lines'"),
    Type.NUMBER: ("13.500000", "0.3333333333", "200::numeric"),
    Type.WHOLE: ("7", "10::bigint ^ 2"),
    Type.FLAG: ("true", "1 > 2"),
    Type.DAY: ("'2025-02-14'::date",),
    Type.INSTANT: ("'2025-02-14T10:00:00Z'::timestamptz", "'2025-02-14T10:00:00.25Z'::timestamptz"),
    Type.RAW: ("""'{"a":[1,2.5]}'""",),
}


@st.composite
def leaves(draw: st.DrawFn) -> Leaf:
    """A value, or null where it may be."""
    kind = draw(st.sampled_from([kind for kind in Type if kind != Type.RAW]))
    null = draw(st.booleans())
    return Leaf("NULL" if null and draw(st.booleans()) else draw(st.sampled_from(LEAVES[kind])), kind, null)


NAMES = st.sampled_from([f"field_{letter}" for letter in "abcde"])
FLAT = st.dictionaries(NAMES, leaves(), min_size=1, max_size=4)


@st.composite
def lists(draw: st.DrawFn) -> Many:
    """A list of rows, written by the database."""
    item = draw(FLAT)
    rows = ", ".join([json_text(item)] * draw(st.integers(0, 2)))
    return Many(Group(dict(item)), f"concat('[', concat_ws(',', {rows or 'NULL'}), ']')")


def groups(inside: st.SearchStrategy[Field]) -> st.SearchStrategy[Field]:
    fields = st.dictionaries(NAMES, inside, min_size=1, max_size=4)
    return st.builds(Group, fields, st.sampled_from(["", "1 > 2", "1 < 2", "NULL::boolean"]))


TREES = st.dictionaries(NAMES, st.recursive(st.one_of(leaves(), lists()), groups, max_leaves=8), min_size=1, max_size=4)


def fetch_row(selected: str) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {selected}", {})
        return tuple(cursor.fetchone())


def as_json(value: Any) -> Any:
    """A value of a record as JSON has it."""
    if isinstance(value, Record):
        return {name: as_json(getattr(value, name)) for name in value._fields}
    if isinstance(value, tuple):
        return [as_json(one) for one in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.django_db
@WITHIN_ONE_TEST
@given(tree=TREES)
def test_record_says_what_the_json_of_its_row_says(tree: Tree) -> None:
    class Row(Record, tree=tree):
        __slots__ = ()

    (text,) = fetch_row(json_text(tree))

    assert as_json(Row.read(*fetch_row(Row.select_items()))) == json.loads(text, parse_float=Decimal)


class Sample(
    Record,
    tree={
        "word": Leaf("'word'"),
        "inside": Group({"number": Leaf("2.50", Type.NUMBER)}),
        "many": Many(Group({"day": Leaf("'2025-02-14'::date", Type.DAY)}), """'[{"day":"2025-02-14"}]'"""),
    },
):
    """A row with a group and a list."""

    __slots__ = ()
    word: str


@pytest.mark.django_db
def test_record_is_a_value() -> None:
    row = Sample.read(*fetch_row(Sample.select_items()))

    assert (row.word, row.inside.number, row.many[0].day) == ("word", Decimal("2.50"), date(2025, 2, 14))
    assert pickle.loads(pickle.dumps(row)) == row  # noqa: S301 - our own bytes
    assert type(pickle.loads(pickle.dumps(row)).inside) is type(row.inside)  # noqa: S301 - see above
    assert row._replace(word="other") == Sample.of(word="other", inside=row.inside, many=row.many) != row
    assert len({row, row._replace(word="other"), row._replace(word="word")}) == 2
    with pytest.raises(AttributeError):
        row.word = "other"
    with pytest.raises(AttributeError):
        row.__dict__  # noqa: B018 - that there is none is what is looked at


def test_record_refuses_what_its_tree_does_not_have() -> None:
    with pytest.raises(TypeError, match="Wrong annotates what its tree does not have: height"):

        class Wrong(Record, tree={"word": Leaf("'word'")}):
            __slots__ = ()
            height: int

    with pytest.raises(TypeError, match="Sample has the fields word, inside, many, not word"):
        Sample.of(word="word")


def current() -> AsOf:
    return parse_moment(None, None, now=staff_steps.NOW)


LISTS: dict[str, tuple[Shape, Any]] = {
    "pledges": (row_shapes.PLEDGES, lambda as_of: answers.pledge_list(as_of, PledgeFilters())),
    "entries": (row_shapes.ENTRIES, lambda as_of: answers.entry_list(as_of, answers.EntryFilters())),
    "systems": (
        row_shapes.SYSTEM_SUMMARIES,
        lambda as_of: answers.system_list(as_of, aid_types=("military",), systems={}),
    ),
    "gaps": (row_shapes.GAPS, lambda as_of: answers.gap_list(as_of, systems={})),
    "asserted_totals": (row_shapes.ASSERTED_TOTALS, asserted_total_list),
    "headroom": (row_shapes.HEADROOM_ROWS, lambda as_of: answers.headroom_list(as_of, donors=(), systems={})),
}


def same(value: Any, found: Any) -> bool:
    """Whether a value of a record says what JSON says; words that JSON has for bounds and days are not held."""
    if isinstance(found, dict):
        return value is not None and all(
            same(getattr(value, name), inner) for name, inner in found.items() if name not in ("text", "precision")
        )
    if isinstance(found, list):
        return len(value) == len(found) and all(same(*pair) for pair in zip(value, found, strict=True))
    return bool(as_json(value) == found)


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("name", LISTS)
def test_record_of_every_list_says_what_its_json_says(name: str) -> None:
    publish_page_ledger()
    shape, ask = LISTS[name]
    listing: Listing = ask(current())

    class Row(Record, tree=shape.tree):
        __slots__ = ()

    rows, found = listing.records(Row), [json.loads(text, parse_float=Decimal) for text in listing.every(shape.json())]

    donors = [row.pop("donors", None) for row in found]
    assert found
    assert [[as_json(one) for one in getattr(row, "donors", ())] for row in rows] == [one or [] for one in donors]
    for row, said in zip(rows, found, strict=True):
        assert {key for key, value in said.items() if not same(getattr(row, key), value)} == set()
