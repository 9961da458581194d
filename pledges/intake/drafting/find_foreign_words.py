"""Donors, sums and numbers in German and Ukrainian text, inflected, for showing what a text mentions."""

from __future__ import annotations

import re
from functools import cache

from meetings.reference_rows import rows_of
from meetings.territory_names import known_territories

Found = list[tuple[int, int, str]]
SCALE = r"(?:Millionen|Million|Milliarden?|Mio\.?|Mrd\.?|Tausend|мільйон\w*|мільярд\w*|млн|млрд|тис(?:яч\w*|\.)?)"
CURRENCY = (
    r"(?:Euro|US-Dollar|Dollar|Kronen|Franken|Pfund|Zloty|євро|долар\w*|крон\w*|фунт\w*|гривень"
    r"|гривн\w*|€|\$)"
)
FIGURE = r"\d{1,3}(?:[.\u00a0 ,]\d{3})+|\d+(?:[.,]\d+)?"
AMOUNT = re.compile(rf"(?<![\w.,])(?:{FIGURE})\s?(?:{SCALE}\s?)?(?:\w+(?:ische[rn]?|ських)\s)?{CURRENCY}(?!\w)")
NUMBER = re.compile(rf"(?<![\w.,-])(?:{FIGURE})(?:\s{SCALE})?(?![\w%])")
VOWELS = "аеиіїоуюяьйe"


def foreign_amounts(text: str) -> Found:
    return [(one.start(), one.end(), one[0]) for one in AMOUNT.finditer(text)]


def foreign_numbers(text: str) -> Found:
    return [(one.start(), one.end(), one[0]) for one in NUMBER.finditer(text)]


def foreign_names(text: str) -> Found:
    pattern, codes = _stems()
    return [(one.start(), one.end(), codes[one["stem"]]) for one in pattern.finditer(text)]


@cache
def _stems() -> tuple[re.Pattern[str], dict[str, str]]:
    """The unchanging beginnings of the names of donors in Ukrainian and German."""
    wanted = {row["code"] for row in rows_of("donors.csv")}
    codes: dict[str, str] = {}
    for one in known_territories():
        if one.code in wanted:
            for name in (*one.names.get("uk", ()), *one.names.get("de", ())):
                stem = name.rstrip(VOWELS)
                if len(stem) > 3:
                    codes.setdefault(stem, one.code)
    longest = sorted(codes, key=lambda stem: (-len(stem), stem))
    return re.compile(rf"(?<!\w)(?P<stem>{'|'.join(map(re.escape, longest))})\w{{0,4}}(?!\w)"), codes
