import csv

import pytest
from django.conf import settings
from django.utils import translation

from pledges.words.local_names import NAMES, name_in_language

NAMED = {
    "Germany": ("Deutschland", "Німеччина"),
    "European Union": ("Europäische Union", "Європейський Союз"),
    "Contact Group": ("Kontaktgruppe", "Контактна група"),
    "Contact Group meeting 34": ("34. Treffen der Kontaktgruppe", "34-те засідання Контактної групи"),
    "Contact Group meeting 21": ("21. Treffen der Kontaktgruppe", "21-ше засідання Контактної групи"),
    "Contact Group meeting 13": ("13. Treffen der Kontaktgruppe", "13-те засідання Контактної групи"),
    "Contact Group, 3 December 2025": ("Kontaktgruppe, 3. Dez 2025", "Контактна група, 3 грудня 2025"),
    "Artillery coalition": ("Artilleriekoalition", "Артилерійська коаліція"),
    "Patriot": ("Patriot", "Patriot"),
    "HAWK missile": ("Flugkörper HAWK", "Ракета HAWK"),
    "Unspecified MANPADS": ("MANPADS, Typ nicht genannt", "ПЗРК, тип не зазначено"),
    "MANPADS, unspecified": ("MANPADS, Typ nicht genannt", "ПЗРК, тип не зазначено"),
    "Mortar round, calibre not stated": (
        "Mörsermunition, Kaliber nicht genannt",
        "Мінометна міна, калібр не зазначено",
    ),
    "Challenger 2 main battle tank": ("Kampfpanzer Challenger 2", "Основний бойовий танк Challenger 2"),
    "Combat boat (CB 90 and others)": ("Kampfboot (CB 90 und andere)", "Бойовий катер (CB 90 та інші)"),
    "A name that nobody knows": ("A name that nobody knows", "A name that nobody knows"),
    "Somebody, 3 Smarch 2025": ("Somebody, 3 Smarch 2025", "Somebody, 3 Smarch 2025"),
    "": ("", ""),
}


@pytest.mark.parametrize(("place", "language"), [(0, "de"), (1, "uk")])
def test_names_stand_in_the_language_of_the_page(place: int, language: str) -> None:
    with translation.override(language):
        said = {name: name_in_language(name).replace("\N{NO-BREAK SPACE}", " ") for name in NAMED}
    assert said == {name: names[place] for name, names in NAMED.items()}


def test_names_in_english_are_those_of_the_catalogue() -> None:
    with translation.override("en"):
        assert [name_in_language(name) for name in NAMED] == list(NAMED)


@pytest.mark.parametrize("language", ["de", "uk"])
def test_every_name_of_the_table_is_there_once_and_whole(language: str) -> None:
    with NAMES.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len({row["en"] for row in rows}) == len(rows)
    assert [row for row in rows if not row[language] or row["en"].count("*") != row[language].count("*")] == []


@pytest.mark.parametrize(
    "file", ["meetings/data/coalitions.csv", "meetings/data/forums.csv", "meetings/data/donors.csv"]
)
def test_groups_and_donors_of_the_starter_data_have_a_name_in_ukrainian(file: str) -> None:
    with (settings.BASE_DIR / file).open(encoding="utf-8", newline="") as lines:
        names = [row["name"] for row in csv.DictReader(lines)]
    with translation.override("uk"):
        assert [name for name in names if name_in_language(name) == name] == []
