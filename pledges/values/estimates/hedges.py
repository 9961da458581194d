"""What a hedge makes of the bounds that it stands before or behind: about, up to, at least, more than, nearly."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from pledges.values.estimates.estimate import EstimateError
from pledges.values.estimates.estimate_formatting import WIDE, around
from pledges.values.estimates.number_words import ABOUT, AT_LEAST, LESS_THAN, MORE_THAN, NEARLY, UP_TO
from pledges.values.estimates.numbers import tidy

ZERO, ONE, TWO = Decimal(0), Decimal(1), Decimal(2)
Bounds = tuple[Decimal, Decimal | None, Decimal | None]


@dataclass(frozen=True, slots=True)
class Reading:
    """How the words are to be read: whole things or money, a promise or a later stage of it."""

    counted: bool
    later_stage: bool
    names: frozenset[str] = frozenset()


def hedge_about(bounds: Bounds, reading: Reading) -> Bounds:
    low, best, high = bounds
    if low != high or best is None:
        return bounds
    lowest, highest = around(best, counted=reading.counted)
    return tidy(lowest), best, tidy(highest)


def hedge_up_to(bounds: Bounds, reading: Reading) -> Bounds:
    return ZERO, None, bounds[2]


def hedge_at_least(bounds: Bounds, reading: Reading) -> Bounds:
    return bounds[0], None, None


def hedge_more_than(bounds: Bounds, reading: Reading) -> Bounds:
    low = bounds[0]
    return (low.to_integral_value(ROUND_FLOOR) + 1 if reading.counted else low), None, None


def hedge_nearly(bounds: Bounds, reading: Reading) -> Bounds:
    low, _, high = bounds
    return tidy(around(low, counted=reading.counted)[0]), None, high


def hedge_less_than(bounds: Bounds, reading: Reading) -> Bounds:
    high = bounds[2]
    if high is None:
        return ZERO, None, None
    below = high.to_integral_value(ROUND_CEILING) - 1 if reading.counted else high
    if below <= 0:
        raise EstimateError(f"nothing but 0 is less than {high:f}", hint="0")
    return ZERO, None, WIDE.plus(below)


Hedge = Callable[[Bounds, Reading], Bounds]


def prefix_pattern(phrases: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{phrases})(?:(?<=[a-z]) |(?<=[a-z])(?=\d)|(?<![a-z]) ?)(?=\S)")


PREFIXES: tuple[tuple[re.Pattern[str], Hedge], ...] = (
    (prefix_pattern(NEARLY), hedge_nearly),
    (prefix_pattern(UP_TO), hedge_up_to),
    (prefix_pattern(AT_LEAST), hedge_at_least),
    (prefix_pattern(MORE_THAN), hedge_more_than),
    (prefix_pattern(LESS_THAN), hedge_less_than),
    (prefix_pattern(ABOUT), hedge_about),
)
SUFFIXES: tuple[tuple[re.Pattern[str], Hedge], ...] = (
    (
        re.compile(r" ?\+|-plus\b|,? (?:or|and) (?:more|over|above|higher)\b|,? (?:at (?:the )?least|minimum|min)\b"),
        hedge_at_least,
    ),
    (re.compile(r",? or (?:fewer|less)\b|,? (?:at (?:the )?most|maximum|max)\b"), hedge_up_to),
    (
        re.compile(
            r",? or (?:so|thereabouts)\b|[ -]odd\b|-?ish\b"
            r"|,? \(?(?:approximately|approx|roughly|circa|ca|est|estimated|about)\b\.?\)?"
        ),
        hedge_about,
    ),
)
