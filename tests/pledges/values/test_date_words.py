"""Dates in every order, with every usual separator, in the site's languages; looking back and looking forward."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.choices import DatePrecision
from pledges.values.dates import DateError, DateWindow, parse_window
from pledges.values.dates.date_words import MONTH_NAMES

SAID = date(2024, 6, 15)
properties = settings(deadline=None, derandomize=True, max_examples=200)

AHEAD = """
    autumn/winter 2024 | 2024-09-01 2025-02-28
    autumn-winter 2024 | 2024-09-01 2025-02-28
    autumn and winter 2024 | 2024-09-01 2025-02-28
    autumn/winter 2024/25 | 2024-09-01 2025-02-28
    autumn/winter | 2024-09-01 2025-02-28
    winter/spring 2025 | 2024-12-01 2025-05-31
    spring/summer 2025 | 2025-03-01 2025-08-31
    winter 2024 | 2024-12-01 2025-02-28
    winter 2024/25 | 2024-12-01 2025-02-28
    winter 24/25 | 2024-12-01 2025-02-28
    winter of 2024/2025 | 2024-12-01 2025-02-28
    2024/25 winter | 2024-12-01 2025-02-28
    2024 autumn | 2024-09-01 2024-11-30
    autumn '24 | 2024-09-01 2024-11-30
    autumn-2024 | 2024-09-01 2024-11-30
    autumn, 2024 | 2024-09-01 2024-11-30
    in the spring of 2025 | 2025-03-01 2025-05-31
    2024/25 | 2024-01-01 2025-12-31
    2024/10 | 2024-10-01 2024-10-31
    2024-10 | 2024-10-01 2024-10-31
    10.2024 | 2024-10-01 2024-10-31
    10/2024 | 2024-10-01 2024-10-31
    2024 October | 2024-10-01 2024-10-31
    October, 2024 | 2024-10-01 2024-10-31
    Oct-24 | 2024-10-01 2024-10-31
    Oct-2024 | 2024-10-01 2024-10-31
    October '24 | 2024-10-01 2024-10-31
    Q1 2025 | 2025-01-01 2025-03-31
    2025 Q1 | 2025-01-01 2025-03-31
    2025-Q1 | 2025-01-01 2025-03-31
    2025Q1 | 2025-01-01 2025-03-31
    2025/Q1 | 2025-01-01 2025-03-31
    Q1/2025 | 2025-01-01 2025-03-31
    Q1-2025 | 2025-01-01 2025-03-31
    Q1'25 | 2025-01-01 2025-03-31
    1Q25 | 2025-01-01 2025-03-31
    1Q 2025 | 2025-01-01 2025-03-31
    first quarter 2025 | 2025-01-01 2025-03-31
    quarter 1 2025 | 2025-01-01 2025-03-31
    first quarter | 2025-01-01 2025-03-31
    H2 2024 | 2024-07-01 2024-12-31
    2024 H2 | 2024-07-01 2024-12-31
    2H24 | 2024-07-01 2024-12-31
    H2/24 | 2024-07-01 2024-12-31
    2nd half 2024 | 2024-07-01 2024-12-31
    second half of 2024 | 2024-07-01 2024-12-31
    first half of March 2025 | 2025-03-01 2025-03-15
    second half of October | 2024-10-16 2024-10-31
    mid-to-late 2024 | 2024-05-01 2024-12-31
    early/mid 2025 | 2025-01-01 2025-08-31
    end-March 2025 | 2025-03-21 2025-03-31
    year-end 2025 | 2025-12-01 2025-12-31
    2025-W12 | 2025-03-17 2025-03-23
    week 12 of 2025 | 2025-03-17 2025-03-23
    3/4 March 2025 | 2025-03-03 2025-03-04
    14/15 February 2025 | 2025-02-14 2025-02-15
    Nov/Dec 2024 | 2024-11-01 2024-12-31
    Dec/Jan 2025 | 2024-12-01 2025-01-31
    autumn / winter 2024 | 2024-09-01 2025-02-28
    Q1 / 2025 | 2025-01-01 2025-03-31
    Q 1 2025 | 2025-01-01 2025-03-31
    first and second quarter 2025 | 2025-01-01 2025-06-30
    first/second quarter 2025 | 2025-01-01 2025-06-30
    throughout 2025 | 2025-01-01 2025-12-31
    by EOY | 2024-06-15 2024-12-31
    before summer | 2024-06-15 2025-05-31
    first week of March 2025 | 2025-03-01 2025-03-07
    5./6. März 2025 | 2025-03-05 2025-03-06
    5.–7.3.2025 | 2025-03-05 2025-03-07
    noch in diesem Jahr | 2024-01-01 2024-12-31
    2-й квартал 2025 | 2025-04-01 2025-06-30
    Q4/Q1 2025 | 2024-10-01 2025-03-31
    H2 2024/H1 2025 | 2024-07-01 2025-06-30
    2024-10-12/2024-10-15 | 2024-10-12 2024-10-15
    5-Mar-2025 | 2025-03-05 2025-03-05
    5-Mar-25 | 2025-03-05 2025-03-05
    05/Mar/2025 | 2025-03-05 2025-03-05
    2025-Mar-05 | 2025-03-05 2025-03-05
    2025/03/05 | 2025-03-05 2025-03-05
    2025.03.05 | 2025-03-05 2025-03-05
    20250305 | 2025-03-05 2025-03-05
    2025-03-05T10:00:00+02:00 | 2025-03-05 2025-03-05
    Wednesday, 5 March 2025 | 2025-03-05 2025-03-05
    45721 | 2025-03-05 2025-03-05
    3 March | 2025-03-03 2025-03-03
    Ende 2024 | 2024-12-01 2024-12-31
    bis Ende 2024 | 2024-06-15 2024-12-31
    Mitte 2025 | 2025-05-01 2025-08-31
    Herbst/Winter 2024 | 2024-09-01 2025-02-28
    im Frühjahr 2025 | 2025-03-01 2025-05-31
    1. Quartal 2025 | 2025-01-01 2025-03-31
    im ersten Quartal 2025 | 2025-01-01 2025-03-31
    zweites Halbjahr 2024 | 2024-07-01 2024-12-31
    2. Jahreshälfte 2024 | 2024-07-01 2024-12-31
    am 5. März 2025 | 2025-03-05 2025-03-05
    von März bis Mai 2025 | 2025-03-01 2025-05-31
    zwischen März und Mai 2025 | 2025-03-01 2025-05-31
    innerhalb von 30 Tagen | 2024-06-15 2024-07-15
    in den kommenden Wochen | 2024-06-15 2024-07-13
    nächstes Jahr | 2025-01-01 2025-12-31
    5 березня 2025 р. | 2025-03-05 2025-03-05
    у березні 2025 року | 2025-03-01 2025-03-31
    до кінця 2024 року | 2024-06-15 2024-12-31
    до кінця року | 2024-06-15 2024-12-31
    на початку 2025 року | 2025-01-01 2025-01-31
    навесні 2025 | 2025-03-01 2025-05-31
    восени | 2024-09-01 2024-11-30
    осінь/зима 2024 | 2024-09-01 2025-02-28
    I квартал 2025 | 2025-01-01 2025-03-31
    ІІ квартал 2025 року | 2025-04-01 2025-06-30
    друга половина 2024 року | 2024-07-01 2024-12-31
    з березня до травня 2025 | 2025-03-01 2025-05-31
    між березнем і травнем 2025 | 2025-03-01 2025-05-31
    протягом 30 днів | 2024-06-15 2024-07-15
    наступного року | 2025-01-01 2025-12-31
