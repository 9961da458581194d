"""How alike two promises are, from 0 to 100, with the reasons in words.

The points of a pair are added up; `STRONG` and more stops a publish until somebody decides, less than `WEAK` is not
shown. Two exact quantities above one that are equal, of the same donors, system and unit, announced within a quarter,
are strong by themselves; a single unit only within a week, or with a telling word or the same source.
Rows of one list (one scheme of external references) need an equal value besides; those of one document, a release of a
tracker or a table imported at once, never are strong: it names them apart, and so says that they are two.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from pledges.intake.duplicates.pair_sides import Side
from pledges.intake.importers.registry import TRACKER_SCHEMES
from pledges.values.estimates import Estimate

STRONG = 75
WEAK = 50
WINDOW_DAYS = 548
"""Eighteen months: what lies further apart is not compared."""

CLOSE_VALUE = Decimal("0.02")
WIDE_WINDOW_DAYS = 92

DONORS_SAME, DONORS_OVERLAP = 20, 12
SYSTEM_SAME, SYSTEM_RELATED = 20, 6
UNIT_SAME, UNIT_CONVERTIBLE, UNIT_OTHER = 5, 0, -10
QUANTITY_EQUAL, QUANTITY_ONE, QUANTITY_LINKED, QUANTITY_UNKNOWN, QUANTITY_OTHER = 25, 16, 14, 5, -15
VALUE_EQUAL, VALUE_OTHER = 25, -10
SAME_DAY = 15
DATES = ((7, 14, "within a week"), (31, 12, "within a month"), (92, 8, "within a quarter"), (366, 4, "within a year"))
CUE, SAME_SOURCE, SAME_LIST = 10, 12, -20

RESTATING = re.compile(
    r"\b(?:as (?:already )?(?:announced|promised|pledged)|previous(?:ly)?|already|earlier"
    r"|reaffirm\w*|reiterat\w*|confirm\w*|bereits|angekündigt\w*|zuvor)\b",
    re.IGNORECASE,
)
ADDING = re.compile(
    r"\b(?:additional\w*|another|more|further|extra|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    r"|weiter(?:e|en|es)|zusätzlich\w*|dritte[rns]?|vierte[rns]?)\b",
    re.IGNORECASE,
)


class Part(NamedTuple):
    """The points that one comparison gives, and the reason in words, blank where it needs none."""

    points: int
    reason: str = ""


class Score(NamedTuple):
    """How alike two promises are, and why."""

    total: int
    reasons: tuple[str, ...]

    @property
    def strong(self) -> bool:
        return self.total >= STRONG


def score(subject: Side, other: Side, *, convertible: bool = False, partners: Collection[Side] = ()) -> Score:
    """How likely `subject`, the later statement, is about the same promise as `other`.

    `convertible` says that the two units of the system are tied by a sourced factor; `partners` are promises whose
    quantity makes up, together with the other one, that of the subject, or together with the subject that of the other.
    """
    parts = [
        donors(subject, other),
        system(subject, other),
        unit(subject, other, convertible=convertible),
        quantity(subject, other, partners=partners),
        value(subject, other),
        dates(subject, other),
        *cues(subject),
        source(subject, other),
        one_list(subject, other),
    ]
    # However alike, rows of one document are never strong: the tracker itself counts them as two.
    most = STRONG - 1 if one_document(subject, other) else 100
    total = sum(part.points for part in parts)
    return Score(max(0, min(most, total)), tuple(part.reason for part in parts if part.reason))


def donors(subject: Side, other: Side) -> Part:
    shared = sorted(subject.donors & other.donors)
    if not shared:
        return Part(0)
    if subject.donors == other.donors:
        return Part(DONORS_SAME, f"same donors: {', '.join(shared)}")
    return Part(DONORS_OVERLAP, f"{', '.join(shared)} takes part in both")


def system(subject: Side, other: Side) -> Part:
    if subject.system == other.system:
        return Part(SYSTEM_SAME, f"same system: {subject.system}")
    return Part(SYSTEM_RELATED, f"{subject.system} and {other.system} belong together")


def unit(subject: Side, other: Side, *, convertible: bool) -> Part:
    """Compare what is counted; only units of the same system speak for or against."""
    if subject.unit == other.unit:
        return Part(UNIT_SAME)
    if convertible:
        return Part(UNIT_CONVERTIBLE, f"{subject.unit} and {other.unit} convert into each other")
    return Part(UNIT_OTHER, f"counted in {subject.unit} here and in {other.unit} there")


def quantity(subject: Side, other: Side, *, partners: Collection[Side] = ()) -> Part:
    """Compare how many: equal, half or double of a shared promise, one part of a sum, or inside the other's bounds."""
    here, there = subject.quantity, other.quantity
    if here is None or there is None or subject.unit != other.unit:
        return Part(0)
    if here.is_exact and there.is_exact:
        shared = subject.shared or other.shared
        return exact_quantities(here.low, there.low, shared=shared, partners=partners)
    if (here.low, here.high) == (there.low, there.high):
        # "Some" on both sides says little; "up to 5" on both sides is as good as a linked number.
        known = here.high is not None or here.low > 1
        return Part(QUANTITY_LINKED if known else QUANTITY_UNKNOWN, f"both say {words(here)}")
    for part, whole in ((here, there), (there, here)):
        if inside(part, whole):
            points = QUANTITY_UNKNOWN if whole.high is None else QUANTITY_LINKED
            return Part(points, f"{words(part)} lies within {words(whole)}")
    return Part(0)


