"""Reading one number at the start of a text: digits, words, or both ("1.2 million", "two dozen").

Separators: a comma, space or apostrophe before three digits groups thousands ("1,000", "1 000"). A comma before any
other count of digits is a decimal comma ("395,88"). A point is a decimal point, except where it groups twice
("1.000.000") or together with a decimal comma ("1.000,50"). One point before three digits of which the last is 0
("1.000") could be either and is refused; "13.333" is a fraction, as joint purchases are split.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from pledges.values.estimates.estimate import LIMIT, EstimateError
from pledges.values.estimates.estimate_formatting import SIX_PLACES, WIDE

UNIT_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
TEN_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
UNITS: dict[str, int] = {word: value for value, word in enumerate(UNIT_WORDS.split())}
TENS: dict[str, int] = {word: value * 10 for value, word in enumerate(TEN_WORDS.split(), start=2)}
GROUPS: dict[str, int] = {"pair": 2, "couple": 2, "dozen": 12, "score": 20, "hundred": 100}
POWERS: dict[str, int] = {
    **dict.fromkeys(("k", "thousand"), 10**3),
    **dict.fromkeys(("m", "mn", "mln", "mio", "million"), 10**6),
    **dict.fromkeys(("b", "bn", "mrd", "billion"), 10**9),
    **dict.fromkeys(("tn", "trillion"), 10**12),
    "lakh": 10**5,
    "crore": 10**7,
}
LONG_POWERS: dict[str, int] = {word: value for word, value in POWERS.items() if len(word) > 3}
THOUSAND = 1000
SMALL: dict[str, int] = {**UNITS, **TENS}
FACTORS: dict[str, int] = {**GROUPS, **LONG_POWERS}
AFTER_DIGITS: dict[str, int] = {"dozen": 12, "hundred": 100, "millions": 10**6, "billions": 10**9, **LONG_POWERS}
ARTICLES = frozenset({"a", "an"})
WORDS = frozenset({*SMALL, *FACTORS, "pairs"})

LITERAL = re.compile(r"\d+(?:[.,']\d+| \d{3}(?!\d))*")
SUFFIX = re.compile(
    r"(?:k|mn?|mln|mio|bn?|mrd|tn)(?![a-z0-9]|-[a-z])"
    r"| (?:mn|mln|mio|bn|mrd|tn)(?![\w-])"
    r"| [km](?= ?(?:$|[+,)]|-(?=[ \d])|to\b|or\b))"
)
WORD = re.compile(r" ?([a-z]+)(?![\w'])")
GROUPED = (
    (re.compile(r"\d+"), "", "."),
    (re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?"), ",", "."),
    (re.compile(r"[1-9]\d{0,2}(?: \d{3})+(?:\.\d+)?"), " ", "."),
    (re.compile(r"[1-9]\d{0,2}(?: \d{3})+,\d+"), " ", ","),
    (re.compile(r"[1-9]\d{0,2}(?:'\d{3})+(?:\.\d+)?"), "'", "."),
    (re.compile(r"[1-9]\d{0,2}(?:\.\d{3}){2,}|[1-9]\d{0,2}(?:\.\d{3})+,\d+"), ".", ","),
    (re.compile(r"\d+\.\d+"), "", "."),
    (re.compile(r"\d+,(?:\d{1,2}|\d{4,})|0,\d+"), "", ","),
)
SLASH = re.compile(r"(?:\d+[ -])?\d[\d.,]* ?[/\u2044] ?\d")
FRACTION = re.compile(r"(?:(?P<whole>\d{1,6})[ -])?(?P<above>\d{1,2}) ?[/\u2044] ?(?P<below>\d{1,2})(?![\d./,-])")
PART_OF = re.compile(
    r" (?:of |an? |thousand|million|billion|dozen|battery|launcher|battalion|radar|system|unit|missile|vehicle|gun|lot"
    r"|fire unit|firing unit|set)(?!s)"
)
"""What follows a part of one: "1/2 battery", where "1/2 batteries" can be one or two."""
STUCK = re.compile(r"(?!x\b|pcs?\b)[a-z]|%")
AMBIGUOUS = re.compile(r"[1-9]\d{0,2}\.\d\d0")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as read: ``value`` with, and ``coefficient`` without the word that multiplies it all."""

    value: Decimal
    coefficient: Decimal
    rest: str

    @property
    def multiplier(self) -> Decimal:
        return self.value / self.coefficient if self.coefficient else Decimal(1)


def read_literal(literal: str) -> Decimal:
    """The value of digits with separators.

    :raises EstimateError: the separators can be read in two ways or in none.
    """
    if AMBIGUOUS.fullmatch(literal):
        whole, fraction = literal.split(".")
        raise EstimateError(
            f'"{literal}" can be {whole},{fraction} or {whole}.{fraction.rstrip("0") or "0"}',
            hint=f"{whole}{fraction} for the larger, {whole}.{fraction.rstrip('0') or '0'} for the smaller",
        )
    for pattern, thousands, point in GROUPED:
        if pattern.fullmatch(literal):
            digits = literal.replace(thousands, "") if thousands else literal
            return Decimal(digits.replace(point, "."))
    raise EstimateError(f'the separators in "{literal}" fit no number', hint="1,000 or 1000 or 1000.50")


