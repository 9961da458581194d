"""Reading amounts of money as stated: the currency, by code, sign, name or adjective, and the number beside it."""

import re
from collections.abc import Iterable
from dataclasses import replace

from pledges.values.currency_words import (
    ANY_SIGN,
    CURRENCIES,
    CURRENCY_PATTERNS,
    DOLLARS,
    GLUED_SCALES,
    LOWER_CASE_CODES,
    NUMBER,
    WITH_CODE,
    languages_of,
)
from pledges.values.estimates import Estimate, EstimateError, parse
from pledges.values.estimates.numbers import POWERS
from pledges.values.estimates.scale_words import DOUBTFUL, SCALE_WORDS
from pledges.values.nearest_word import nearest_word
from pledges.values.spreadsheet_cells import spreadsheet_error

LINKED = re.compile(r"(?<![^\W\d_])(?:d['’]|(?:de|di|of|du|в)\s)\s*\N{CURRENCY SIGN}|\N{CURRENCY SIGN}", re.IGNORECASE)
"""A currency with the word that links it to its number: d'euros, de coronas."""
FINANCE_MILLION = re.compile(r"(?<=\d) ?MM(?![^\W\d_])")
THOUSANDS = re.compile(r"(?<![\w.,'])[1-9]\d{0,2}\.\d{3}(?![\w.,'%])(?P<behind> ?[^\W\d_]+)?")
ONE_GROUP = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
LAST_NUMBER = re.compile(rf"({NUMBER})$")
NO_SIGN = re.compile(r"\s*[\d.,]+\s*(?:thousand|million|billion)?\s*", re.ASCII)
"""What most cells hold, in which no currency needs to be searched for."""
LETTERS = re.compile(r"[^\W\d_]+")
HEADINGS = frozenset(POWERS)
SCALES = frozenset({*SCALE_WORDS, *DOUBTFUL, *POWERS, *GLUED_SCALES, "millions", "billions"})
DOLLAR_DEFAULT = {DOLLARS: "USD"}
"""A bare dollar is that of the United States, unless the currency is given beside the amount."""


class MoneyError(EstimateError):
    """An amount without one clear currency; ``hint`` says what would be right."""


def currency_code(stated: str) -> str:
    """The ISO 4217 code in capitals.

    :raises MoneyError: there is no such currency; names the nearest.
    """
    code = stated.strip().upper()
    if code in CURRENCIES:
        return code
    common = LOWER_CASE_CODES.upper().split("|")
    near = nearest_word(code, common) or nearest_word(code, sorted(CURRENCIES))
    raise MoneyError(f'"{stated}" is not a currency code', hint=f'did you mean "{near}"?' if near else "EUR or USD")


def parse_amount(text: str, *, currency: str | None = None) -> tuple[Estimate, str]:
    """The amount that the words state and its currency, from the words or as given beside them.

    An undisclosed amount is open from 0.

    :raises MoneyError: no currency, two, or one that the words leave open.
    :raises EstimateError: the rest is no amount.
    """
    given = currency_code(currency) if currency else None
    if fault := spreadsheet_error(text.strip()):
        raise EstimateError(fault, hint="the amount, or nothing")
    found, bare = _take_currencies(_apart(FINANCE_MILLION.sub(" million", text)))
    code = _one_currency(text, found, given)
    try:
        _refuse_open_numbers(bare)
        estimate = parse(bare, counted=False, later_stage=True, languages=languages_of(text, frozenset({code})))
    except EstimateError as error:
        raise EstimateError(f'in the amount "{text.strip()}": {error.message}', hint=error.hint) from error
    return replace(estimate, text=text.strip()), code


def _apart(text: str) -> str:
    """The text with a scale and a currency that are one word as two, behind the number: "MEUR 5" is 5 million EUR."""
    glued = WITH_CODE.search(text)
    if glued is None:
        return text
    scale, code = GLUED_SCALES[glued["scale"].casefold()], glued["code"]
    _refuse_glued(text, glued)
    if (number := re.match(rf"\s*({NUMBER})", text[glued.end() :])) and not text[: glued.start()].rstrip()[
        -1:
    ].isdigit():
        behind = text[glued.end() + number.end() :]
        return f"{text[: glued.start()]}{code} {number[1].rstrip()} {scale} {behind}"
    return f"{text[: glued.start()]} {scale} {code} {text[glued.end() :]}"


