"""Texts read into rows without a database, and words picked by hand."""

from datetime import date

import pytest

from pledges.intake.text_drafts.claim_cells import Circumstances
from pledges.intake.text_drafts.read_text import clean_text, cut_text, find_words, read_text, read_words
from tests.pledges.intake.text_drafts.sample_texts import TEXT

DAY = date(2025, 6, 4)


def test_rows_carry_their_words_and_what_is_denied_is_left_over() -> None:
    read = read_text(Circumstances(text=TEXT), DAY)

    assert [(TEXT[slice(*one.span)], one.rule, one.cells["donors"]) for one in read.rows] == [
        ("two Patriot batteries", "pledge announced", "DEU"),
        ("$50 million for air defence", "pledge announced", "NOR"),
        ("up to 10 NASAMS batteries", "pledge signalled", "NLD"),
    ]
    assert [TEXT[slice(*span)] for span in read.residue] == [
        "Poland has ruled out sending Patriot batteries to Ukraine."
    ]


def test_what_is_held_and_what_is_needed_are_rows_of_their_own() -> None:
    text = (
        "Germany currently has 12 Patriot batteries in service. Ukraine needs 10 more Patriot batteries. "
        "Ukraine needs air defence."
    )
    rows = read_text(Circumstances(text=text, said_on="2025-06-04", meeting="udcg-28"), DAY).rows

    assert [
        {name: one.cells.get(name, "") for name in ("action", "donors", "system", "quantity", "meeting")}
        for one in rows
    ] == [
        {"action": "stock", "donors": "DEU", "system": "patriot", "quantity": "12", "meeting": ""},
        {"action": "requirement", "donors": "", "system": "patriot", "quantity": "10 more", "meeting": "udcg-28"},
    ]
    assert [one.cells.get("stage") for one in rows] == [None, None]


def test_same_text_is_read_the_same_and_progress_is_told() -> None:
    heard: list[tuple[int, int]] = []
    first = read_text(Circumstances(text=TEXT), DAY, progress=lambda done, total: heard.append((done, total)))

    assert first == read_text(Circumstances(text=TEXT), DAY)
    assert heard == [(0, 5)]


@pytest.mark.parametrize(
    ("text", "kept"),
    [("a\x00b", "a�b"), ("a\x08b\r\n", "a�b\r\n"), ("a\ud800", "a�"), ("“ü” 🇺🇦", "“ü” 🇺🇦")],
)
def test_cleaned_text_keeps_its_length(text: str, kept: str) -> None:
    assert clean_text(text) == kept
    assert len(kept) == len(text)


@pytest.mark.parametrize("text", ["🎉🎉🎉", "<script>alert(1)</script>", "שלום עולם, מיליון דולר", "\n \n", "�"])
def test_odd_text_gives_no_row(text: str) -> None:
    assert read_text(Circumstances(text=text), None).rows == []


@pytest.mark.parametrize(
    ("words", "near", "span"),
    [
        ("two  Patriot\nbatteries", 0, (21, 42)),
        ("Ukraine", 50, (122, 129)),
        ("Germany", 60, (0, 7)),
        ("a (b", 0, None),
        (" ", 0, None),
    ],
)
def test_words_are_found_where_they_stand(words: str, near: int, span: tuple[int, int] | None) -> None:
    assert find_words(TEXT, words, near) == span


def test_picked_words_give_what_they_name() -> None:
    around = Circumstances(text="Talks went on. Norway: NASAMS, three of them, by winter.", said_on="2025-06-04")
    row = read_words(around, 15, 56, DAY)

    assert row.cells["donors"] == "NOR"
    assert row.cells["system"] == "nasams"
    assert row.cells["quote"] == "Norway: NASAMS, three of them, by winter."
    assert (row.span, row.rule) == ((15, 56), "")


def test_text_is_cut_at_every_edge_once() -> None:
    assert cut_text("abcdef", [(1, 3), (2, 6), (2, 6)]) == [(0, 1), (1, 2), (2, 3), (3, 6)]
