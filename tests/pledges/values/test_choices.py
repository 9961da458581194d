import re
from inspect import getmembers, isclass

import pytest
from django.db.models import TextChoices

import meetings.choices
import pledges.values.choices
import pledges.values.figure_rules
from meetings.choices import SOURCE_GRADE_RANK, SourceGrade
from pledges.values.choices import Unit, unit_label

ENUMERATIONS = [
    enumeration
    for module in (meetings.choices, pledges.values.choices, pledges.values.figure_rules)
    for _, enumeration in getmembers(module, isclass)
    if issubclass(enumeration, TextChoices) and enumeration is not TextChoices
]


@pytest.mark.parametrize("enumeration", ENUMERATIONS)
def test_choices_are_lower_snake_case_with_labels(enumeration: type[TextChoices]) -> None:
    assert [value for value in enumeration.values if not re.fullmatch(r"[a-z][a-z_]*", value)] == []
    assert all(enumeration.labels)


def test_choices_are_defined_once() -> None:
    names = [enumeration.__name__ for enumeration in ENUMERATIONS]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize(
    ("unit", "singular", "plural"),
    [
        ("battery", "battery", "batteries"),
        ("fire_unit", "firing unit", "firing units"),
        ("person", "person", "people"),
        ("lot", "lot", "lots"),
    ],
)
def test_unit_label_counts(unit: str, singular: str, plural: str) -> None:
    assert (unit_label(unit, plural=False), unit_label(unit, plural=True)) == (singular, plural)


def test_unit_label_refuses_what_is_no_unit() -> None:
    with pytest.raises(ValueError, match="squadron"):
        unit_label("squadron", plural=True)


def test_unit_labels_differ() -> None:
    assert len({unit_label(unit, plural=True) for unit in Unit.values}) == len(Unit)


def test_source_grades_rank_official_donors_first_and_unverified_last() -> None:
    ranked = sorted(SOURCE_GRADE_RANK, key=SOURCE_GRADE_RANK.__getitem__)
    assert (ranked[0], ranked[-1]) == (SourceGrade.OFFICIAL_DONOR, SourceGrade.UNVERIFIED)
