"""Reading a stated quantity: hedges around a number, ranges, vague words and words for the unknown.

| stated | low | best | high |
| --- | --- | --- | --- |
| 14, fourteen, two dozen, 14 launchers | 14 | 14 | 14 |
| about 200 (counted: outwards to whole units) | 180 | 200 | 220 |
| up to 1,000 | 0 | - | 1000 |
| at least 6, 6+ | 6 | - | - |
| more than 60 (counted adds 1, money does not) | 61 | - | - |
| nearly 100 | 90 | - | 100 |
| fewer than 10 (counted takes 1 off, money does not) | 0 | - | 9 |
| 10-12, between 10 and 12, 10 or 12 | 10 | - | 12 |
| several, a few, many / additional, more | 2 / 1 | - | - |
| dozens / tens of thousands | 24 / 20000 | - | - |
| unknown: of a promise / of a later stage | 1 / 0 | - | - |
| partly, some: of a later stage | 0 | - | - |

In a range, a multiplier after the second number counts for both: "3-4 million". Words after the number are kept in the
text and left out of the figure. A second figure can be given as "10-40, best 20".
"""

import re
from decimal import Decimal

from pledges.values.estimates.estimate import Estimate, EstimateError
from pledges.values.estimates.hedges import ONE, PREFIXES, SUFFIXES, TWO, ZERO, Bounds, Reading
from pledges.values.estimates.normal_form import normal_form
from pledges.values.estimates.number_words import (
    BEST,
    BETWEEN,
    BOTH,
    DOZENS,
    FILLER,
    FROM,
    MORE,
    NONE,
    ONE_OF,
    PARTLY,
    PLURALS,
    PLUS_MINUS,
    SEPARATOR,
    SEVERAL,
    SEVERAL_DOZEN,
    SINGULARS,
    TAIL_HEDGES,
    UNKNOWN,
)
from pledges.values.estimates.numbers import WORDS, Number, check_decimals, read_number
from pledges.values.estimates.words_after import proper_names, refuse_unread
from pledges.values.nearest_word import nearest_spelling
from pledges.values.spreadsheet_cells import is_day_like, is_period_like, range_behind, spreadsheet_error

AGAIN = re.compile(r" ?\((?P<number>[^()]+)\)")
EXAMPLES = 'a number or words such as "about 200", "up to 1,000", "at least 6", "10-12", "several" or "unknown"'


def parse(
    text: str,
    *,
    counted: bool = True,
    later_stage: bool = False,
    names: frozenset[str] = frozenset(),
    languages: frozenset[str] = frozenset(),
) -> Estimate:
    """The estimate that a stated quantity sets.

    ``counted`` is True for whole things and False for money; ``later_stage`` is True for what is said of a stage after
    the promise, where an unknown number may be none at all. ``names`` are folded words that may stand beside it as the
    name of what is counted, ``languages`` those that it is known to be in. The text is kept as stated.

    :raises EstimateError: the words are blank, negative, contradictory or no quantity; ``hint`` says what is right.
    """
    stated = text.strip()
    if not stated:
        raise EstimateError("the quantity is blank", hint=EXAMPLES)
    _refuse_cell(stated, counted=counted)
    reading = Reading(counted, later_stage, names | proper_names(stated) if counted else names)
    low, best, high = _phrase(normal_form(stated, languages=languages), reading)
    return Estimate(stated, check_decimals(low), _checked_or_open(best), _checked_or_open(high))


def _refuse_cell(stated: str, *, counted: bool) -> None:
    """Refuse what a spreadsheet has left in a cell in place of a number."""
    if error := spreadsheet_error(stated):
        raise EstimateError(error, hint="the value, or nothing")
    if is_day_like(stated) if counted else is_period_like(stated):
        message = f'"{stated}" is a day, which spreadsheets make of a range or a fraction'
        raise EstimateError(
            message, hint=range_behind(stated) if counted else "the amount, and the day in its own cell"
        )


def _checked_or_open(bound: Decimal | None) -> Decimal | None:
    return None if bound is None else check_decimals(bound)


def _phrase(words: str, reading: Reading) -> Bounds:
    """Read one phrase: the outer hedge first, then what it hedges."""
    _refuse_negative(words)
    if match := BEST.fullmatch(words):
        return _with_best(_phrase(match["bounds"], reading), match["best"])
    if (special := _special(words, reading)) is not None:
        return special
    if (number := _number_phrase(words, reading)) is not None:
        return number
    for pattern, hedge in PREFIXES:
        if match := pattern.match(words):
            return hedge(_phrase(words[match.end() :], reading), reading)
    if (vague := _vague(words, reading)) is not None:
        return vague
    if (match := FILLER.match(words)) and match.end() < len(words):
        return _phrase(words[match.end() :], reading)
    raise _not_understood(words)


def _refuse_negative(words: str) -> None:
    if match := re.match(r"(?:-|minus )\s*(?=[\d.])", words):
        positive = words[match.end() :]
        raise EstimateError(
            f'"{words}" is negative', hint=f"{positive}, as an entry at stage withdrawn where it was taken back"
        )
    if not words:
        raise EstimateError("there is no quantity", hint=EXAMPLES)


def _with_best(bounds: Bounds, stated: str) -> Bounds:
    number = read_number(stated.strip())
    if number is None or number.rest.strip():
        raise EstimateError(f'"{stated}" is not one number', hint="10-40, best 20")
    low, _, high = bounds
    return low, number.value, high


