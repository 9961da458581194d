"""Names are found by the beginnings of their words, in either alphabet, the best fit first."""

import pytest

from pledges.values.name_index import BEGINS, PARTS, WHOLE, WORDS, Match, NameIndex

INDEX = NameIndex.of(
    [
        ("launcher", ["Patriot launcher"]),
        ("patriot", ["Patriot", "MIM-104"]),
        ("falcon", ["F-16", "Fighting Falcon"]),
        ("iris", ["IRIS-T SLM"]),
        ("germany", ["Germany", "Deutschland", "Німеччина", "DEU"]),
        ("minister", ["Boris Pistorius"]),
    ]
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("patriot", [("patriot", WHOLE), ("launcher", BEGINS)]),
        ("Patr", [("launcher", PARTS), ("patriot", PARTS)]),
        ("launcher patriot", [("launcher", WORDS)]),
        ("Патріот", [("patriot", WHOLE), ("launcher", BEGINS)]),
        ("f16", [("falcon", WHOLE)]),
        ("iris t", [("iris", BEGINS)]),
        ("irist", [("iris", PARTS)]),
        ("німеччина", [("germany", WHOLE)]),
        ("Пісторіус", [("minister", WORDS)]),
        ("Patriot Germany", []),
        ("", []),
        ("-", []),
    ],
)
def test_find_gives_the_best_fit_first(typed: str, found: list[tuple[str, int]]) -> None:
    assert INDEX.find(typed) == [Match(thing, fit) for thing, fit in found]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Patroit", "Patriot"), ("Germny", "Germany"), ("Pistorus", "Pistorius"), ("xqzzk", ""), ("", "")],
)
def test_suggest_gives_the_name_as_it_is_spelt(typed: str, meant: str) -> None:
    assert INDEX.suggest(typed) == meant
