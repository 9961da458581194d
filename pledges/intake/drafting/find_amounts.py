"""Sums of money in running text: “DKK 14.6bn”, “820 million Danish kroner”, “a £2.2bn loan”."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from pledges.intake.drafting.draft_shapes import AmountMention, DonorMention
from pledges.values.amount_words import parse_amount
from pledges.values.currency_words import CURRENCIES, DOLLAR
from pledges.values.estimates import EstimateError

HEDGE = (
    r"(?:(?:more than|less than|over|up to|about|around|nearly|almost|some|at least|approximately|roughly"
    r"|just under"
    r"|an? total of|an additional|an extra|an estimated|another|a further|circa|close to|well over) )*"
)
SIGN = r"(?:(?:US|CA|CAN|CDN|C|AU|A|NZ|S|NT)\s?)?[$]|€|£|¥|₩|₴"
ONE_FIGURE = r"\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?"
FIGURE = rf"(?:{ONE_FIGURE})(?: ?[-\N{{EN DASH}}] ?(?:{ONE_FIGURE}))?"
SCALE = (
    r"(?:[ -]?(?:[Mm]illion|[Bb]illion|[Tt]rillion|thousand|MILLION|BILLION|mln|mrd|mio|mil(?=\.)|bln"
    r"|mn|bn|tn|[mbkM])\b)"
)
CODES = "|".join(sorted(CURRENCIES))
NAME = (
    r"(?:U\.?S\.? |American |Canadian |Australian |New Zealand |Danish |Norwegian |Swedish |Czech "
    r"|Icelandic |Swiss "
    rf"|Polish |Japanese |British )?(?:euros?|{DOLLAR}|pounds?(?: sterling)?|kroner|kronor|krone|crowns?"
    rf"|koruna|korunas"
    r"|kr\b\.?|korun|zloty|zlotys|złoty|yen|francs?|won|forints?|lei|leva|hryvnias?|kronur)\b"
)
WORDS = (
    r"(?:half a|a quarter of a|(?:a|one)(?: and a half|-and-a-half)|one|two|three|four|five|six|seven"
    r"|eight|nine|ten|a|several|hundreds of|tens of|dozens of)"
)
PATTERN = re.compile(
    rf"(?P<hedge>{HEDGE})(?P<sum>(?:{SIGN})\s?(?:{FIGURE}){SCALE}?"
    rf"|\b(?:{CODES})\s?(?:{FIGURE}){SCALE}?"
    rf"|(?<![\w.,])(?:{FIGURE}) (?:{CODES}) (?:million|billion|mln|bn)\b"
    rf"|(?<![\w.,])(?:{FIGURE}){SCALE}? ?(?:€|(?:{CODES})\b)"
    rf"|(?<![\w.,])(?:{FIGURE}){SCALE}? {NAME}"
    rf"|\b(?:{WORDS} )?(?:million|billion)s?(?: of)? {NAME})"
)
VAGUE = re.compile(r"(?:several|hundreds|tens|dozens|millions|billions)\b", re.IGNORECASE)
RANGE = re.compile(r"\d ?[-\N{EN DASH}] ?\d")
CROWN_WORDS = re.compile(
    r"(?:[\d.,]|million|billion|thousand|mln|bln|mn|bn|[mbk]) ?(?:kroner|krone|crowns?"
    r"|kr\.?)$"
)
CROWNS_OF = {"DNK": "DKK", "NOR": "NOK", "SWE": "SEK", "CZE": "CZK", "ISL": "ISK"}


def find_amounts(text: str, donors: Sequence[DonorMention] = ()) -> list[AmountMention]:
    """Sums in the order of the text; crowns without a country are those of the country named last before them."""
    crowned = [one for one in donors if one.codes[0] in CROWNS_OF]
    found = []
    for match in PATTERN.finditer(text):
        words = match["sum"]
        crowns = CROWN_WORDS.search(words) is not None
        if (value := _read(words, _crowns_at(crowned, match.start()) if crowns else None)) is not None:
            stated, currency = value
            start = match.start() + (len(match["hedge"]) - len(match["hedge"].lstrip()))
            bare = crowns or bool(re.match(r"\$", words))
            bare = bare or bool(re.search(rf"(?:million|billion|\d) {DOLLAR}$", words))
            found.append(AmountMention(start, match.end(), match[0].strip(), stated, currency, bare))
    return found


def _crowns_at(crowned: Sequence[DonorMention], start: int) -> str | None:
    at = bisect_left(crowned, start, key=lambda one: one.start)
    near = crowned[max(0, at - 1)] if crowned else None
    return CROWNS_OF[near.codes[0]] if near else None


def _read(words: str, crowns: str | None) -> tuple[float | None, str] | None:
    plain = re.sub(r"(?<=\d)-(?=[mbt])", " ", words)
    plain = re.sub(rf"(?<=\d) ({CODES}) (million|billion|mln|bn)$", r" \2 \1", plain)
    plain = re.sub(r"(?<=\d) mil\b\.?", " million", plain)
    plain = re.sub(r"(?<=\d)\s?bln\b", " billion", plain)
    plain = re.sub(r"^a quarter of a billion", "250 million", plain)
    plain = re.sub(
        r"^(?:a|one) billion and a half|^(?:a|one)(?: and a half"
        r"|-and-a-half) billion",
        "1.5 billion",
        plain,
    )
    try:
        estimate, currency = parse_amount(plain, currency=crowns)
    except EstimateError:
        return None
    vague = VAGUE.match(words)
    best = estimate.low if RANGE.search(words) else estimate.best
    value = None if vague or best is None else float(best)
    return (value if value is None or not value.is_integer() else int(value)), currency
