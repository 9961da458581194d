"""What currencies are called: their codes, signs, names and adjectives, and the languages that the words are of."""

import re

from pledges.values.euro_rates import EUR, FIXED_RATES

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
KRONER = ("NOK", "DKK", "SEK")
CROWNS = (*KRONER, "CZK", "ISK")
DOLLAR = r"(?:dollars?|dólares|dollari|доларів|долари|долара|дол\b\.?|долл\b\.?)"
CROWN = (
    r"(?:kroner|kronor|kronen|krone|krona|kronur|krónur|króna|crowns?|couronnes?|coronas?|corone|koron|korun|крон\w?)"
)
ADJECTIVES: tuple[tuple[str, str], ...] = (
    ("USD", r"U\.?S\.?(?:A\.?)?|American|amerikanische\w*|américains?|estadounidenses|americani|американськ\w+"),
    ("CAD", r"Canadian|kanadische\w*|canadiens?|canadienses|canadesi|kanadisk\w*|kanadyjsk\w+|канадськ\w+"),
    ("AUD", r"Australian|Aussie|australische\w*|australiens?|australianos|australiani|australisk\w*|австралійськ\w+"),
    ("NZD", r"New Zealand|neuseeländische\w*|néo-zélandais|новозеландськ\w+"),
    ("SGD", r"Singapore(?:an)?"),
    ("HKD", r"Hong Kong"),
    ("TWD", r"Taiwan(?:ese)?|New Taiwan"),
    ("NOK", (r"Norwegian|norwegische\w*|norske?|norvégiennes?|noruegas|norvegesi|noorse|norjan|norwesk\w+|norsk\w+"
        r"|норвезьк\w+")),
    ("DKK", r"Danish|dänische\w*|danske?|danoises?|danesas|danesi|deense|tanskan|duńsk\w+|dánsk\w+|данськ\w+"),
    ("SEK", (r"Swedish|schwedische\w*|svenska|svenske?|suédoises?|suecas|svedesi|zweedse|ruotsin|szwedzk\w+|švédsk\w+"
        r"|шведськ\w+")),
    ("ISK", r"Icelandic|isländische\w*|islandske?|íslensk\w+|islandaises?"),
    ("CZK", r"Czech|tschechische\w*|českých|české|tjekkiske|tsjekkiske|tchèques?|czeskich|чеськ\w+"),
    ("PLN", r"Polish|polnische\w*|polskich|польськ\w+"),
    ("CHF", r"Swiss|Schweizer|suisses?|svizzeri|suizos|швейцарськ\w+"),
    ("GBP", r"British|U\.?K\.?|britische\w*|britanniques?|británicas|брит\w+"),
    ("JPY", r"Japanese|japanische\w*|японськ\w+"),
    ("KRW", r"South Korean|Korean|südkoreanische\w*"),
    ("UAH", r"Ukrainian|ukrainische\w*|українськ\w+"),
    ("HUF", r"Hungarian|ungarische\w*"),
    ("RON", r"Romanian|rumänische\w*"),
    ("BGN", r"Bulgarian|bulgarische\w*"),
    ("TRY", r"Turkish|türkische\w*"),
)  # fmt: skip
NAMES_WITH_ADJECTIVES = (
    r"pounds?(?: sterling)?|francs?|Franken|franchi|zlot\w*|złot\w*|yen|won|forints?|lei|leu|leva?|lira|korun[ay]?"
    r"|hryvnias?|гривень|гривні"
)
NAMES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"(?<![a-z])US-?\s?\$|\$\s?US\b", ("USD",)),
    (r"(?<![a-z])(?:CA|C|CAN|CDN)\s?\$|\$\s?CA(?:D|N)?\b", ("CAD",)),
    (r"(?<![a-z])(?:AU|A)\$", ("AUD",)),
    (r"NZ\$", ("NZD",)),
    (r"(?<![a-z])S\$", ("SGD",)),
    (r"HK\$", ("HKD",)),
    (r"NT\$", ("TWD",)),
    (r"US-dollars?|US-dollaria?|\b(?:дол\w*|долл\w*)\.? США", ("USD",)),
    (r"₹", ("INR",)),
    (r"₪", ("ILS",)),
    (r"₽", ("RUB",)),
    (r"€|\beuro(?:s|a|n|il|ów|ina|er)?\b|\beurů\b|\beura\b|євро|евро|ευρώ|\bευρω\b", (EUR,)),
    (r"£|\bpounds?(?: sterling)?\b|\bsterling\b|\bPfund\b|\blivres?(?: sterling)?\b|фунт\w*(?: стерлінгів)?", ("GBP",)),
    (r"₴|\bhryvnias?\b|\bhryvnya\b|\bHrywnja\b|гривень|гривні|гривня|\bгрн\b\.?", ("UAH",)),
    (r"Kč|\bkoruny?\b|\bkorun\b", ("CZK",)),
    (r"\bz[łl]ot(?:ys?|ych|e|ówki)\b|\bzł|злот\w+", ("PLN",)),
    (r"\bSFr\.?|\bFranken\b|\bfranchi svizzeri\b", ("CHF",)),
    (r"\byen\b|\bYen\b|єн\b", ("JPY",)),
    (r"\bwon\b|₩", ("KRW",)),
    (r"\bforints?\b|\bFt\b", ("HUF",)),
    (r"\bleva?\b|\bлв\b\.?", ("BGN",)),
    (r"(?:Croatian )?\bkunas?\b", ("HRK",)),
    (r"Deutsche Marks?\b|\bDeutschmarks?\b|\bD-?Marks?\b", ("DEM",)),
    (r"\b(?:lei|leu)\b", ("RON",)),
    (r"₺|\blira(?:s|sı)?\b", ("TRY",)),
    (r"\bkronor\b|\bskr\b", ("SEK",)),
    (r"\bdkr\b", ("DKK",)),
    (r"\bnkr\b", ("NOK",)),
    (rf"\$|\b{DOLLAR}", DOLLARS),
    (r"\bkronen\b|\bкрон\w*|\bkoron\b|\bcouronnes?\b|\bcoronas?\b|\bcorone\b|\bkruunua?\b|\bcrowns?\b", CROWNS),
    (r"\bkrone[rn]?\b|\bkr\b\.?", KRONER),
    (r"\bkrona\b", ("SEK", "ISK")),
    (r"\bkr[oó]nur\b", ("ISK",)),
    (r"\bfrancs?\b|\bfranchi\b|франк\w*", ("CHF", "XAF", "XOF")),
    (r"¥", ("JPY", "CNY")),
)
NUMBER = r"\d[\d.,' ]*"
WITH_CODE = re.compile(r"(?<![^\W\d_])(?:(?P<scale>[KkMmTBGb]|MM|mn|bn|md|Md|mio|mia|mrd|Mrd|Mio)"
    r"(?P<code>EUR|USD|GBP|SEK|NOK|DKK|CHF|PLN|CZK|CAD|AUD|UAH|JPY|€|(?<![BTGb])\$|£|₴|kr))(?![^\W\d_])")  # fmt: skip
