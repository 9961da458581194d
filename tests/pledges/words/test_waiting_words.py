"""How waits read: shares, days, and what they come to."""

from __future__ import annotations

import pytest

from pledges.answers.waiting import Part, Span, WaitingRow
from pledges.words.waiting_words import say_days, say_days_moved, say_finding, say_share, say_shares


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (say_share(0.0), "0 %"),
        (say_share(0.001), "1 %"),
        (say_share(0.999), "99 %"),
        (say_share(1.0), "100 %"),
        (say_shares(0.149, 0.483), "15–48 %"),
        (say_shares(0.25, 0.25), "25 %"),
        (say_days(Span(112, 112)), "112 days"),
        (say_days(Span(209, 394)), "209–394 days"),
        (say_days(Span(1, None)), "at least 1 day"),
        (say_days(None), ""),
        (say_days_moved(30), "30 days later"),
        (say_days_moved(-1), "1 day earlier"),
        (say_days_moved(None), "not comparable"),
    ],
)
def test_waits_read_as_intervals(said: str, words: str) -> None:
    assert said.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ") == words


def row(median: Span | None, two_years: Part | None) -> WaitingRow:
    return WaitingRow("", "", "", 20, 12, median, None, "", two_years, two_years, (), ())


def test_finding_says_the_median_or_what_is_bounded() -> None:
    assert say_finding(row(Span(100, 120), Part(0.5, 0.9))).endswith("reported delivered within 100–120 days")
    assert say_finding(row(None, Part(0.1, 0.4))).startswith("Two years on, 10–40")
    assert say_finding(row(None, None)).endswith("too few deliveries have a date to say")
