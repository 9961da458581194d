from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.choices import DatePrecision
from pledges.values.choices import Overdue
from pledges.values.dates import DateError, DateWindow, canonical_text, format_window, overdue, parse_window

ANCHOR = date(2024, 2, 14)
properties = settings(deadline=None, derandomize=True, max_examples=200)

PERIODS: list[tuple[str, str, str, str]] = [
    ("2024-02-14", "2024-02-14", "2024-02-14", "day"),
    ("2023-04-04 00:00:00", "2023-04-04", "2023-04-04", "day"),
    ("14 Feb 2024", "2024-02-14", "2024-02-14", "day"),
    ("14th of February 2024", "2024-02-14", "2024-02-14", "day"),
    ("Feb 14, 2024", "2024-02-14", "2024-02-14", "day"),
    ("14.02.2024", "2024-02-14", "2024-02-14", "day"),
    ("02.03.2024", "2024-03-02", "2024-03-02", "day"),
    ("16/02/2023", "2023-02-16", "2023-02-16", "day"),
    ("12/31/2022", "2022-12-31", "2022-12-31", "day"),
    ("04/04/2023", "2023-04-04", "2023-04-04", "day"),
    ("14 February", "2024-02-14", "2024-02-14", "day"),
    ("12 February", "2025-02-12", "2025-02-12", "day"),
    ("today", "2024-02-14", "2024-02-14", "day"),
    ("tomorrow", "2024-02-15", "2024-02-15", "day"),
    ("yesterday", "2024-02-13", "2024-02-13", "day"),
    ("2024-10", "2024-10-01", "2024-10-31", "month"),
    ("10/2024", "2024-10-01", "2024-10-31", "month"),
    ("October 2024", "2024-10-01", "2024-10-31", "month"),
    ("Oct 2024", "2024-10-01", "2024-10-31", "month"),
    ("in October", "2024-10-01", "2024-10-31", "month"),
    ("February", "2024-02-01", "2024-02-29", "month"),
    ("January", "2025-01-01", "2025-01-31", "month"),
    ("next February", "2025-02-01", "2025-02-28", "month"),
    ("last October", "2023-10-01", "2023-10-31", "month"),
    ("unclear, 04/22", "2022-04-01", "2022-04-30", "month"),
    ("not specified, 10/2022", "2022-10-01", "2022-10-31", "month"),
    ("Q4 2024", "2024-10-01", "2024-12-31", "quarter"),
    ("2024-Q4", "2024-10-01", "2024-12-31", "quarter"),
    ("4Q2024", "2024-10-01", "2024-12-31", "quarter"),
    ("fourth quarter of 2024", "2024-10-01", "2024-12-31", "quarter"),
    ("the last quarter of 2024", "2024-10-01", "2024-12-31", "quarter"),
    ("1st quarter of 2025", "2025-01-01", "2025-03-31", "quarter"),
    ("Q4", "2024-10-01", "2024-12-31", "quarter"),
    ("winter 2024", "2023-12-01", "2024-02-29", "season"),
    ("winter 2024/25", "2024-12-01", "2025-02-28", "season"),
    ("winter 2024-25", "2024-12-01", "2025-02-28", "season"),
    ("winter 2024–2025", "2024-12-01", "2025-02-28", "season"),
    ("winter", "2023-12-01", "2024-02-29", "season"),
    ("next winter", "2024-12-01", "2025-02-28", "season"),
    ("spring", "2024-03-01", "2024-05-31", "season"),
    ("next spring", "2024-03-01", "2024-05-31", "season"),
    ("summer of 2025", "2025-06-01", "2025-08-31", "season"),
    ("autumn", "2024-09-01", "2024-11-30", "season"),
    ("fall", "2024-09-01", "2024-11-30", "season"),
    ("this autumn", "2024-09-01", "2024-11-30", "season"),
    ("H1 2025", "2025-01-01", "2025-06-30", "half"),
    ("first half of 2025", "2025-01-01", "2025-06-30", "half"),
    ("second half of the year", "2024-07-01", "2024-12-31", "half"),
    ("2025", "2025-01-01", "2025-12-31", "year"),
    ("this year", "2024-01-01", "2024-12-31", "year"),
    ("next year", "2025-01-01", "2025-12-31", "year"),
    ("early 2025", "2025-01-01", "2025-04-30", "part"),
    ("mid-2025", "2025-05-01", "2025-08-31", "part"),
    ("late 2025", "2025-09-01", "2025-12-31", "part"),
    ("early October", "2024-10-01", "2024-10-10", "part"),
    ("late spring 2025", "2025-05-01", "2025-05-31", "part"),
    ("end of 2025", "2025-12-01", "2025-12-31", "part"),
    ("end of September 2024", "2024-09-21", "2024-09-30", "part"),
    ("the end of the month", "2024-02-21", "2024-02-29", "part"),
    ("beginning of 2025", "2025-01-01", "2025-01-31", "part"),
    ("next week", "2024-02-19", "2024-02-25", "relative"),
    ("last week", "2024-02-05", "2024-02-11", "relative"),
    ("next month", "2024-03-01", "2024-03-31", "relative"),
    ("last month", "2024-01-01", "2024-01-31", "relative"),
    ("later this year", "2024-02-14", "2024-12-31", "relative"),
    ("in the coming days", "2024-02-14", "2024-02-21", "relative"),
    ("in the coming weeks", "2024-02-14", "2024-03-13", "relative"),
    ("in the coming months", "2024-02-14", "2024-08-14", "relative"),
    ("over the next year", "2024-02-14", "2025-02-14", "relative"),
    ("in two weeks", "2024-02-26", "2024-03-03", "relative"),
    ("in 3 months", "2024-05-01", "2024-05-31", "relative"),
    ("from 01/13/2024 until 05/31/2024", "2024-01-13", "2024-05-31", "range"),
    ("between 3/20/2022 and 7/13/2022", "2022-03-20", "2022-07-13", "range"),
    ("between 3/20/2022 and 7/1/2022", "2022-03-20", "2022-07-01", "range"),
    ("from 20/03/2022 until 07/04/2022", "2022-03-20", "2022-04-07", "range"),
    ("October to December 2024", "2024-10-01", "2024-12-31", "range"),
    ("November to January 2025", "2024-11-01", "2025-01-31", "range"),
    ("between March and June 2024", "2024-03-01", "2024-06-30", "range"),
    ("14-16 February 2024", "2024-02-14", "2024-02-16", "range"),
    ("Feb 14-16, 2024", "2024-02-14", "2024-02-16", "range"),
    ("Q1-Q2 2025", "2025-01-01", "2025-06-30", "range"),
    ("March/April 2024", "2024-03-01", "2024-04-30", "range"),
    ("for 2024–2026", "2024-01-01", "2026-12-31", "range"),
]
DEADLINES: list[tuple[str, str]] = [
    ("by the end of 2024", "2024-12-31"),
    ("by end of September", "2024-09-30"),
    ("by year-end", "2024-12-31"),
    ("by October", "2024-10-31"),
    ("by the summer", "2024-08-31"),
    ("by mid-2025", "2025-08-31"),
    ("until 2027", "2027-12-31"),
    ("until October", "2024-10-31"),
    ("no later than 1 June 2024", "2024-06-01"),
    ("before October", "2024-09-30"),
    ("before the end of 2024", "2024-12-31"),
    ("within days", "2024-02-21"),
    ("within a few days", "2024-02-21"),
    ("within 30 days", "2024-03-15"),
    ("within 3 weeks", "2024-03-06"),
    ("within two months", "2024-04-14"),
    ("within the next six months", "2024-08-14"),
]
OPEN: list[tuple[str, str]] = [
    ("from 2025", "2025-01-01"),
    ("2025 onwards", "2025-01-01"),
    ("from spring onwards", "2024-03-01"),
    ("starting in 2025", "2025-01-01"),
    ("not before 2026", "2026-01-01"),
    ("after October 2024", "2024-11-01"),
]
REFUSED: list[tuple[str, str, str]] = [
    ("", "blank", "2024-02-14"),
    ("abc", "not a date", "2024-02-14"),
    ("Octobr 2024", "not a date", "october"),
    ("until 06/31/2022", 'no day "06/31/2022"', "calendar"),
    ("31 February 2024", "no day", "calendar"),
    ("2024-02-30", "no day", "calendar"),
    ("02/03/2023", "two days", "2023-03-02 or 2023-02-03"),
    ("from 01/01/2024 until 05/01/2024", "two days", "2024-01-05 or 2024-05-01"),
    ("until 4/6/2022", "two days", "2022-06-04 or 2022-04-06"),
    ("16/02/23", "two digits", "four digits"),
    ("0001-01-01", "out of range", "1950"),
    ("H3 2025", "no half 3", "H1 2025"),
    ("winter 2024/26", "one winter", "winter 2024/25"),
    ("from May 2024 to March 2024", "backwards", "earlier"),
    ("within 9000 days", "too far", "600"),
    ("x" * 121, "121 characters", "note"),
]


