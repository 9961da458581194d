"""What pledges can be ordered by, on pages, in the API and in files: each order as keys that are compared one by one.

The database sorts by the SQL of a key; the columns in memory have a function for each kind of key (explorer).
"""

from __future__ import annotations

from dataclasses import dataclass

from pledges.answers.pledge_dimensions import CATALOGUE
from pledges.values.choices import TERMS_WORDS, Overdue, StatusWord, Unit

BEFORE_ALL, AFTER_ALL = "0001-01-01", "9999-12-31"
LAST_TEXT = "\U0010ffff"
"""Comes after every name."""

Keys = tuple[tuple[str, str], ...]
"""Expressions over `st`, `p` and `sorted`, with their types."""


@dataclass(frozen=True, slots=True)
class Day:
    """The first known one of some days; pledges without any stand where `missing` is."""

    columns: tuple[str, ...]
    missing: str

    @property
    def keys(self) -> Keys:
        return ((f"coalesce({', '.join(f'st.{column}' for column in self.columns)}, '{self.missing}')", "date"),)


@dataclass(frozen=True, slots=True)
class Label:
    """What a reader calls something of the catalogue that a pledge names; pledges that name none come last."""

    column: str
    sort: str
    text: str = "name"
    on: str = ""

    @property
    def keys(self) -> Keys:
        return ((f"coalesce(sorted.{self.text}::text, '{LAST_TEXT}') COLLATE \"C\"", "text"),)

    @property
    def join(self) -> str:
        on = self.on or f"sorted.id = st.{self.column}_id"
        return f"LEFT JOIN {CATALOGUE[self.sort].table} AS sorted ON {on}"


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a word in its vocabulary."""

    column: str
    words: tuple[str, ...]

    @property
    def keys(self) -> Keys:
        return ((place_of_word(f"st.{self.column}", self.words), "bigint"),)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The low of a figure, then its high, where an open one comes last."""

    measure: str

    @property
    def keys(self) -> Keys:
        low, high = f"st.{self.measure}_low", f"st.{self.measure}_high"
        is_open = f"({low} IS NOT NULL AND {high} IS NULL)::int"
        return ((f"coalesce({low}, 0)", "numeric"), (is_open, "int"), (f"coalesce({high}, 0)", "numeric"))


@dataclass(frozen=True, slots=True)
class Column:
    """A whole number or a text as it is, under its name in memory."""

    name: str
    expression: str
    type: str

    @property
    def keys(self) -> Keys:
        return ((self.expression, self.type),)


Key = Day | Label | Place | Bounds | Column


def place_of_word(expression: str, words: tuple[str, ...]) -> str:
    """The expression of the place that a word has in its vocabulary, from 0."""
    listed = ", ".join(f"'{word}'" for word in words)
    return f"(array_position(ARRAY[{listed}], {expression}::text) - 1)::bigint"


REFERENCE = Column("reference", "p.reference", "text")
PUBLISHING = Column("pledge", "st.pledge_id", "bigint")
"""Decides among equals: keys are given in the order of publishing."""


@dataclass(frozen=True, slots=True)
class Order:
    """Keys that are unique together."""

    by: tuple[Key, ...]

    @property
    def keys(self) -> Keys:
        return tuple(key for one in self.by for key in one.keys)

    @property
    def join(self) -> str:
        return " ".join(one.join for one in self.by if isinstance(one, Label))


def order(*by: Key) -> Order:
    return Order((*by, PUBLISHING))


ORDERS = {
    "reference": Order((REFERENCE,)),
    "announced": order(Day(("announced_start",), BEFORE_ALL)),
    "due": order(Day(("due_end", "due_start"), AFTER_ALL)),
    "delivered": order(Day(("delivered_end",), AFTER_ALL)),
    "published": order(Column("published", "p.version_id", "int")),
    "donor": order(Label("lead", "donor", on="sorted.code = p.lead")),
    "system": order(Label("system", "system", "short_name"), Place("unit", tuple(Unit.values)), Bounds("promised")),
    "meeting": order(Label("meeting", "meeting", "date_start")),
    "coalition": order(Label("coalition", "coalition")),
    "initiative": order(Label("initiative", "initiative")),
    "package": order(Label("package", "package")),
    "beneficiary": order(Label("beneficiary", "donor")),
    **{name: order(Place(name, tuple(words.values))) for name, words in TERMS_WORDS.items()},
    "status": order(Place("status", tuple(StatusWord.values))),
    "overdue": order(Place("overdue", tuple(Overdue.values))),
    "outstanding": order(Bounds("outstanding")),
    "value": order(Bounds("value_promised")),
}
"""Each with a minus in front for the reverse.

The first five have an index that ends with the key of the pledge, so that the last page is as near as the first; any
other reads the pledges that the filters leave, whichever page is asked for.
"""