"""
BACK = """
    2024-03-05 | 3 March | 2024-03-03 2024-03-03
    2024-03-05 | 6 March | 2024-03-06 2024-03-06
    2024-03-05 | 7 March | 2023-03-07 2023-03-07
    2024-03-05 | 3. März | 2024-03-03 2024-03-03
    2024-03-05 | 3 березня | 2024-03-03 2024-03-03
    2025-01-01 | 31 December | 2024-12-31 2024-12-31
    2024-03-05 | 29 February | 2024-02-29 2024-02-29
    2024-01-15 | December | 2023-12-01 2023-12-31
    2024-03-05 | March | 2024-03-01 2024-03-31
    2024-01-15 | winter | 2023-12-01 2024-02-29
    2024-06-15 | winter | 2023-12-01 2024-02-29
    2024-06-15 | autumn | 2023-09-01 2023-11-30
    2024-02-01 | Q4 | 2023-10-01 2023-12-31
    2024-02-01 | October to December | 2023-10-01 2023-12-31
    2024-03-05 | December to February | 2023-12-01 2024-02-29
    2024-03-05 | 1-3 March | 2024-03-01 2024-03-03
    2024-06-15 | end of March | 2024-03-21 2024-03-31
    2025-06-01 | autumn/winter 2024 | 2024-09-01 2025-02-28
    2025-06-01 | winter 2024 | 2023-12-01 2024-02-29
"""
REFUSED = """
    3/4/2024 | can be two days
    29 February | the nearest
    29 Feb 2023 | no day
    30 February | no day
    2024-13-01 | no day
    31 April 2024 | no day
    16/02/23 | two digits
    #REF! | error of a spreadsheet
    late/early 2025 | runs backwards
    2024-W60 | there is no
    autumn 2024/25 | only a winter