def day(stated: str) -> date:
    return date.fromisoformat(stated)


def parse_for_test(text: str) -> DateWindow:
    return parse_window(text, anchor=ANCHOR)


@pytest.mark.parametrize(("text", "start", "end", "precision"), PERIODS)
def test_parse_window_reads_a_period(text: str, start: str, end: str, precision: str) -> None:
    assert parse_for_test(text) == DateWindow(text, day(start), day(end), DatePrecision(precision))


@pytest.mark.parametrize(("text", "end"), DEADLINES)
def test_parse_window_reads_a_deadline_from_the_statement_on(text: str, end: str) -> None:
    window = parse_for_test(text)
    assert window == DateWindow(text, ANCHOR, day(end), DatePrecision.DEADLINE)
    assert window.deadline


@pytest.mark.parametrize("text", ["until 2/24/2023", "by 24 Feb 2023", "before 25 Feb 2023"])
def test_parse_window_leaves_the_start_of_a_deadline_before_its_statement_unknown(text: str) -> None:
    assert parse_for_test(text) == DateWindow(text, None, day("2023-02-24"), DatePrecision.DEADLINE)


@pytest.mark.parametrize(("text", "start"), OPEN)
def test_parse_window_reads_an_open_window(text: str, start: str) -> None:
    assert parse_for_test(text) == DateWindow(text, day(start), None, DatePrecision.RANGE)


