"""Which donor a name means: every spelling of it, never another one's, and no suggestion where none is near."""

from __future__ import annotations

import csv
import unicodedata

import pytest

from meetings.models import Donor
from meetings.reference_rows import DATA
from meetings.territory_names import Territory, known_territories
from pledges.intake.donor_names import DonorNames


def names_of_starter_catalogue() -> DonorNames:
    with (DATA / "donors.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    donors = [Donor(pk=key, code=row["code"], name=row["name"], iso2=row["iso2"]) for key, row in enumerate(rows)]
    return DonorNames(donors, [(row["code"], alias) for row in rows for alias in row["aliases"].split(";") if alias])


NAMES = names_of_starter_catalogue()
ALL_TERRITORIES = DonorNames(
    [
        Donor(pk=key, code=one.code, name=one.names["en"][0], iso2=one.iso2)
        for key, one in enumerate(known_territories())
    ],
    [],
)


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ("DEU", "DEU"), ("deu", "DEU"), ("DE", "DEU"), ("Germany", "DEU"), ("Deutschland", "DEU"), ("Німеччина", "DEU"),
        ("Bundesrepublik Deutschland", "DEU"), ("FEDERAL REPUBLIC OF GERMANY", "DEU"), ("Allemagne", "DEU"),
        ("Republic of Türkiye", "TUR"), (unicodedata.normalize("NFD", "TÜRKIYE"), "TUR"), ("TÜRKİYE", "TUR"),
        ("Turkey", "TUR"), ("Türkei", "TUR"), ("Türkiye (Turkey)", "TUR"), ("EL", "GRC"), ("GR", "GRC"), ("UK", "GBR"),
        ("GB", "GBR"), ("U.K.", "GBR"), ("Great Britain", "GBR"), ("Großbritannien", "GBR"), ("GROSSBRITANNIEN", "GBR"),
        ("Kosovo*", "XKX"), ("Kosovo¹", "XKX"), ("Kosovo [1]", "XKX"), ("Kosovo (UNSCR 1244)", "XKX"), ("XK", "XKX"),
        ("Korea", "KOR"), ("Korea, Republic of", "KOR"), ("Korea (Republic of)", "KOR"), ("Korea, Rep.", "KOR"),
        ("Korea, South", "KOR"), ("Republic of Korea", "KOR"), ("Südkorea", "KOR"), ("한국", "KOR"),
        ("Bosnia & Herzegovina", "BIH"), ("Bosnia-Herzegovina", "BIH"), ("Bosnien und Herzegowina", "BIH"),
        ("the Netherlands", "NLD"), ("Netherlands, Kingdom of the", "NLD"), ("die Niederlande", "NLD"),
        ("Holland", "NLD"), ("Les Pays-Bas", "NLD"), ("America", "USA"), ("США", "USA"), ("U.S.A.", "USA"),
        ("Georgia", "GEO"),
        ("Republic of Ireland", "IRL"), ("Moldova, Republic of", "MDA"), ("Slovak Republic", "SVK"),
        ("Czech Rep.", "CZE"),
        ("China, People's Republic of", "CHN"), ("Republic of China", "TWN"), ("FYROM", "MKD"), ("Macedonia", "MKD"),
        ("Європейський Союз", "EU"), ("European  Union", "EU"), ("  Sweden² ", "SWE"), ("Portugal (PT)", "PRT"),
    ],
)  # fmt: skip
def test_donor_is_found_by_each_of_its_names(stated: str, code: str) -> None:
    assert NAMES.get(stated) == code


@pytest.mark.parametrize(
    ("letters", "code"), [("DE", "DEU"), ("EL", "GRC"), ("GR", "GRC"), ("UK", "GBR"), ("GB", "GBR"), ("QF", "FTN")]
)
def test_letters_of_a_country_stay_its_own(letters: str, code: str) -> None:
    countries = [Donor(pk=key, code=code, name=code) for key, code in enumerate(("DEU", "GRC", "GBR"))]
    names = DonorNames([*countries, Donor(pk=4, code="FTN", name="Fantasia", iso2=letters)], [])
    assert (names.get(letters), names.get("FTN")) == (code, "FTN")


@pytest.mark.parametrize(
    "stated",
    [
        "North Korea", "Korea, North", "Korea, Democratic People's Republic of", "Nordkorea", "КНДР", "KP", "PRK",
        "Russia", "Russian Federation", "Росія", "RU", "RUS", "Vietnam", "Viet Nam", "VN", "Congo", "Kongo", "Guinea",
        "Niger", "Nigeria", "Iraq", "Irak", "Serbia", "Belarus", "United Nations", "Total", "Sum", "Various", "Other",
        "N/A", "per capita", "New", "North", "South", "United", "Republic", "Government of Russia", "Atlantis", "GER",
        "no", "it", "de", "at", "*", "", "Russia and Belarus", "Chechen Republic", "Vietman", "Rusia",
    ],
)  # fmt: skip
def test_what_no_donor_is_called_is_nobody_and_suggests_nobody(stated: str) -> None:
    assert (NAMES.get(stated), NAMES.nearest(stated)) == (None, None)


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ("Germny", "DEU"), ("Deutchland", "DEU"), ("Federal-Republik-Germany", "DEU"), ("Northern Macedonia", "MKD"),
        ("N. Macedonia", "MKD"), ("England", "GBR"), ("Northern Ireland", "GBR"), ("Slovak", "SVK"), ("NRO", "NOR"),
        ("Government of Norway", "NOR"), ("Unitd Kingdom", "GBR"),
    ],
)  # fmt: skip
def test_name_that_is_nearly_one_is_suggested_and_not_taken(stated: str, code: str) -> None:
    near = NAMES.nearest(stated)
    assert (NAMES.get(stated), near and near.code) == (None, code)


@pytest.mark.parametrize("territory", known_territories(), ids=lambda one: one.code)
@pytest.mark.parametrize("names", [NAMES, ALL_TERRITORIES], ids=["starter", "all"])
def test_names_of_a_country_are_never_another_donor(names: DonorNames, territory: Territory) -> None:
    """In every language, as they stand, in capitals, decomposed, and with a footnote."""
    for name in territory.all_names():
        spellings = (name, name.upper(), unicodedata.normalize("NFD", name), f"{name}*", f"{name} [1]")
        assert {names.get(one) for one in spellings} <= {territory.code, None}
        if territory.code not in names.by_code:
            assert names.nearest(name) is None


def test_every_name_of_a_donor_in_the_languages_of_the_site_is_its_own() -> None:
    donors = [one for one in known_territories() if one.code in NAMES.by_code]
    assert [(one.code, name) for one in donors for name in one.site_names() if NAMES.get(name) != one.code] == []


def test_alias_of_two_donors_is_neither() -> None:
    donors = [Donor(pk=1, code="COD", name="Kinshasa"), Donor(pk=2, code="COG", name="Brazzaville")]
    names = DonorNames(donors, [("COD", "The Congo"), ("COG", "Congo*")])
    assert (names.get("Congo"), names.nearest("Congo")) == (None, None)
