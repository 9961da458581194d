"""Quoted words are found in texts that write them a little otherwise, and nowhere else."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pledges.values.quote_places import Place, SearchedText, fold


def cut(text: str, quote: str, **around: str) -> str | None:
    """Return what of the text the quote is found to be."""
    place = SearchedText(text).find(quote, **around)
    return text[place.start : place.end] if place else None


@pytest.mark.parametrize(
    ("text", "quote", "found"),
    [
        ("Germany gives two\n\t Patriot batteries.", "gives two Patriot", "gives two\n\t Patriot"),
        ("Germany gives two Patriot batteries.", "  gives\ntwo  Patriot\u00a0", "gives two Patriot"),
        ("He said: “We’ll give 10–12 tanks”.", "\"We'll give 10-12 tanks\"", "“We’ll give 10–12 tanks”"),
        ("We'll give ten tanks", "“We'll give ten tanks”", "We'll give ten tanks"),
        ("two bat\u00adteries", "two batteries", "two bat\u00adteries"),
        ("two batteries", "two bat\u00adteries", "two batteries"),
        ("the air\u00addefence umbrella", "air-defence umbrella", "air\u00addefence umbrella"),
        ("the ﬁrst oﬀer", "first offer", "ﬁrst oﬀer"),
        ("Zwölf Geschütze", unicodedata.normalize("NFD", "Zwölf Geschütze"), "Zwölf Geschütze"),
        (unicodedata.normalize("NFD", "Zwölf Geschütze"), "Zwölf", unicodedata.normalize("NFD", "Zwölf")),
        ("１２ tanks", "12 tanks", "１２ tanks"),
        ("zero\u200bwidth \u202bmarks\u202c", "zerowidth marks", "zero\u200bwidth \u202bmarks"),
        ("Україна отримає дві батареї", "отримає дві", "отримає дві"),
        ("Germany will give two batteries, said the minister, by winter.", "two batteries … by winter",
         "two batteries, said the minister, by winter"),
        ("Germany will give two batteries, said the minister, by winter.", "[...] two batteries [...] winter.",
         "two batteries, said the minister, by winter."),
        ("They give ... two tanks", "give… two tanks", "give ... two tanks"),
    ],
)  # fmt: skip
def test_quote_is_found_where_its_words_stand(text: str, quote: str, found: str) -> None:
    assert cut(text, quote) == found


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Germany gives two batteries.", "Germany gives three batteries."),
        ("Germany gives 1,200 rounds.", "200 rounds"),
        ("Germany gives 12 tanks", "2 tanks"),
        ("Germany gives 12 tanks", "gives 1"),
        ("worth 1.5bn", "worth 1"),
        ("THE FIRST", "the first"),
        ("ﬁrst", "irst"),
        ("cafe\u0301", "cafe"),
        ("café", "cafe"),
        ("10-12 tanks", "1012 tanks"),
        ("two batteries by winter", "by winter … two batteries"),
        ("two batteries" + " and so on" * 300 + " by winter", "two batteries … by winter"),
        ("two batteries", ""),
        ("two batteries", " \u00ad\n"),
        ("two batteries", "…"),
        ("", "two"),
    ],
)
def test_quote_is_not_found_where_other_words_stand(text: str, quote: str) -> None:
    assert cut(text, quote) is None


TWICE = "Norway gives two tanks. Later Sweden gives two tanks. The network two tanks."


@pytest.mark.parametrize(
    ("quote", "around", "place"),
    [
        ("two tanks", {}, Place(13, 22)),
        ("two tanks", {"before": "Sweden gives "}, Place(43, 52)),
        ("two tanks", {"before": "Poland, not Sweden, gives ", "after": ". The net"}, Place(43, 52)),
        ("work", {}, Place(61, 65)),
    ],
)
def test_of_several_places_the_words_around_choose_and_else_the_first(
    quote: str, around: dict[str, str], place: Place
) -> None:
    assert SearchedText(TWICE).find(quote, **around) == place


def test_a_place_that_cuts_no_word_goes_before_one_that_does() -> None:
    assert SearchedText("weight: eight").find("eight") == Place(8, 13)


MANGLED = st.sampled_from(["", " ", "\n", "\u00a0", "\u00ad", "\t ", "\u200b"])


@given(text=st.text(min_size=1, max_size=60), data=st.data())
def test_whatever_is_cut_from_a_text_is_found_in_it_with_any_white_space(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = "".join(letter + data.draw(MANGLED) for letter in text[start:end])
    place = SearchedText(text).find(quote)
    if place:
        assert fold(text[place.start : place.end]) == fold(quote) or "..." in fold(quote) or "'" in fold(quote)
        return
    # Not found is only what has no words, or would cut a number or take the accent off a letter.
    following = fold(text[end:])
    cuts_accent = bool(following) and unicodedata.combining(following[0]) > 0
    cuts_number = any(text[at].isdigit() for at in (start, end - 1))
    assert not fold(quote) or cuts_accent or cuts_number


@given(
    words=st.lists(
        st.sampled_from(["Germany", "gives", "two", "Patriot", "batteries", "soon", "–", "“really”"]), min_size=3
    ),
    data=st.data(),
)
def test_an_anchor_normalises_to_its_quote(words: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(words) - 2))
    end = data.draw(st.integers(start + 1, len(words)))
    text = "".join(word + data.draw(st.sampled_from([" ", "\n", " \u00ad\t"])) for word in words)
    quote = " ".join(words[start:end]).replace("–", "-").replace("“", '"').replace("”", '"')
    place = SearchedText(text).find(quote)
    assume(place is not None or fold(quote).strip("'"))
    assert place is not None
    assert fold(text[place.start : place.end]) == fold(quote)