@pytest.mark.parametrize("text", ["unknown", "Undisclosed", "unclear", "not specified", "TBD", "as soon as possible"])
def test_parse_window_reads_the_unknown(text: str) -> None:
    assert parse_for_test(text) == DateWindow.unknown(text)


@pytest.mark.parametrize(("text", "message", "hint"), REFUSED)
def test_parse_window_refuses_and_says_what_would_be_right(text: str, message: str, hint: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_for_test(text)
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_parse_window_reads_the_month_first_where_the_source_writes_so() -> None:
    assert parse_window("until 4/6/2022", anchor=ANCHOR, month_first=True).end == day("2022-04-06")
    assert parse_window("16/02/2023", anchor=ANCHOR, month_first=True).end == day("2023-02-16")


@pytest.mark.parametrize(
    ("anchor", "text", "start"),
    [
        ("2024-01-15", "winter", "2023-12-01"),
        ("2024-01-15", "next winter", "2024-12-01"),
        ("2024-03-01", "winter", "2024-12-01"),
        ("2024-04-10", "spring", "2024-03-01"),
        ("2024-04-10", "next spring", "2025-03-01"),
        ("2024-06-01", "spring", "2025-03-01"),
        ("2024-12-31", "Q4", "2024-10-01"),
        ("2025-01-01", "Q4", "2025-10-01"),
    ],
)
def test_a_bare_name_is_the_next_period_that_has_not_ended(anchor: str, text: str, start: str) -> None:
    assert parse_window(text, anchor=day(anchor)).start == day(start)


@pytest.mark.parametrize(
    ("start", "end", "precision"),
    [
        ("2024-02-02", "2024-02-01", "range"),
        (None, None, "day"),
        ("2024-02-01", "2024-02-02", "unknown"),
        ("2024-02-01", None, "deadline"),
    ],
)
def test_window_refuses_what_does_not_fit(start: str | None, end: str | None, precision: str) -> None:
    with pytest.raises(DateError):
        DateWindow("", start and day(start), end and day(end), DatePrecision(precision))  # type: ignore[arg-type]  # None


def test_window_ends_on_its_last_day_and_is_past_after_it() -> None:
    window = parse_for_test("October 2024")
    days = [day("2024-09-30"), day("2024-10-01"), day("2024-10-30"), day("2024-10-31"), day("2024-11-01")]
    assert [window.may_have_begun(on) for on in days] == [False, True, True, True, True]
    assert [window.has_ended(on) for on in days] == [False, False, False, True, True]
    assert [window.past(on) for on in days] == [False, False, False, False, True]


def test_window_without_an_end_never_ends_and_without_a_start_always_has_begun() -> None:
    assert not parse_for_test("from 2025").has_ended(day("2099-01-01"))
    assert parse_for_test("until 2/24/2023").may_have_begun(day("2000-01-01"))
    assert not parse_for_test("unknown").may_have_begun(day("2099-01-01"))


def test_unknown_date_runs_from_the_announcement_to_its_source() -> None:
    filled = parse_for_test("unknown").fill_unknown(announced=day("2024-01-01"), published=day("2024-03-01"))
    assert filled == DateWindow("unknown", day("2024-01-01"), day("2024-03-01"), DatePrecision.RANGE)
    known = parse_for_test("May 2024")
    assert known.fill_unknown(announced=ANCHOR, published=ANCHOR) == known


@pytest.mark.parametrize(
    ("text", "on", "low", "high", "witnessed_to", "expected"),
    [
        ("October 2024", "2024-09-30", "2", "2", None, Overdue.NO),
        ("October 2024", "2024-10-01", "2", "2", None, Overdue.NO),
        ("October 2024", "2024-10-31", "2", None, "2024-12-31", Overdue.NO),
        ("October 2024", "2024-11-01", "2", "2", "2024-11-01", Overdue.CERTAINLY),
        ("October 2024", "2024-11-01", "2", "2", None, Overdue.POSSIBLY),
        ("October 2024", "2024-11-02", "2", "2", "2024-11-01", Overdue.POSSIBLY),
        ("October 2024", "2024-11-01", "0", "2", "2024-11-01", Overdue.POSSIBLY),
        ("October 2024", "2024-11-01", "0", None, None, Overdue.POSSIBLY),
        ("October 2024", "2024-11-01", "0", "0", "2024-11-01", Overdue.NO),
        ("October 2024", "2024-10-15", "0", "0", None, Overdue.NO),
        ("by October 2024", "2024-10-31", "2", "2", "2024-12-31", Overdue.NO),
        ("by October 2024", "2024-11-01", "2", "2", "2024-12-31", Overdue.CERTAINLY),
        ("until October 2024", "2024-10-31", "2", None, None, Overdue.NO),
        ("within days", "2024-02-21", "2", "2", "2024-12-31", Overdue.NO),
        ("within days", "2024-02-22", "2", "2", "2024-12-31", Overdue.CERTAINLY),
        ("from 2025", "2024-12-31", "2", "2", None, Overdue.NO),
        ("from 2025", "2025-06-01", "2", "2", "2025-12-31", Overdue.NO),
        ("unknown", "2099-01-01", "2", "2", None, Overdue.NOT_DATED),
    ],
)
def test_overdue_follows_the_window_and_its_witness(
    text: str, on: str, low: str, high: str | None, *, witnessed_to: str | None, expected: Overdue
) -> None:
    found = overdue(
        parse_for_test(text),
        on=day(on),
        outstanding_low=Decimal(low),
        outstanding_high=None if high is None else Decimal(high),
        witnessed_to=day(witnessed_to) if witnessed_to else None,
    )
    assert found == expected


def test_overdue_without_a_window_is_not_dated() -> None:
    found = overdue(None, on=ANCHOR, outstanding_low=Decimal(2), outstanding_high=None)
    assert found == Overdue.NOT_DATED


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("14 Feb 2024", "2024-02-14"),
        ("October 2024", "2024-10"),
        ("fourth quarter of 2024", "Q4 2024"),
        ("winter 2024/25", "winter 2025"),
        ("second half of 2025", "H2 2025"),
        ("next year", "2025"),
        ("early 2025", "2025-01-01 to 2025-04-30"),
        ("by the end of 2024", "by 2024-12-31"),
        ("after October 2024", "from 2024-11-01"),
        ("undisclosed", "unknown"),
    ],
)
def test_canonical_text_names_the_days(text: str, canonical: str) -> None:
    assert canonical_text(parse_for_test(text)) == canonical
    assert format_window(parse_for_test(text)) == text


