"""How the rows that are no single donor or meeting are called."""

import pytest
from django.utils import translation

from pledges.words.party_names import say_row_name


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Joint", "None", "Germany"]),
        ("de", ["Gemeinsame Zusagen", "Keine", "Deutschland"]),
        ("uk", ["Спільні зобов’язання", "Немає", "Німеччина"]),
    ],
)
def test_rows_of_what_is_joint_and_of_none_have_a_word_in_each_language(language: str, words: list[str]) -> None:
    with translation.override(language):
        rows = (("JOINT", "Row"), ("none", "Row"), ("DEU", "Germany"))
        assert [say_row_name(key, name) for key, name in rows] == words
