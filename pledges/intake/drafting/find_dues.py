"""By when something is promised: the words for a deadline, and whether they name days that are still to come."""

import re
from datetime import date

from pledges.values.dates import DateError, parse_window

MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
SEASON = r"(?:spring|summer|autumn|fall|winter)"
YEAR = r"(?:20[2-4]\d)"
WHEN = (
    rf"(?:{YEAR}(?:[-\N{{EN DASH}}/](?:20)?\d\d)?|(?:early|mid|late)[- ]{YEAR}"
    rf"|(?:\d{{1,2}} )?{MONTH}(?: \d{{1,2}})?(?:,? {YEAR})?"
    rf"|(?:the )?{SEASON}(?: of)?(?: {YEAR})?|(?:the )?(?:end|beginning|start|middle|first half|second half"
    rf"|(?:first|second|third|fourth|last|next) quarter) of (?:the |this |next )?(?:year|month"
    rf"|{SEASON}|{MONTH}|{YEAR}|{MONTH} {YEAR})"
    r"|(?:this|next) (?:year|month|week|spring|summer|autumn|fall|winter|quarter)|year-end|the year's end"
    r"|(?:the )?New Year|Christmas|the turn of the year)"
)
SPAN = r"(?:days|weeks|months|years)"
COUNT = r"(?:coming|next|following|few|several|two|three|four|five|six|\d{1,2}|couple of)"
DUE = re.compile(
    rf"\b(?:in {YEAR} and {YEAR}|(?:not before|by|before|until|no later than|as early as|starting in|from|in|during"
    rf"|over|throughout|for|within|later in|through) {WHEN}"
    rf"|(?:in|within|over|during) (?:the |a )?(?:{COUNT} )+(?:{SPAN}|year|month|week)"
    rf"|(?:in|over|during) the (?:coming|next) {SPAN}|(?:later )?(?:this|next) (?:year|month|week|{SEASON})"
    rf"|over the (?:next|coming) (?:year|month)|in the near future"
    rf"|by the year's end|by year-end|(?:around|at|by) (?:the turn of the year|(?:the )?New Year)"
    rf"|within {SPAN}"
    rf"|in the (?:coming|next) period)(?!\w)",
    re.IGNORECASE,
)
MONTH_ALONE = re.compile(rf"(?:in|during) {MONTH}", re.IGNORECASE)
"""A month that may be past or to come: a deadline where the verb speaks of the future."""
PAST_MARK = re.compile(r"\b(?:last|since|ago)\b", re.IGNORECASE)


def find_dues(text: str, published: date | None) -> list[tuple[int, int, str]]:
    """Deadlines; a year or a day before the text itself is none."""
    found = []
    for match in DUE.finditer(text):
        year = re.search(YEAR, match[0])
        if published and year and int(year[0]) < published.year:
            continue
        if not year and re.match(rf"from {MONTH}|for\b", match[0], re.IGNORECASE):
            continue
        if published and _is_over(match[0], published):
            continue
        found.append((match.start(), match.end(), match[0]))
    return found


def _is_over(words: str, published: date) -> bool:
    """Whether the days that the words name, read from the day of the text, had passed by then."""
    try:
        return parse_window(words, anchor=published).past(published)
    except DateError:
        return False
