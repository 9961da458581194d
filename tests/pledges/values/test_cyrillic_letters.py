"""What is typed in Cyrillic is found in Latin letters."""

import pytest

from pledges.values.cyrillic_letters import latin_spellings


@pytest.mark.parametrize(
    ("words", "spellings"),
    [
        ("Леопард", ["leopard"]),
        ("Гепард", ["hepard", "gepard"]),
        ("Щедрик Є", ["shchedryk ie"]),
        ("Leopard", []),
    ],
)
def test_cyrillic_words_are_spelt_in_latin_letters(words: str, spellings: list[str]) -> None:
    assert latin_spellings(words) == spellings
