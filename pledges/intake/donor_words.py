"""Parties of a pledge in words, as in “Germany buys from the United States”, where only one reading is left."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol

from pledges.values.choices import PartyRole

FUNDER, SUPPLIER, PRODUCER, OWNER = (
    PartyRole.FUNDER.value, PartyRole.SUPPLIER.value, PartyRole.PRODUCER.value, PartyRole.STOCK_OWNER.value,
)  # fmt: skip
FOR_UKRAINE = re.compile(r"\s+(?:for|to)\s+Ukraine\b", re.IGNORECASE)
ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)
AND = re.compile(r"\s*(?:,|/|&|\+|\band\b|\bwith\b|\btogether with\b)\s*", re.IGNORECASE)
BUYS = r"(?:buys?|bought|purchas(?:e|es|ed)|order(?:s|ed)?|procur(?:e|es|ed)|acquir(?:e|es|ed))"
PAYS = r"(?:pays?|paid|funds?|funded|financ(?:e|es|ed))"
MADE = r"(?:made|built|produced|manufactured)"
PATTERNS = tuple(
    (re.compile(pattern, re.IGNORECASE), first, second)
    for pattern, first, second in (
        (rf"(.+?)\s+(?:{BUYS}|{PAYS})(?:\s+(?:it|them))?\s+from\s+(.+)", FUNDER, SUPPLIER),
        (rf"{BUYS}\s+by\s+(.+?)\s+from\s+(.+)", FUNDER, SUPPLIER),
        (r"(.+?)\s*[(\[]\s*(?:bought|purchased|ordered)?\s*from\s+(.+?)\s*[)\]]", FUNDER, SUPPLIER),
        (rf"(.+?)\s+{PAYS}(?:\s+for)?,?\s+(.+?)\s+(?:suppl(?:y|ies|ied)|sells?|sold)", FUNDER, SUPPLIER),
        (rf"(.+?)(?:\s+{PAYS})?\s*[(\[,]?\s*(?:supplied|sold)\s+by\s+(.+?)\s*[)\]]?", FUNDER, SUPPLIER),
        (rf"(.+?)\s*[(\[,]?\s*{MADE}\s+(?:by|in)\s+(.+?)\s*[)\]]?", FUNDER, PRODUCER),
        (r"(.+?)\s+(?:sells?|sold)\s+to\s+(.+)", SUPPLIER, FUNDER),
        (r"(.+?)\s+(?:from|out of)\s+(?:its|their)(?:\s+own)?\s+stocks?", OWNER, FUNDER),
    )
)
"""Words between two parties, and the roles that they give to the first and to the second."""

LONGEST = 200
Party = tuple[str, str]


class KnownCodes(Protocol):
    """What gives the code of a donor by its name."""

    def get(self, name: str, /) -> str | None: ...


def parties_in_words(stated: str, known: KnownCodes) -> list[Party]:
    """Codes and roles of the parties that words name; nothing where they are not understood for sure.

    `known` gives the code of a donor by its names, and by its two letters, as they are. Several donors side by
    side are funders. Words such as “via” or “through”, that may mean a supplier as well as a lead, are not understood.
    """
    words = FOR_UKRAINE.sub("", " ".join(stated.split()))
    if len(words) > LONGEST:
        return []
    for pattern, first, second in PATTERNS:
        match = pattern.fullmatch(words)
        if match:
            left = several(match[1], known)
            right = several(match[2], known) if match.re.groups > 1 else left
            if left and right:
                return [(name, first) for name in left] + [(name, second) for name in right]
    return [(name, FUNDER) for name in several(words, known)]


def several(words: str, known: KnownCodes) -> list[str]:
    """The codes of donors that words name one after the other; nothing where one of them is not known."""
    whole = code_of(words, known)
    if whole:
        return [whole]
    codes = [code_of(part, known) for part in AND.split(words)]
    return codes if len(codes) > 1 and all(codes) else []


def code_of(words: str, known: KnownCodes) -> str:
    name = ARTICLE.sub("", words.strip())
    return known.get(name) or known.get(name.casefold()) or ""


def parties_hint(stated: str, known: Iterable[str]) -> str:
    """How the parties that words seem to name are written without doubt; blank where they name none."""
    if len(stated) > LONGEST:
        return ""
    text = f" {stated.casefold()} "
    places: dict[int, str] = {}
    for name in sorted(known, key=len, reverse=True):
        match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) if len(name) > 1 else None
        if match and not any(start <= match.start() < start + len(other) for start, other in places.items()):
            places[match.start()] = name
    found = [stated[place - 1 : place - 1 + len(places[place])] for place in sorted(places)]
    names = [name for name in dict.fromkeys(found) if name.casefold() not in ("ukraine", "ukr")]
    if not names or len(stated.split()) == 1:
        return ""
    if len(names) == 1:
        return f"say who is what, as in {names[0]}:{FUNDER};USA:{SUPPLIER}; a donor without a name is XUN"
    return f"say who is what, as in {names[0]}:{FUNDER};{names[1]}:{SUPPLIER} (or :{PartyRole.LEAD.value})"