anchors = st.dates(date(1990, 1, 1), date(2060, 12, 31))
texts = st.one_of(
    st.sampled_from([text for text, *_ in PERIODS] + [text for text, _ in DEADLINES + OPEN]),
    anchors.map(date.isoformat),
    anchors.map(lambda on: f"by {on:%d %B %Y}"),
)
WORDS = """
    by until before from to between and end of early mid late next last this year 2024 2024-10 2024-10-12 Oct October Q4
    H1 winter spring week month within days 30 12 - / , the coming in after first quarter half unknown 2/3/2024 2025
"""
words = st.sampled_from(WORDS.split())


@properties
@given(texts, anchors)
def test_windows_are_read_back_from_their_words(text: str, anchor: date) -> None:
    window = parse_window(text, anchor=anchor)
    assert parse_window(format_window(window), anchor=anchor) == window
    assert window.start is None or window.end is None or window.start <= window.end


@properties
@given(texts, anchors)
def test_computed_words_are_read_back_to_the_same_days(text: str, anchor: date) -> None:
    window = replace(parse_window(text, anchor=anchor), text="")
    read = parse_window(format_window(window), anchor=window.start or date(2099, 1, 1))
    assert (read.start, read.end, read.deadline) == (window.start, window.end, window.deadline)


@properties
@given(
    texts,
    st.tuples(anchors, anchors),
    st.integers(0, 5),
    st.one_of(st.none(), st.integers(0, 5)),
    st.one_of(st.none(), anchors),
)
def test_nothing_is_late_before_its_window_is_over_nor_certainly_without_a_witness(
    text: str, days: tuple[date, date], low: int, extra: int | None, witnessed_to: date | None
) -> None:
    anchor, on = days
    window = parse_window(text, anchor=anchor)
    high = None if extra is None else Decimal(low + extra)
    found = overdue(window, on=on, outstanding_low=Decimal(low), outstanding_high=high, witnessed_to=witnessed_to)
    witnessed = witnessed_to is not None and witnessed_to >= on
    assert (found == Overdue.CERTAINLY) == (low > 0 and window.past(on) and witnessed)
    assert (found in (Overdue.CERTAINLY, Overdue.POSSIBLY)) == (window.past(on) and high != 0)
    assert found in (Overdue.NO, Overdue.NOT_DATED) or window.may_have_begun(on)


@properties
@given(st.one_of(st.text(max_size=30), st.lists(words, max_size=6).map(" ".join)), anchors)
def test_parse_window_reads_or_refuses_any_text(text: str, anchor: date) -> None:
    try:
        window = parse_window(text, anchor=anchor)
    except DateError:
        with pytest.raises(DateError, match=r"\w"):
            parse_window(text.strip(), anchor=anchor)
    else:
        assert parse_window(format_window(window), anchor=anchor) == window


@properties
@given(anchors)
def test_a_bare_season_has_not_ended(anchor: date) -> None:
    window = parse_window("summer", anchor=anchor)
    assert window.end is not None
    assert anchor <= window.end < anchor + timedelta(days=366)


def test_what_happened_by_the_day_of_its_source_may_have_happened_on_any_day_before() -> None:
    assert parse_window("by 14 February 2024", anchor=ANCHOR, back=True).start is None
    assert parse_window("by 14 February 2024", anchor=ANCHOR).start == ANCHOR