def _special(words: str, reading: Reading) -> Bounds | None:
    """Read what needs no number: nothing, the unknown, and parts of a promise."""
    if NONE.fullmatch(words):
        return ZERO, ZERO, ZERO
    if UNKNOWN.fullmatch(words) and not re.search(r"\d", words):
        return (ZERO if reading.later_stage else ONE), None, None
    if (match := PARTLY.fullmatch(words)) and not _hedges_number(words, reading):
        if not reading.counted:
            refuse_unread(match["rest"] or "", counted=False, names=reading.names)
        if reading.later_stage:
            return ZERO, None, None
        if not words.startswith("some"):
            raise EstimateError(f'"{words}" says nothing of a promise', hint='"unknown", or the number promised')
    return None


def _hedges_number(words: str, reading: Reading) -> bool:
    match = re.match(r"some (?=\S)", words)
    return (
        match is not None and (read_number(words[match.end() :]) or _vague(words[match.end() :], reading)) is not None
    )


def _number_phrase(words: str, reading: Reading) -> Bounds | None:
    """Read a number or a range at the start, and what follows it; None where no number stands there."""
    between, start = BETWEEN.match(words), FROM.match(words)
    opening = between or start
    first = read_number(words[opening.end() :] if opening else words)
    if first is None:
        return None
    separator = re.compile(r" (?:and|to|-) (?=[\da-z])") if between else SEPARATOR
    joint = separator.match(first.rest)
    second = read_number(first.rest[joint.end() :]) if joint else None
    if second is None and (margin := PLUS_MINUS.match(first.rest)):
        return _with_margin(first, first.rest[margin.end() :], reading)
    if second is not None:
        return _with_tail(_range(first, second), second.rest, reading)
    if between:
        raise EstimateError(f'"{words}" lacks its second number', hint="between 10 and 12")
    if start:
        return None
    return _with_tail((first.value, first.value, first.value), first.rest, reading)


def _with_margin(number: Number, rest: str, reading: Reading) -> Bounds:
    """Read "100 ± 10"."""
    margin = read_number(rest)
    if margin is None or margin.value > number.value or margin.rest.lstrip().startswith("%"):
        raise EstimateError("the number after ± cannot be read", hint="90-110, best 100")
    value, wide = number.value, margin.value
    if number.multiplier == 1 and margin.multiplier > 1:
        value *= margin.multiplier
    return _with_tail((value - wide, value, value + wide), margin.rest, reading)


def _range(first: Number, second: Number) -> Bounds:
    low = first.value
    if first.multiplier == 1 and second.multiplier > 1 and low <= second.coefficient:
        low *= second.multiplier
    elif first.multiplier == 1 and second.multiplier > 1 and low:
        # "500-1 million" may be 500 thousand to 1 million.
        raise EstimateError(
            f'the scale of "{low:f}" beside {second.value:f} is open',
            hint=f"{low:f} thousand-{second.value:f}, in words",
        )
    if low > second.value:
        raise EstimateError(
            f"the range runs backwards, from {low:f} to {second.value:f}", hint=f"{second.value:f}-{low:f}"
        )
    return low, None, second.value


def _with_tail(bounds: Bounds, rest: str, reading: Reading) -> Bounds:
    """Apply a hedge that follows the number ("6+", "6 or more"), then check that the rest is only words."""
    for pattern, hedge in SUFFIXES:
        if match := pattern.match(rest):
            bounds, rest = hedge(bounds, reading), rest[match.end() :]
            break
    # "10 (ten)" says it twice.
    again = AGAIN.match(rest)
    if again and (number := read_number(again["number"])) and number.value == bounds[0] == bounds[2]:
        rest = number.rest + rest[again.end() :]
    refuse_unread(rest, counted=reading.counted, names=reading.names)
    return bounds


def _vague(words: str, reading: Reading) -> Bounds | None:
    """Read words that stand for a number: "dozens", "several", "another", "more"."""
    for pattern, table in ((DOZENS, PLURALS), (SEVERAL_DOZEN, SINGULARS)):
        if match := pattern.fullmatch(words):
            refuse_unread(match["rest"] or "", counted=reading.counted, names=reading.names)
            low = TWO
            for word in match["words"].replace(" of ", " ").split():
                low *= table[word]
            return low, None, None
    for pattern, bounds in ((SEVERAL, (TWO, None, None)), (MORE, (ONE, None, None))):
        if (match := pattern.fullmatch(words)) and not holds_figure(words):
            refuse_unread(match["rest"] or "", counted=reading.counted, names=reading.names)
            return bounds
    for pattern, number in ((BOTH, TWO), (ONE_OF, ONE)):
        if (match := pattern.fullmatch(words)) and not _holds_more(match["rest"] or ""):
            refuse_unread(match["rest"] or "", counted=reading.counted, names=reading.names)
            return number, number, number
    return None


def _holds_more(rest: str) -> bool:
    return holds_figure(rest) or TAIL_HEDGES.search(rest) is not None


def holds_figure(words: str) -> bool:
    return any(re.match(r"\d", token) or token in WORDS or token in PLURALS for token in words.split())


def _not_understood(words: str) -> EstimateError:
    if re.search(r"[€£$]", words):
        return EstimateError(f'"{words}" is money, not a quantity', hint="the amount beside its currency")
    known = [
        *WORDS,
        *PLURALS,
        "several",
        "about",
        "unknown",
        "undisclosed",
        "additional",
        "roughly",
        "around",
        "nearly",
    ]
    for word in words.split():
        if near := nearest_spelling(word, known):
            return EstimateError(f'"{words}" is not a quantity', hint=f'did you mean "{near}"?')
    return EstimateError(f'"{words}" is not a quantity', hint=EXAMPLES)
