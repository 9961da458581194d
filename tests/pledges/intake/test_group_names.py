"""Which meeting, coalition, initiative or package a name means."""

from __future__ import annotations

from datetime import date

import pytest

from pledges.intake.group_names import GroupNames, capability_names, meeting_names, worded_names

FORUMS = {"udcg": "Contact Group", "nuc": "NATO-Ukraine Council"}
MEETINGS = meeting_names(
    FORUMS,
    [
        ("udcg-2", 1, "udcg", 2, "", date(2022, 5, 23), date(2022, 5, 23)),
        ("udcg-21", 2, "udcg", 21, "", date(2024, 4, 26), date(2024, 4, 26)),
        ("udcg-25", 3, "udcg", 25, "Last meeting chaired by Austin", date(2025, 1, 9), date(2025, 1, 9)),
        ("nuc-2024-01-10", 4, "nuc", None, "", date(2024, 1, 10), date(2024, 1, 10)),
        ("udcg-2024-01-10", 5, "udcg", None, "", date(2024, 1, 10), date(2024, 1, 10)),
    ],
)
COALITIONS = worded_names(
    "coalition",
    [
        ("airforce", 1, ("Air force coalition", *capability_names({"air_force": 1})["air_force"])),
        ("iamd", 2, ("Integrated air and missile defence coalition", "air_defence")),
        ("drone", 3, ("Drone coalition", *capability_names({"drones": 1})["drones"])),
        ("it", 4, ("IT coalition",)),
    ],
)
INITIATIVES = worded_names("initiative", [("purl", 1, ("Prioritised Ukraine Requirements List (PURL)",))])
PACKAGES = worded_names(
    "package", [("purl-1", 1, ("PURL package 1, August 2025",)), ("purl-2", 2, ("PURL package 2, August 2025",))]
)


@pytest.mark.parametrize(
    ("stated", "slug"),
    [
        *(
            (words, "udcg-25")
            for words in (
                "udcg-25", "UDCG 25", "UDCG25", "UDCG #25", "25th meeting", "25", "the 25th Contact Group meeting",
                "25th meeting of the Ukraine Defense Contact Group", "meeting no. 25", "twenty-fifth meeting",
                "Ramstein 25", "Ramstein-25", "25. UDCG-Treffen", "25-те засідання", "25-й Рамштайн", "9 January 2025",
                "UDCG, 9 January 2025", "2025-01-09", "UDCG 2025-01-09", "Last meeting chaired by Austin",
            )
        ),
        ("21st meeting", "udcg-21"),
        ("second meeting", "udcg-2"),
        ("NATO-Ukraine Council 10 January 2024", "nuc-2024-01-10"),
        ("Contact Group 10 January 2024", "udcg-2024-01-10"),
        *((words, "") for words in ("10 January 2024", "26th meeting", "UDCG", "2025", "NATO-Ukraine Council 25", "")),
    ],
)  # fmt: skip
def test_meeting_is_found_by_name_number_day_and_slug(stated: str, slug: str) -> None:
    assert MEETINGS.find(stated) == slug


@pytest.mark.parametrize(
    ("names", "stated", "slug"),
    [
        *(
            (COALITIONS, words, slug)
            for words, slug in (
                ("Air Force Capability Coalition", "airforce"), ("air force", "airforce"), ("IAMD", "iamd"),
                ("Integrated Air & Missile Defense", "iamd"), ("air defense", "iamd"), ("Drones", "drone"),
                ("Drohnenkoalition", "drone"), ("the IT coalition", "it"), ("navy", ""), ("coalition", ""),
            )
        ),
        *((INITIATIVES, words, "purl") for words in ("PURL", "Prioritized Ukraine Requirements List")),
        *((PACKAGES, words, "purl-1") for words in ("PURL 1", "PURL package #1", "first PURL package", "purl-1")),
        *((PACKAGES, words, "") for words in ("PURL", "package 1", "PURL package 5")),
    ],
)  # fmt: skip
def test_coalition_initiative_and_package_are_found_by_their_words(names: GroupNames, stated: str, slug: str) -> None:
    assert names.find(stated) == slug


@pytest.mark.parametrize(
    ("names", "stated", "slug"),
    [
        (MEETINGS, "udgc-25", "udcg-25"),
        (MEETINGS, "udcg-31", ""),
        (COALITIONS, "dron coalition", "drone"),
        (COALITIONS, "navy", ""),
        (PACKAGES, "PURL", ""),
    ],
)
def test_name_that_is_nearly_one_is_suggested(names: GroupNames, stated: str, slug: str) -> None:
    assert names.nearest(stated) == slug
