"""What is suggested for a wrong word, and where nothing is."""

import pytest

from pledges.values.nearest_word import nearest_meaning, nearest_spelling, nearest_word


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("sytem", ("stage", "system"), "system"),
        ("deu", ("DEU", "NLD"), "DEU"),
        ("value", ("quantity", "value_eur"), "value_eur"),
        ("air", ("air_defence", "artillery"), "air_defence"),
        ("lo", ("high", "low"), "low"),
        ("air-defense", ("air-defence", "armour"), "air-defence"),
        ("Federal-Republik-Germany", ("germany", "norway"), "germany"),
        ("x", ("XUN", "exact"), ""),
        ("Atlantis", ("latvia", "canada"), ""),
        ("valu", ("value_eur", "name"), "value_eur"),
        ("drones", ("droneshield anti-drone system", "anti-drone device"), ""),
        ("foo", ("patriot", "nasams"), ""),
        ("anything", (), ""),
    ],
)
def test_nearest_word_is_the_one_meant_and_a_far_one_is_none(word: str, known: tuple[str, ...], meant: str) -> None:
    assert nearest_word(word, known) == meant


@pytest.mark.parametrize(
    ("word", "meant"), [("severl", "several"), ("unknwon", "unknown"), ("air", ""), ("several tanks or so", "")]
)
def test_nearest_spelling_takes_no_part_for_the_whole(word: str, meant: str) -> None:
    assert nearest_spelling(word, ("air_defence", "several", "unknown")) == meant


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("germny", "DEU"), ("government norway", "NOR"), ("nro", "NOR"), ("north korea", None), ("total", None),
        ("guinea", None), ("no", None), ("", None),
    ],
)  # fmt: skip
def test_nearest_meaning_is_one_alone(name: str, meant: str | None) -> None:
    known = {
        "germany": "DEU", "norway": "NOR", "nor": "NOR", "korea north": "PRK", "korea": "KOR", "albania": "ALB",
        "guinea bissau": "GNB", "new guinea": "PNG", "austria": "AUT", "austraia": "AUS",
    }  # fmt: skip
    assert nearest_meaning(name, known) == meant