def exact_quantities(here: Decimal, there: Decimal, *, shared: bool, partners: Collection[Side]) -> Part:
    """Compare two numbers that are known."""
    if here == there:
        return Part(QUANTITY_EQUAL if here > 1 else QUANTITY_ONE, f"the same number: {plain(here)}")
    smaller, larger = sorted((here, there))
    if shared and smaller * 2 == larger:
        return Part(QUANTITY_LINKED, f"{plain(smaller)} is half of {plain(larger)}, and the promise is shared")
    for partner in partners:
        if partner.quantity is not None and smaller + partner.quantity.low == larger:
            rest = f"{plain(partner.quantity.low)} ({partner.label})"
            return Part(QUANTITY_LINKED, f"{plain(larger)} = {plain(smaller)} + {rest}")
    return Part(QUANTITY_OTHER, f"{plain(here)} here and {plain(there)} there")


def inside(part: Estimate, whole: Estimate) -> bool:
    """Whether the bounds of one quantity lie within those of the other."""
    return whole.low <= part.low and (whole.high is None or (part.high is not None and part.high <= whole.high))


def value(subject: Side, other: Side) -> Part:
    """Compare the values in euro, where both are stated."""
    if subject.value is None or other.value is None:
        return Part(0)
    larger = max(subject.value, other.value)
    if abs(subject.value - other.value) <= larger * CLOSE_VALUE:
        return Part(VALUE_EQUAL, f"the same value within 2 %: EUR {subject.value:,.0f}")
    return Part(VALUE_OTHER, f"EUR {subject.value:,.0f} here and {other.value:,.0f} there")


def dates(subject: Side, other: Side) -> Part:
    """Compare when the promises were made; wide windows meet easily and say less."""
    if same_day(subject, other):
        return Part(SAME_DAY, "announced on the same day")
    apart = days_apart(subject, other)
    wide = max(subject.end - subject.start, other.end - other.start).days > WIDE_WINDOW_DAYS
    for days, points, words in DATES:
        # A window of a quarter or more meets almost anything, so it earns no points for closeness.
        if apart <= days and not (wide and days <= WIDE_WINDOW_DAYS):
            return Part(points, f"announced {words}")
    return Part(0, f"announced {apart} days apart")


def same_day(subject: Side, other: Side) -> bool:
    return subject.start == subject.end == other.start == other.end


def days_apart(subject: Side, other: Side) -> int:
    """The days between two windows, 0 where they meet."""
    return max(0, (subject.start - other.end).days, (other.start - subject.end).days)


def cues(subject: Side) -> list[Part]:
    """Look for words of the later statement that refer to an earlier one."""
    return cues_in(subject.words)


@lru_cache(maxsize=1000)
def cues_in(words: str) -> list[Part]:
    """Look for them in words; one statement is compared with several others in a row."""
    found = [(RESTATING.search(words), "refers to an earlier statement"), (ADDING.search(words), "adds")]
    return [Part(CUE, f"the word “{match.group(0)}” {what}") for match, what in found if match]


def source(subject: Side, other: Side) -> Part:
    """Compare the addresses of the sources; the rows of one list share theirs anyway."""
    if subject.schemes & other.schemes:
        return Part(0)
    return Part(SAME_SOURCE, "same source address") if subject.urls & other.urls else Part(0)


def one_list(subject: Side, other: Side) -> Part:
    """Take into account that a list tells its rows apart."""
    shared = sorted(subject.schemes & other.schemes)
    return Part(SAME_LIST, f"both stand in the list {shared[-1]}, which tells them apart") if shared else Part(0)


def one_document(subject: Side, other: Side) -> bool:
    """Whether both stand in one document under names of their own: a release of a tracker, or one table."""
    if not subject.documents.isdisjoint(other.documents):
        return True
    return any(scheme.startswith(TRACKER_SCHEMES) for scheme in subject.schemes & other.schemes)


def words(estimate: Estimate) -> str:
    """A quantity as stated, else its number."""
    return f"“{estimate.text}”" if estimate.text else plain(estimate.low)


def plain(number: Decimal) -> str:
    return f"{number.normalize():,f}"
