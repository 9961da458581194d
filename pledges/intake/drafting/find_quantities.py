"""The words for a number that stand directly before a thing, read by the grammar of quantities."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pledges.values.estimates import EstimateError, parse
from pledges.values.estimates.numbers import FACTORS, SMALL

HEDGE = (
    r"(?:more than|less than|fewer than|(?<!hand )(?<!hands )(?<!handed )(?<!handing )over|up to"
    r"|about|around|nearly|almost|some|at least|approximately|roughly"
    r"|close to|as many as|no fewer than|circa|well over|an estimated)"
)
WORD = "|".join(sorted({*SMALL, *FACTORS}, key=lambda word: (-len(word), word)))
DIGITS = r"\d{1,3}(?:,\d{3}| \d{3}(?! ?(?:mm|millimet)))+|\d+(?:\.\d+)?"
NUMBER = (
    rf"(?:between (?:{DIGITS}|{WORD}) and (?:{DIGITS}|{WORD})|(?:{DIGITS})(?:-|\N{{EN DASH}}"
    rf"| to )(?:{DIGITS})|(?:{DIGITS})(?:[ -]?(?:million|thousand|hundred|dozen|m|k|mln))?"
    rf"|half a million|a quarter[- ](?:of a )?million|(?:an? )?(?:(?:{WORD})[ -]?(?:and )?)+)"
)
VAGUE = (
    r"(?:(?:several |many |a few |tens of |hundreds of |some )?(?:dozens|hundreds|thousands|millions"
    r"|scores|dozen|hundred|thousand)"
    r"|several|a number|an? (?:large|significant|small|undisclosed|unspecified|limited|further"
    r"|unknown) number|a few|many|numerous|a couple|a pair)"
)
MORE = r"(?:an additional|a further|another|additional|further|more|extra)"
ORDINAL = r"(?:an?|the) (?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)"
UNIT = (
    r"(?:sets?|units?|pieces?|batches|batch|pairs?|tons?|tonnes?|metric tons?|rounds?|batteries|battery"
    r"|squadrons?|truckloads?|boxes|fire units?|firing units?|examples)"
)
ENDING = rf"(?: {MORE}| new| other)?(?: {UNIT})?(?: of)?(?: (?:the|its|their|his|our|these|those|additional|new))?"
STATED = re.compile(
    rf"(?<![\w.,/-])(?:the first |a total of "
    rf"|the remaining )?(?P<words>(?:{HEDGE} )*(?:{MORE} )?(?:{NUMBER}|{VAGUE})"
    rf"|{ORDINAL}|{MORE}|an?)(?P<ending>{ENDING}) ?$",
    re.IGNORECASE,
)
UNKNOWN = re.compile(
    r"\b(?P<words>(?:a )?(?:(?:significant|large|small|substantial|considerable"
    r"|sizeable|big|limited|certain|undisclosed|unspecified) )(?:quantity|quantities"
    r"|amounts?|numbers?)|a range|a variety|various|unspecified) ?(?:of )?$",
    re.IGNORECASE,
)
ONE_OF = re.compile(
    rf"\b(?P<words>(?:the )?(?:first|second|third|fourth|fifth|last|one)) of (?:the |its |their )?(?:{NUMBER}) $",
    re.IGNORECASE,
)
DEFINITE = re.compile(
    r"(?<!\ball )\b(?:the same|the|its|their|this|these|those|his|her|that|such)(?: \w+ing)? ?$", re.IGNORECASE
)
TAIL = re.compile(r"[ ,](?:of|additional|further|more|new|other)$", re.IGNORECASE)
TIMES = re.compile(r"(?<=\d) ?[x\N{MULTIPLICATION SIGN}] *$")
"""“10x”, “10 ×”: a number as tables have it."""


@dataclass(frozen=True, slots=True)
class Quantity:
    start: int
    text: str | None
    low: float | None
    high: float | None
    definite: bool = False


def quantity_before(text: str, start: int, end: int) -> Quantity:
    """What number stands before ``end``, not looking further back than ``start``."""
    before = TIMES.sub(" ", text[start:end])
    if one := ONE_OF.search(before):
        return Quantity(start + one.start(), one["words"].strip(), 1, 1)
    if unknown := UNKNOWN.search(before):
        return Quantity(start + unknown.start(), unknown["words"], None, None)
    stated = STATED.search(before)
    if stated is None:
        definite = DEFINITE.search(before)
        return Quantity(start + definite.start() if definite else end, None, None, None, definite is not None)
    words = stated["words"].strip()
    ending = stated["ending"] or ""
    shown = _shown(words, ending)
    bounds = read_bounds(words)
    if bounds is None:
        return Quantity(end, None, None, None)
    return Quantity(start + stated.start(), shown, *bounds)


def _shown(words: str, ending: str) -> str:
    more = re.match(rf" ?(?:{MORE}|(?:of )?additional|{UNIT})", ending, re.IGNORECASE)
    return f"{words}{more[0]}" if more else words


def read_bounds(words: str) -> tuple[float | None, float | None] | None:
    """Lowest and highest number, by the grammar of quantities; nothing where it cannot be read."""
    plain = words
    while TAIL.search(plain):
        plain = TAIL.sub("", plain)
    plain = (
        re.sub(r"^(?:the )", "a ", plain, flags=re.IGNORECASE) if re.match(r"the \w+(?:th|rd|nd)$", plain) else plain
    )
    plain = re.sub(r"(?<=\d)-(?=[a-z])", " ", plain)
    plain = re.sub(r"^many (?=hundreds|thousands|dozens)|^a couple$", "", plain, flags=re.IGNORECASE) or "2"
    if re.match(r"(?:many|numerous|an? \w+ number|several hundreds?)$", plain, re.IGNORECASE):
        plain = "several" if "hundred" not in plain else "hundreds"
    if re.match(r"a quarter.*million$", plain, re.IGNORECASE):
        return 250_000, 250_000
    try:
        estimate = parse(plain, counted=True)
    except EstimateError:
        return None
    return _number(estimate.low), _number(estimate.high)


def _number(value: object) -> float | None:
    if value is None:
        return None
    number = float(str(value))
    return int(number) if number.is_integer() else number
