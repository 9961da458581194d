"""Whom “the three countries”, “both governments” and “they” mean, where the text named them before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pledges.intake.drafting.draft_shapes import UNNAMED, DonorMention
from pledges.intake.drafting.read_lexicon import NO_DONORS

NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
PARTIES = re.compile(
    rf"\b(?:(?:the|all|these|those|all the)(?: (?P<count>{'|'.join(NUMBERS)}))?|(?P<both>both)(?: the)?)"
    r"(?: (?:partner|participating|allied|neighbou?ring))?"
    r" (?:countries|nations|partners|states|governments|ministers|ministries|allies|capitals|neighbou?rs)\b",
    re.IGNORECASE,
)
NOT_GIVING = re.compile(r"\b(?:to|in|into|from|against|near|of|between)(?: the)?\s*$")
GROUPS = frozenset({UNNAMED, "NATO", "EU"})


def parties_named(text: str, mentions: Sequence[DonorMention]) -> tuple[str, ...]:
    """The donors that a stretch of text names one by one, where there are at least two."""
    codes: dict[str, None] = {}
    for one in mentions:
        named = not NOT_GIVING.search(text[max(0, one.start - 14) : one.start])
        if named and not set(one.codes) & (NO_DONORS | GROUPS):
            codes |= dict.fromkeys(one.codes)
    return tuple(codes) if len(codes) > 1 else ()


def parties_meant(words: str, earlier: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The first of the groups named earlier that words like “the three countries” fit."""
    all_found = list(PARTIES.finditer(words))
    if not all_found:
        return ()
    found = all_found[-1]
    count = NUMBERS.get((found["count"] or found["both"] or "").casefold())
    return next((one for one in earlier if one and count in {None, len(one)}), ())