"""


def table(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split(" | ")] for line in text.strip().splitlines()]


def ends(window: DateWindow) -> str:
    return f"{window.start} {window.end}"


@pytest.mark.parametrize(("text", "days"), table(AHEAD))
def test_what_is_due_is_read_looking_forward(text: str, days: str) -> None:
    assert ends(parse_window(text, anchor=SAID)) == days


@pytest.mark.parametrize(("told", "text", "days"), table(BACK))
def test_what_has_happened_is_read_looking_back(told: str, text: str, days: str) -> None:
    assert ends(parse_window(text, anchor=date.fromisoformat(told), back=True)) == days


@pytest.mark.parametrize(("text", "message"), table(REFUSED))
def test_what_is_no_day_or_can_be_two_is_refused(text: str, message: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_window(text, anchor=SAID)
    assert message in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("name", "english"), [(name, english) for english, names in MONTH_NAMES.items() for name in names.split()]
)
def test_every_name_of_a_month_is_read_as_the_english_one(name: str, english: str) -> None:
    number = list(calendar.month_name).index(english.capitalize())
    for text in (f"{name} 2025", f"{name.title()}. 2025", f"2025 {name}"):
        assert ends(parse_window(text, anchor=SAID))[:7] == f"2025-{number:02}"
    assert ends(parse_window(f"5. {name} 2025", anchor=SAID)) == " ".join([f"2025-{number:02}-05"] * 2)


def window(start: str | None, end: str | None, precision: DatePrecision = DatePrecision.RANGE) -> DateWindow:
    days = [None if day is None else date.fromisoformat(day) for day in (start, end)]
    return DateWindow("stated", *days, precision)


@pytest.mark.parametrize(
    ("start", "end", "cut"),
    [
        ("2024-06-01", "2024-06-30", "2024-06-01 2024-06-15"),
        ("2024-05-01", "2024-05-31", "2024-05-01 2024-05-31"),
        ("2024-06-15", "2024-07-30", "2024-06-15 2024-06-15"),
        ("2024-06-16", "2024-06-30", "2024-06-16 2024-06-30"),
        ("2024-06-01", None, "2024-06-01 None"),
    ],
)
def test_window_of_what_happened_is_cut_at_the_day_of_its_source(start: str, end: str | None, cut: str) -> None:
    made = window(start, end, DatePrecision.MONTH).cut_after(SAID)
    assert (ends(made), made.precision) == (cut, DatePrecision.MONTH)


@pytest.mark.parametrize(
    ("start", "end", "cut"),
    [
        ("2024-06-01", "2024-08-31", "2024-06-15 2024-08-31"),
        ("2024-09-01", "2024-11-30", "2024-09-01 2024-11-30"),
        ("2024-03-01", "2024-05-31", "2024-03-01 2024-05-31"),
        ("2024-06-01", None, "2024-06-15 None"),
        (None, "2024-12-31", "None 2024-12-31"),
    ],
)
def test_window_of_what_is_due_is_cut_at_the_day_of_saying(start: str | None, end: str | None, cut: str) -> None:
    assert ends(window(start, end).cut_before(SAID)) == cut


NAMES = [
    *("October", "March", "spring", "summer", "autumn", "winter", "Q1", "Q4", "H1", "H2", "3 March", "31 December"),
    *("early March", "end of October", "autumn/winter", "October to December", "November/December", "mid-2024", "2024"),
    *("autumn/winter 2024", "winter 2024", "winter/spring 2025", "Q4 2024", "by the end of 2024", "Herbst", "восени"),
]
days = st.dates(date(2022, 1, 1), date(2030, 12, 31))


@properties
@given(st.sampled_from(NAMES), days, st.booleans())
def test_no_window_runs_backwards(text: str, said: date, back: bool) -> None:  # noqa: FBT001 - Hypothesis gives it
    read = parse_window(text, anchor=said, back=back)
    for made in (read, read.cut_after(said), read.cut_before(said)):
        assert made.start is None or made.end is None or made.start <= made.end


@properties
@given(st.sampled_from([name for name in NAMES if "20" not in name]), days)
def test_bare_name_has_begun_where_it_happened_and_not_ended_where_it_is_due(text: str, said: date) -> None:
    happened = parse_window(text, anchor=said, back=True).cut_after(said)
    due = parse_window(text, anchor=said).cut_before(said)
    assert happened.start is not None
    assert due.start is not None
    assert due.end is not None
    assert happened.start <= said + timedelta(days=1)
    assert happened.end == happened.start or (happened.end is not None and happened.end <= said)
    assert said <= due.start <= due.end
    assert not due.past(said)