def _refuse_glued(text: str, glued: re.Match[str]) -> None:
    """Refuse a second scale beside one that is glued to its currency, and a number whose separator could group."""
    beside = {word.casefold() for word in LETTERS.findall(f"{text[: glued.start()]} {text[glued.end() :]}")}
    if second := beside & SCALES:
        raise MoneyError(f'"{glued[0]}" and "{min(second)}" are two scales', hint="one number with one scale")
    numbers = (LAST_NUMBER.search(text[: glued.start()].rstrip()), re.match(rf"\s*({NUMBER})", text[glued.end() :]))
    stated = next((found[1].strip() for found in numbers if found and ONE_GROUP.fullmatch(found[1].strip())), "")
    if stated:
        raise MoneyError(
            f'the separator in "{stated}" can stand for thousands or for a fraction',
            hint=f"{re.sub('[.,]', '', stated)} for the larger, {stated.replace(',', '.')}0 for the smaller",
        )


def _refuse_open_numbers(bare: str) -> None:
    """Ask whether the point in "1.234" without a scale groups thousands, as in half of the languages.

    A scale without a number is the heading of a column, and no amount.
    """
    if bare.casefold() in HEADINGS:
        raise EstimateError(f'"{bare}" alone is a scale', hint=f"1 {bare}, or the number that it heads")
    for found in THOUSANDS.finditer(bare):
        if (found["behind"] or "").strip().casefold() in SCALES:
            continue
        stated = found[0].removesuffix(found["behind"] or "")
        hint = f"{stated.replace('.', '')} for the larger, {stated}0 for the smaller"
        raise EstimateError(f'the point in "{stated}" can stand for thousands or for a fraction', hint=hint)


def _take_currencies(text: str) -> tuple[list[tuple[str, ...]], str]:
    """What every currency sign or word in the text can mean, and the text without them."""
    found: list[tuple[str, ...]] = []
    if NO_SIGN.fullmatch(text) or not ANY_SIGN.search(text):
        return found, _closed_up(text)
    # Each finding is taken out before the next pattern looks, so that "US$" is not read as a bare "$" again.
    for pattern, meaning in CURRENCY_PATTERNS:
        matches = list(pattern.finditer(text))
        found.extend(meaning or (match.group().upper(),) for match in matches)
        if matches:
            text = LINKED.sub(" ", pattern.sub("\N{CURRENCY SIGN}", text)).replace("\N{CURRENCY SIGN}", " ")
    return found, _closed_up(text)


def _closed_up(text: str) -> str:
    """The text with single blanks, none between a sign and its number, and no empty brackets."""
    text = re.sub(r"\(\s*\)|\[\s*\]", " ", text)
    return re.sub(r"\s+", " ", re.sub(r"([-–~≈<>≤≥]) (?=\d)", r"\1", text)).strip()


def _one_currency(text: str, found: Iterable[tuple[str, ...]], given: str | None) -> str:
    meanings = list(dict.fromkeys(found))
    stated = text.strip()
    if not meanings:
        return given or _missing_currency(stated)
    # "kr" beside "NOK" is one currency; a sign that leaves it open is settled by another that does not.
    common = set.intersection(*(set(meaning) for meaning in meanings))
    if not common:
        names = " and ".join(meaning[0] for meaning in meanings)
        raise MoneyError(f'"{stated}" is in two currencies, {names}', hint="the original one; the other as its value")
    if given:
        if given in common:
            return given
        raise MoneyError(f'"{stated}" is not in {given}', hint=" or ".join(sorted(common)))
    if len(common) == 1:
        return common.pop()
    if meanings[0] in DOLLAR_DEFAULT:
        return DOLLAR_DEFAULT[meanings[0]]
    raise MoneyError(
        f'the currency of "{stated}" can be {", ".join(sorted(common))}', hint=f"{meanings[0][0]} before it"
    )


def _missing_currency(stated: str) -> str:
    if unknown := re.search(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])", stated):
        return currency_code(unknown.group())
    raise MoneyError(f'"{stated}" has no currency', hint=f"EUR {stated}" if stated else "EUR 325 million")
