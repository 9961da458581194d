import pytest

from pledges.intake.drafting.normalise_text import normalise_text
from pledges.intake.drafting.split_sentences import split_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("The U.S. Army sent tanks. Norway did, too.", ["The U.S. Army sent tanks.", "Norway did, too."]),
        ("Lt. Gen. J. Smith spoke on Jan. 6. He left.", ["Lt. Gen. J. Smith spoke on Jan. 6.", "He left."]),
        ('"We send drones." Kyiv asked for 1.5 million.', ['"We send drones."', "Kyiv asked for 1.5 million."]),
        ("Heading\nFirst line. Second", ["Heading", "First line.", "Second"]),
        ("Sent:\n- 10 tanks\n* 5 guns", ["Sent:", "10 tanks", "5 guns"]),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [text[one.start : one.end] for one in split_sentences(text)] == sentences


def test_bullets_hang_on_the_line_before_their_list() -> None:
    found = split_sentences("Note.\nSent:\n- 10 tanks\n- 5 guns\nThat is all.")
    assert [one.lead for one in found] == [None, None, 1, 1, None]


def test_every_character_keeps_its_place() -> None:
    text = "“Norway’s”\N{NO-BREAK SPACE}F\N{NON-BREAKING HYPHEN}16\r\n„ja“"
    assert normalise_text(text) == '"Norway\'s" F-16\n\n"ja"'
    assert len(normalise_text(text)) == len(text)
