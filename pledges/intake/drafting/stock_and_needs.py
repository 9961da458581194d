"""What a text says that somebody holds, or that somebody needs or asks for: neither is promised."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pledges.intake.drafting.draft_shapes import ItemMention
from pledges.intake.drafting.sentence_parts import SentenceParts

HELD = (
    r"\b(?:(?:still|currently|now|also|only) )*(?:has|have|had|owns?|operates?|possess(?:es)?|holds?|keeps?"
    r"|fields?)"
)
COUNTED = (
    r"(?= (?:(?:about|around|some|only|at least|more than|over|up to|nearly|just|still|a total of|roughly"
    r"|in stock|a) )*"
    r"(?:\d|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|a hundred|dozens"
    r"|hundreds|several))"
)
HOLDS = re.compile(HELD + COUNTED)
NEEDS = re.compile(
    r"\b(?:needs?|requires?|requested|requests|is requesting|ask(?:s|ed|ing) for|asked [A-Z][\w ]{1,30} for"
    r"|call(?:s|ed|ing) for|appeal(?:s|ed|ing)? for|pleaded for|(?:urgent|pressing|critical) needs? for|in need of"
    r"|request for|wish(?:es)? for|hop(?:es|ed) for)\b"
)
NOT_NEEDED = re.compile(r"\b(?:no longer|not|n't) \w*$")
STATUS = re.compile(
    r"\b(?:in (?:stock|storage|service|use|reserve)|mothballed|operational|ready|available|deployed|decommissioned"
    r"|retired|leased|serviceable)\b"
)
BESIDE_SUBJECT = 90


@dataclass(frozen=True, slots=True)
class StockClaim:
    start: int
    end: int
    holder: str | None
    item: ItemMention
    status: str | None


@dataclass(frozen=True, slots=True)
class Requirement:
    start: int
    end: int
    stated_by: str | None
    item: ItemMention


def find_stock(parts: SentenceParts, home: tuple[str, ...]) -> list[StockClaim]:
    found: list[StockClaim] = []
    for verb in HOLDS.finditer(parts.text, parts.sentence.start, parts.sentence.end):
        holder = _who_before(parts, verb.start()) or (home[0] if home else None)
        stop = _stop(parts, verb.end())
        counted = [one for one in parts.items if verb.end() <= one.start < stop and one.is_counted]
        status = STATUS.search(parts.text, verb.start(), parts.sentence.end)
        shown = status[0] if status else None
        held = [one for one in counted if one.weight != "aid"] if holder else []
        found.extend(StockClaim(verb.start(), one.end, holder, one, shown) for one in held)
    return found


def find_requirements(parts: SentenceParts) -> list[Requirement]:
    found: list[Requirement] = []
    for verb in NEEDS.finditer(parts.text, parts.sentence.start, parts.sentence.end):
        if NOT_NEEDED.search(parts.text[parts.sentence.start : verb.start()]):
            continue
        stated_by = _who_before(parts, verb.start())
        stop = _stop(parts, verb.end())
        needed = [one for one in parts.items if verb.end() <= one.start < stop and one.weight in {"own", "generic"}]
        found.extend(Requirement(verb.start(), one.end, stated_by, one) for one in needed)
    return found


def _stop(parts: SentenceParts, start: int) -> int:
    """Before the next verb of giving, or the next clause."""
    verb = min((one.start for one in parts.verbs if one.start >= start), default=parts.sentence.end)
    again = HOLDS.search(parts.text, start, verb)
    verb = again.start() if again else verb
    clause = re.compile(r";|\b(?:but|while|because|which|said|says)\b").search(parts.text, start, verb)
    return clause.start() if clause else verb


def _who_before(parts: SentenceParts, start: int) -> str | None:
    acting = [one for one in parts.donors if one.acts and start - BESIDE_SUBJECT < one.end <= start]
    return acting[-1].codes[0] if acting else None