def read_number(text: str) -> Number | None:
    """Read the number that ``text`` begins with; None where it begins with none.

    :raises EstimateError: it begins with digits that make no number.
    """
    if SLASH.match(text):
        return _fraction(text)
    literal = LITERAL.match(text)
    if literal:
        return _with_powers(text, literal)
    return _read_words(text)


def _fraction(text: str) -> Number:
    """Read 1/4, 2 1/2 and 3/4 million; what may as well be a range ("2/3 batteries") is asked."""
    found = FRACTION.match(text)
    if found is None:
        stated = text.split(" ", maxsplit=1)[0]
        raise EstimateError(f'"{stated}" can be a range or a part', hint=f"{stated.replace('/', '-')} for a range")
    whole, above, below = int(found["whole"] or 0), int(found["above"]), int(found["below"])
    rest = text[found.end() :]
    sure = found["whole"] or PART_OF.match(rest)
    if not 0 < above < below or not sure:
        stated = found.group().strip()
        part_words = f", {WIDE.divide(Decimal(above), Decimal(below)):.3g} for a part" if below else ""
        raise EstimateError(f'"{stated}" can be a range or a part', hint=f"{above}-{below} for a range{part_words}")
    part = Decimal(whole) + WIDE.divide(Decimal(above), Decimal(below))
    value, rest = _multiply(part, rest)
    return Number(check_decimals(value), check_decimals(part), rest)


def _with_powers(text: str, literal: re.Match[str]) -> Number:
    coefficient = read_literal(literal.group())
    value, rest = _multiply(coefficient, text[literal.end() :])
    if STUCK.match(rest):
        stuck = text[: len(text) - len(rest)] + re.split(r"[ ,;]", rest)[0]
        raise EstimateError(f'"{stuck}" is not a number', hint=f"{literal.group()} alone, or a space after it")
    return Number(check_decimals(value), coefficient, rest)


def _multiply(coefficient: Decimal, rest: str) -> tuple[Decimal, str]:
    value = coefficient
    if suffix := SUFFIX.match(rest):
        value *= POWERS[suffix.group().strip()]
        rest = rest[suffix.end() :]
    while (word := WORD.match(rest)) and (factor := AFTER_DIGITS.get(word[1])):
        before = value / coefficient if coefficient else Decimal(1)
        # "Thousand million" and "lakh crore" are said so; any other two scales are one too many.
        if before > THOUSAND and factor >= THOUSAND and word[1] != "crore":
            raise EstimateError(f'"{word[1]}" is a second scale', hint="one number with one scale")
        value *= factor
        rest = rest[word.end() :]
    return value, rest


def _read_words(text: str) -> Number | None:
    """Add up number words from the left, and stop at the first word that cannot go on."""
    words = _Words()
    rest = text
    while match := WORD.match(rest):
        following = WORD.match(rest[match.end() :])
        if not words.take(match[1], following[1] if following else ""):
            break
        rest = rest[match.end() :]
    if not words.seen:
        return None
    return Number(check_decimals(words.value), words.coefficient, rest)


@dataclass(slots=True)
class _Words:
    """The state of reading number words: what is finished, and the group that may still be multiplied."""

    done: Decimal = Decimal(0)
    group: Decimal | None = None
    seen: bool = False
    room: int = 100
    factor: int = 1

    @property
    def value(self) -> Decimal:
        return self.done + (self.group or 0)

    @property
    def coefficient(self) -> Decimal:
        return self.value / self.factor

    def take(self, word: str, following: str) -> bool:
        """Add one word; False where it does not continue the number."""
        if word in ARTICLES:
            return not self.seen and following in FACTORS
        if word == "and":
            return self.room >= 100 and self.seen and following in SMALL
        if word in SMALL:
            return self._take_small(SMALL[word])
        return word in FACTORS and self._take_factor(FACTORS[word])

    def _take_small(self, value: int) -> bool:
        if value >= self.room or (value == 0 and self.seen):
            return False
        self.group = (self.group or 0) + Decimal(value)
        self.seen, self.factor = True, 1
        # After "twenty" only a single digit fits, after "seven" or "twelve" nothing but a factor.
        self.room = 10 if value >= 20 else 0
        return True

    def _take_factor(self, factor: int) -> bool:
        group = Decimal(1) if self.group is None else self.group
        # "Hundred" multiplies within the group, "thousand" and more close it: two hundred thousand, five hundred.
        if factor < THOUSAND:
            self.group, self.room = group * factor, 100 if factor == 100 else 0
        else:
            self.done, self.group, self.room = self.done + group * factor, None, 1000
        self.seen, self.factor = True, self.factor * factor
        return True


def tidy(value: Decimal) -> Decimal:
    """The same value without trailing zeros and without an exponent."""
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize(WIDE)


def check_decimals(value: Decimal) -> Decimal:
    """The value with at most six decimals.

    :raises EstimateError: it is too large to be true.
    """
    if value >= LIMIT:
        raise EstimateError(f"{value:.1e} is too large", hint="a number below 10^17")
    return tidy(value.quantize(SIX_PLACES, context=WIDE))
