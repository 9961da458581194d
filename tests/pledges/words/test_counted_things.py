from decimal import Decimal

import pytest
from django.utils import translation
from django.utils.html import strip_tags

from pledges.answers.figure_values import Figure, VagueFigure
from pledges.words.counted_things import count_pledges, count_things
from pledges.words.figure_words import Range

THINGS = [
    (14, "HAWK missile", "missile"),
    (5, "HAWK", "launcher"),
    (1, "Patriot", "battery"),
    (6, "Gepard round", "round"),
    (9, "155 mm round", "round"),
    (5, "Drone, unspecified", "piece"),
    (3, "Radar, unspecified", "radar"),
    (1, "Radar", "radar"),
    (5, "Patriot interceptor", "missile"),
    (3, "Coastal radar", "radar"),
    (2, "Money", ""),
]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            (
                "14 HAWK missiles · 5 HAWK launchers · 1 Patriot battery · 6 Gepard rounds · 9 rounds (155 mm round)"
                " · 5 pieces (Drone, unspecified) · 3 radars, unspecified · 1 radar"
                " · 5 missiles (Patriot interceptor) · 3 Coastal radars · 2 Money"
            ),
        ),
        (
            "de",
            (
                "14 Flugkörper HAWK · 5 Werfer HAWK · 1 Batterie Patriot · 6 Schuss (Munition für Gepard)"
                " · 9 Schuss (155-mm-Munition) · 5 Stück (Drohne, Typ nicht genannt) · 3 Radare, Typ nicht genannt"
                " · 1 Radar"
                " · 5 Abfangflugkörper Patriot · 3 Küstenradare · 2 Geld"
            ),
        ),
        (
            "uk",
            (
                "14 ракет HAWK · 5 пускових установок HAWK · 1 батарея Patriot · 6 боєприпасів до Gepard"
                " · 9 боєприпасів 155 мм · 5 одиниць (дрон, тип не зазначено) · 3 радари, тип не зазначено"
                " · 1 радар"
                " · 5 ракет (ракета-перехоплювач Patriot) · 3 радари (береговий радар) · 2 Гроші"
            ),
        ),
    ],
)
def test_things_are_counted_as_the_language_does_and_their_unit_is_said_once(language: str, words: str) -> None:
    with translation.override(language):
        said = [strip_tags(count_things(Range(Decimal(n), Decimal(n)), name, unit)) for n, name, unit in THINGS]
    assert " · ".join(said) == words


def test_names_and_units_cannot_carry_markup() -> None:
    one = Range(Decimal(1), Decimal(1))
    assert count_things(one, "<b>", "gun") == '1 &lt;b&gt; <span class="unit">gun</span>'


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "1 pledge · 2 pledges · 5 pledges · 21 pledges"),
        ("de", "1 Zusage · 2 Zusagen · 5 Zusagen · 21 Zusagen"),
        ("uk", "1 зобов’язання · 2 зобов’язання · 5 зобов’язань · 21 зобов’язання"),
    ],
)
def test_pledges_agree_with_their_number(language: str, words: str) -> None:
    with translation.override(language):
        assert " · ".join(count_pledges(count) for count in (1, 2, 5, 21)) == words


@pytest.mark.parametrize(
    ("language", "low", "words"),
    [
        ("en", 24, "dozens of HAWK missiles"),
        ("de", 200, "Hunderte Flugkörper HAWK"),
        ("uk", 2000, "тисячі ракет HAWK"),
        ("uk", 24, "десятки ракет HAWK"),
        ("en", 2, "several HAWK missiles"),
    ],
)
def test_what_is_stated_without_a_number_is_counted_in_words(language: str, low: int, words: str) -> None:
    with translation.override(language):
        said = count_things(VagueFigure(Decimal(low)), "HAWK missile", "missile")
        assert strip_tags(said) == words


def test_some_of_a_thing_are_many_in_ukrainian() -> None:
    with translation.override("uk"):
        assert (
            strip_tags(count_things(Figure(Decimal(1), None, None), "HAWK missile", "missile")) == "кілька ракет HAWK"
        )


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Patriot batteries (number not stated)"),
        ("de", "Batterien Patriot (Anzahl nicht genannt)"),
        ("uk", "батареї Patriot (кількість не зазначено)"),
    ],
)
def test_things_of_an_unknown_number_say_that_it_is_not_stated(language: str, words: str) -> None:
    with translation.override(language):
        assert strip_tags(count_things(Figure(Decimal(0), None, None), "Patriot", "battery")) == words