"""MEUR, TEUR, mkr, k€: a scale and a currency in one word. B$ and T$ are dollars of Brunei and others."""
GLUED_SCALES = {"k": "thousand", "t": "thousand", "m": "million", "mm": "million", "mn": "million", "mio": "million",
    "g": "billion", "b": "billion", "bn": "billion", "md": "billion", "mia": "billion", "mrd": "billion"}  # fmt: skip

LANGUAGES: dict[str, str] = {
    "CZK": "cs", "RON": "ro", "HRK": "hr", "PLN": "pl", "MXN": "es", "BRL": "pt",
}  # fmt: skip
"""Languages that a currency shows by itself."""
SIGN = re.compile(r"[$£]\s?\d")
"""English puts the sign before the number; so does the Spanish of America."""
ENGLISH = re.compile(r"\bdollars\b|\bpounds\b|\b(?:about|more than|up to|nearly|over|worth|of|to|at least)\b")
SPANISH = re.compile(r"\b(?:millones|millón|dólares|más|de euros|unos|hasta|casi|coronas|euros y)\b", re.IGNORECASE)
GERMAN = re.compile(r"\b(?:Euro|US-Dollar|rund|etwa|mehr als|bis zu|Kronen|Milliarden|Millionen|eine[rn]?)\b")
CZECH = re.compile(r"\bmil\.(?=\s*\S)|\b(?:eura|dolarů|dolárov|korun|korún|asi|milionů)\b", re.IGNORECASE)


def languages_of(text: str, currencies: frozenset[str]) -> frozenset[str]:
    """The languages that the words of an amount and its currency show."""
    found = {LANGUAGES[code] for code in currencies if code in LANGUAGES and len(currencies) == 1}
    for pattern, language in ((SIGN, "sign"), (ENGLISH, "en"), (SPANISH, "es"), (CZECH, "cs")):
        if pattern.search(text):
            found.add(language)
    if "en" not in found and GERMAN.search(text):
        found.add("de")
    return frozenset(found)


def _patterns() -> tuple[tuple[re.Pattern[str], tuple[str, ...] | None], ...]:
    codes = rf"(?<![A-Za-z])(?:{'|'.join((*sorted(CURRENCIES), LOWER_CASE_CODES))})(?![A-Za-z])"
    names = rf"{DOLLAR}|{CROWN}|{NAMES_WITH_ADJECTIVES}"
    words: list[tuple[str, tuple[str, ...]]] = []
    for code, adjective in ADJECTIVES:
        words.append((rf"\b(?:{adjective})[ -](?:{names})\b|\b(?:{names}) (?:{adjective})(?!\w)", (code,)))
    bare = [(rf"(?<!\w)(?:{adjective})(?!\w)", (code,)) for code, adjective in ADJECTIVES]
    everything = [*words, *NAMES, *bare]
    return (
        (re.compile(codes), None),
        *((re.compile(pattern, re.IGNORECASE), meaning) for pattern, meaning in everything),
    )


CURRENCY_PATTERNS = _patterns()
"""What a currency is called, in the order of looking: codes, which say themselves, then names, signs and adjectives."""
ANY_SIGN = re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _ in CURRENCY_PATTERNS), re.IGNORECASE)
"""Finds at once whether there is any; more often than not an amount stands without."""
