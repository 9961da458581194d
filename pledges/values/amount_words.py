"""Reading amounts of money as stated: the currency, by code, sign, name or adjective, and the number beside it."""

import re
from collections.abc import Iterable
from dataclasses import replace

from pledges.values.estimates import Estimate, EstimateError, parse
from pledges.values.euro_rates import EUR, FIXED_RATES
from pledges.values.nearest_word import nearest_word

# ISO 4217, list one: the current codes of states and of the euro area.
CURRENT_CODES = """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP
    CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF
    IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD
    MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB
    RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD
    UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
"""
# ISO 4217, list three: replaced by the euro, and still the currency of older amounts.
CURRENCIES = frozenset(CURRENT_CODES.split()) | FIXED_RATES.keys()
# Others could be words in lower case, as "all" and "top".
LOWER_CASE_CODES = "eur|usd|gbp|nok|sek|dkk|cad|aud|nzd|chf|czk|pln|jpy|uah|isk|huf|ron|bgn|krw"

DOLLARS = ("USD", "AUD", "CAD", "NZD", "SGD", "HKD", "TWD")
SIGNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"(?<![a-z])US\s?\$|U\.S\. dollars?|(?:US|American) dollars?", ("USD",)),
    (r"(?<![a-z])(?:CA|C|CAN)\$|Canadian dollars?", ("CAD",)),
    (r"(?<![a-z])(?:AU|A)\$|Australian dollars?", ("AUD",)),
    (r"(?<![a-z])NZ\$|New Zealand dollars?", ("NZD",)),
    (r"€|euros?\b", (EUR,)),
    (r"£|(?:British )?pounds?(?: sterling)?\b|\bsterling\b", ("GBP",)),
    (r"₴|\b(?:Ukrainian )?hryvnias?\b", ("UAH",)),
    (r"Norwegian (?:kroner|krone|crowns?)", ("NOK",)),
    (r"Danish (?:kroner|krone|crowns?)", ("DKK",)),
    (r"Swedish (?:kronor|krona|kroner|crowns?)|\bkronor\b", ("SEK",)),
    (r"Icelandic (?:kronur|krónur|krona|króna|crowns?)", ("ISK",)),
    (r"Czech (?:korunas?|crowns?)|\bkoruny?\b|Kč", ("CZK",)),
    (r"(?:Polish )?z[łl]ot(?:ys?|ych|e)\b|\bzł", ("PLN",)),
    (r"Swiss francs?", ("CHF",)),
    (r"(?:Japanese )?\byen\b", ("JPY",)),
    (r"(?:South )?(?:Korean )?\bwon\b|₩", ("KRW",)),
    (r"(?:Hungarian )?\bforints?\b", ("HUF",)),
    (r"\bleva?\b", ("BGN",)),
    (r"(?:Croatian )?\bkunas?\b", ("HRK",)),
    (r"Deutsche Marks?\b|\bDeutschmarks?\b|\bD-?Marks?\b", ("DEM",)),
    (r"(?:Romanian )?\b(?:lei|leu)\b", ("RON",)),
    (r"\$|\bdollars?\b", DOLLARS),
    (r"\bkrone[rn]?\b|\bkr\b\.?", ("NOK", "DKK", "SEK")),
    (r"\bkrona\b", ("SEK", "ISK")),
    (r"\bcrowns?\b", ("CZK", "NOK", "DKK", "SEK", "ISK")),
    (r"\bfrancs?\b", ("CHF", "XAF", "XOF")),
    (r"¥", ("JPY", "CNY")),
)
CURRENCY_PATTERNS: tuple[tuple[re.Pattern[str], tuple[str, ...] | None], ...] = (
    (re.compile(rf"(?<![A-Za-z])(?:{'|'.join((*sorted(CURRENCIES), LOWER_CASE_CODES))})(?![A-Za-z])"), None),
    *((re.compile(pattern, re.IGNORECASE), meaning) for pattern, meaning in SIGNS),
)
"""What a currency is called, in the order of looking: codes, which say themselves, then signs and words."""
ANY_SIGN = re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _ in CURRENCY_PATTERNS), re.IGNORECASE)
"""Finds at once whether there is any; more often than not an amount stands without."""
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
    found, bare = _take_currencies(text)
    code = _one_currency(text, found, given)
    try:
        estimate = parse(bare, counted=False, later_stage=True)
    except EstimateError as error:
        raise EstimateError(f'in the amount "{text.strip()}": {error.message}', hint=error.hint) from error
    return replace(estimate, text=text.strip()), code


def _take_currencies(text: str) -> tuple[list[tuple[str, ...]], str]:
    """What every currency sign or word in the text can mean, and the text without them."""
    found: list[tuple[str, ...]] = []
    if not ANY_SIGN.search(text):
        return found, _closed_up(text)
    # Each finding is taken out before the next pattern looks, so that "US$" is not read as a bare "$" again.
    for pattern, meaning in CURRENCY_PATTERNS:
        found.extend(meaning or (match.group().upper(),) for match in pattern.finditer(text))
        text = pattern.sub(" ", text)
    return found, _closed_up(text)


def _closed_up(text: str) -> str:
    """The text with single blanks, and none between a sign and its number."""
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
