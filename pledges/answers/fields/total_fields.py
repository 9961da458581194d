"""The row of a total, made by Python: the keys asked for, then what the pledges in the group add up to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from pledges.answers.fields.field_groups import EUR, estimate, stamp, system
from pledges.answers.fields.field_tree import Component, Field, Group, Leaf, Tree, Type, Vocabulary
from pledges.answers.fields.made_rows import Json, Writer, row_writer
from pledges.answers.fields.pledge_fields import FIGURES, PLEDGE
from pledges.answers.fields.summary_fields import lateness, uncounted_amounts
from pledges.answers.totals import StagePart, TotalRow
from pledges.values.choices import TERMS_WORDS, Overdue, StatusWord, TotalStage
from pledges.values.stages import QUANTITY_FIGURES, VALUE_FIGURES


def key(name: str, words: str, *, vocabulary: Vocabulary | None = None) -> Leaf:
    """A key of a group, or the name of one."""
    return Leaf(help=words, vocabulary=vocabulary, value=lambda row: row.keys[name], some=True)


def name_of_group(name: str, words: str) -> Leaf:
    return Leaf(type=Type.TEXT, help=words, value=lambda row: row.names[name], some=True)


def of_system(name: str, field: Field) -> Field:
    """What a row says of its system, or of the key that it is grouped by."""
    read = {"system_name": lambda row: row.names["system"]}
    grouped: Callable[[Any], Any] = read.get(name, lambda row: row.keys[name])
    own = row_writer({name: field})

    def value(row: TotalRow) -> Any:
        return own(row)[name] if row.system else grouped(row)

    words = f"{field.help}; with measure=quantity, and where grouped by it"
    return replace(field, help=words, value=value, some=True)


def sums(names: tuple[str, ...], within: str, *, words: str, unit: str = "") -> Tree:
    return {
        name: estimate(
            unbounded=name,
            without_number="" if unit else name,
            help=f"{FIGURES[name]}; {words}",
            unit=unit,
            value=f"{within}{name}",
            some=True,
        )
        for name in names
    }


MONEY = sums(VALUE_FIGURES, "", words="not where rows are of one stage", unit=EUR)
VALUE_WHOLE: Tree = {**MONEY, **uncounted_amounts("")}
VALUE_PART: Tree = {
    "amount": estimate(
        unbounded="amount",
        help="Where rows are of one stage; null for what was withdrawn",
        null=True,
        unit=EUR,
        value="value",
        some=True,
    ),
    **uncounted_amounts(""),
}
"""Of one stage."""

VALUE = Component(
    "TotalValue",
    "Sums in euro with what could not be converted and what has no amount; `amount` where rows are of one stage",
)


def value_group(fields: Tree, value: str) -> Group:
    return Group(fields, help="Value in euro", component=VALUE, value=value)


TOTAL: Tree = {
    "donor": key("donor", "Code, or JOINT for what cannot be attributed"),
    "donor_name": name_of_group("donor", "Name of the donor"),
    "role": key("role", "Role through which it is attributed: stock_owner, funder or none"),
    **{name: of_system(name, field) for name, field in system().items()},
    "meeting": key("meeting", "Meeting, by slug, or none"),
    "meeting_name": name_of_group("meeting", "Name of the meeting"),
    "coalition": key("coalition", "Capability coalition, by slug, or none"),
    "coalition_name": name_of_group("coalition", "Name of the coalition"),
    "initiative": key("initiative", "Named scheme, by slug, or none"),
    "initiative_name": name_of_group("initiative", "Name of the initiative"),
    "forum": key("forum", "Forum of the meeting, by slug, or none"),
    "forum_name": name_of_group("forum", "Name of the forum"),
    "package": key("package", "Package, by slug, or none"),
    "package_name": name_of_group("package", "Name of the package"),
    "beneficiary": key("beneficiary", "Who receives it, by code"),
    "beneficiary_name": name_of_group("beneficiary", "Name of the beneficiary"),
    "status": key("status", "Status word", vocabulary=StatusWord),
    "lateness": key("overdue", "Lateness, where grouped by overdue", vocabulary=Overdue),
    "stage": key("stage", "Where it has come", vocabulary=TotalStage),
    **{
        f"{what}_{period}": key(
            f"{what}_{period}", f"{form}; undated where the window lies in no single {period}{more}"
        )
        for what, more in (("announced", ""), ("delivered", "; none where nothing is delivered"))
        for period, form in (("month", "As 2025-06"), ("quarter", "As 2025-Q2"), ("year", "As 2025"))
    },
    "aid_type": PLEDGE["aid_type"],
    **{
        word: key(word, PLEDGE[word].help, vocabulary=vocabulary)
        for word, vocabulary in TERMS_WORDS.items()
        if word != "aid_type"  # said of every row, whatever it is grouped by
    },
    "pledges": Leaf(type=Type.WHOLE, help="Number of pledges", value="sums.pledges"),
    "quantity": estimate(
        unbounded="quantity",
        without_number="quantity",
        help="Number of units, where grouped by stage",
        value="sums.quantity",
        some=True,
    ),
    **sums(QUANTITY_FIGURES, "sums.", words="with measure=quantity"),
    "overdue": replace(lateness(""), value="sums.overdue", some=True),
    "value_eur": value_group({**MONEY, **VALUE_PART}, ""),
    **stamp(),
}
"""Every field that a row can have; parts add up to the whole."""


MEMBERS = {"overdue": "lateness"}
"""What a key is called that would hide another field."""


def total_json(row: TotalRow) -> Json:
    """A group with the fields that it has, its keys in the order in which they were asked for."""
    part = isinstance(row.sums, StagePart)
    names = [
        *(MEMBERS.get(name, name) for name in row.keys),
        *(f"{name}_name" for name in row.names),
        "aid_type",
        *(system() if row.system else ()),
    ]
    if isinstance(row.sums, StagePart):
        names += ["pledges", *(() if row.sums.quantity is None else ("quantity",)), "value_eur"]
    else:
        names += ["pledges", *(name for name in QUANTITY_FIGURES if name in row.sums._fields), "overdue", "value_eur"]
    return total_writer(tuple(dict.fromkeys([*names, *stamp()])), of_stage=part)(row)


@lru_cache(maxsize=256)
def total_writer(names: tuple[str, ...], *, of_stage: bool) -> Writer:
    value = value_group(VALUE_PART, "sums") if of_stage else value_group(VALUE_WHOLE, "sums.value_eur")
    return row_writer({name: value if name == "value_eur" else TOTAL[name] for name in names})
