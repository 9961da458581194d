"""How days and date windows read."""

from datetime import date

import pytest
from django.utils.translation import override

from meetings.choices import DatePrecision
from pledges.values.dates import DateWindow
from pledges.words.window_words import as_on_pages, window


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (DateWindow.day(date(2025, 2, 14)), "14 Feb 2025"),
        (DateWindow("", date(2024, 10, 1), date(2024, 10, 31), DatePrecision.MONTH), "Oct 2024"),
        (DateWindow("", date(2024, 1, 1), date(2024, 12, 31), DatePrecision.RANGE), "2024"),
        (DateWindow("by x", date(2024, 1, 1), date(2024, 9, 30), DatePrecision.DEADLINE), "by 30 Sep 2024"),
        (DateWindow("winter 2024", date(2023, 12, 1), date(2024, 2, 29), DatePrecision.SEASON), "“winter 2024”"),
        (
            DateWindow("unknown", date(2023, 10, 24), date(2024, 6, 30), DatePrecision.RANGE),
            "24 Oct 2023 – 30 Jun 2024",
        ),
        (DateWindow("", date(2025, 1, 1), None, DatePrecision.RANGE), "from 1 Jan 2025"),
        (DateWindow.unknown(), "not dated"),
        (DateWindow.unknown("soon"), "“soon”"),
        (DateWindow("2024-10", date(2024, 10, 1), date(2024, 10, 3), DatePrecision.MONTH), "Oct 2024"),
        (DateWindow("2026", date(2026, 1, 1), date(2026, 2, 3), DatePrecision.YEAR), "2026"),
        (None, "not dated"),
    ],
)
def test_window_is_said_plainly_or_in_the_words_as_stated(when: DateWindow | None, said: str) -> None:
    assert window(when).replace("\xa0", " ") == said


@pytest.mark.parametrize(("language", "said"), [("de", "„soon“"), ("uk", "«soon»")])
def test_words_as_stated_stand_in_the_marks_of_the_language(language: str, said: str) -> None:
    with override(language):
        assert window(DateWindow.unknown("soon")) == said


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (
            "Norway announced 5,000,000,000 NOK (2025-NOR-003; 2025-12-03).",
            "NOK 5 000 000 000 (2025-NOR-003; 3 Dec 2025)",
        ),
        (
            "announced 599,681 Gepard rounds (2025-JOINT-002; 2025-11).",
            "599 681 Gepard rounds (2025-JOINT-002; Nov 2025)",
        ),
        ("between 2025-03-02 and 2026-03-10", "between 2 Mar 2025 and 10 Mar 2026"),
        ("the day 2025-13-40 is none", "the day 2025-13-40 is none"),
    ],
)
def test_sentence_of_the_ledger_reads_as_pages_do(told: str, said: str) -> None:
    assert said in as_on_pages(told).replace("\xa0", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
