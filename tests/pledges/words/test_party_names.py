"""How the rows that are no single donor or meeting are called."""

import pytest
from django.utils import translation

from pledges.words.party_names import say_row_name


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["Joint", "None"]), ("de", ["Gemeinsame Zusagen", "Keine"]), ("uk", ["Спільні зобов’язання", "Немає"])],
)
def test_rows_of_what_is_joint_and_of_none_have_a_word_in_each_language(language: str, words: list[str]) -> None:
    with translation.override(language):
        assert [say_row_name(key, "Row") for key in ("JOINT", "none")] == words
        assert say_row_name("DEU", "Germany") == "Germany"
