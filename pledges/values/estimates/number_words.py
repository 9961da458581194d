"""The words of stated quantities, as patterns on the normal form (lower case, plain spaces and hyphens)."""

import re

from pledges.values.estimates.numbers import LONG_POWERS


def _alternatives(*phrases: str) -> str:
    return "|".join(phrases)


UNKNOWN = re.compile(
    r"(?:an? |the )?(?:(?:numbers?|quantity|quantities|amounts?|figures?) (?:is |are )?)?"
    r"(?:undisclosed|unknown|unspecified|undefined|unclear|classified|secret|tbd|tbc|n/?a|\?+"
    r"|not (?:yet )?(?:given|disclosed|known|specified|stated|clear|public|available|announced))"
    r"(?: .*)?"
)
NONE = re.compile(r"(?:none|nil)(?: (?:yet|so far|delivered|delivered yet|delivered so far))?")
PARTLY = re.compile(r"(?:partly|partially|in part|part|some)(?P<rest> .*)?")
MORE = re.compile(
    r"(?:additional|more|further|extra|an? (?:(?:new|first|large|small) )?"
    r"(?:batch|package|tranche|shipment|consignment|supply|quantity|amount)s? of)(?P<rest> .*)?"
)
SEVERAL = re.compile(
    r"(?:several|multiple|numerous|many|various|some|few|a few|a handful|a lot of|lots of"
    r"|an? (?:\w+ )?(?:number|range|variety|series|array|mix)(?: of)?"
    r"|(?:significant|large|small|substantial|considerable|limited) (?:quantities|numbers|amounts))(?P<rest> .*)?"
)
PLURALS: dict[str, int] = {
    "tens": 10,
    "dozens": 12,
    "scores": 20,
    "hundreds": 100,
    "thousands": 1000,
    "millions": 10**6,
    "billions": 10**9,
}
SINGULARS: dict[str, int] = {"dozen": 12, "hundred": 100, **LONG_POWERS}
ONE_PLURAL, ONE_SINGULAR = f"(?:{'|'.join(PLURALS)})", f"(?:{'|'.join(SINGULARS)})"
DOZENS = re.compile(rf"(?:many |several |a few |some )?(?P<words>{ONE_PLURAL}(?: of {ONE_PLURAL})*)(?P<rest> .*)?")
SEVERAL_DOZEN = re.compile(
    rf"(?:several|a few|many|multiple) (?P<words>{ONE_SINGULAR}(?: {ONE_SINGULAR})*)(?P<rest> .*)?"
)
ORDINALS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
ONE_OF = re.compile(
    rf"(?:(?:an?|the|its)(?: (?:{ORDINALS}|single|additional|further|new|last))?"
    rf"|another|single|{ORDINALS})(?P<rest> .*)?"
)
BOTH = re.compile(r"both(?P<rest> .*)?")
FILLER = re.compile(
    r"(?:a total of|total of|altogether|in total|exactly|precisely|another|an additional|additional|a further|further"
    r"|extra|only|just|all|the|these|x(?= ?\d)|an?(?= \d))\s*"
)
BEST = re.compile(r"(?P<bounds>.+), ?best (?P<best>[\d.,' ]+)")
CALIBRE = re.compile(r"\b\d{2,3}(?:[.,]\d+)?(?:x\d+)?[ -]?mm\b")
HALF = re.compile(r"\b(?:an? )?half[ -](?:an? )?(?=(?:dozen|hundred|thousand|million|billion)\b)")

ABOUT = _alternatives(
    "about",
    "around",
    "some",
    "roughly",
    "approximately",
    "approx",
    "circa",
    "ca",
    "an? estimated",
    "estimated(?: at)?",
    "in the region of",
    "on the order of",
    "est",
    "~",
    "≈",
)
UP_TO = _alternatives(
    "up to",
    "at(?: the)? most",
    "(?:no|not) (?:more|greater|higher) than",
    "(?:an? )?maximum(?: of)?",
    "max",
    "as many as",
    "as much as",
    "<=",
    "≤",
)
AT_LEAST = _alternatives(
    "at(?: the very)? least",
    "(?:an? )?minimum(?: of)?",
    "min",
    "(?:no|not) (?:less|fewer) than",
    "upwards? of",
    "from",
    ">=",
    "≥",
)
MORE_THAN = _alternatives(
    "(?:slightly |well |far |many )?more than",
    "(?:well |just |slightly )?over",
    "(?:well |just )?above",
    "in excess of",
    "exceeding",
    "beyond",
    ">",
)
NEARLY = _alternatives(
    "nearly",
    "almost",
    "close to",
    "(?:just |slightly )(?:under|below|less than|fewer than)",
    "approaching",
    "virtually",
)
LESS_THAN = _alternatives("(?:less|fewer) than", "under", "below", "<")

SEPARATOR = re.compile(r" ?(?:-+|to|or) ?(?=[\da-z])")
PLUS_MINUS = re.compile(r" ?(?:±|\+ ?/? ?-|plus or minus|plus/minus|give or take) ?(?=[\da-z])")
BETWEEN = re.compile(r"between (?=[\da-z])")
FROM = re.compile(r"from (?=[\da-z])")
TAIL_HEDGES = re.compile(
    r"(?:^|[ ,;(])(?:possibly|perhaps|maybe|probably|per|percent|minus|plus|not|least|most|than|about|approximately"
    r"|around|roughly|nearly|almost|unknown|undisclosed|several|dozens|hundreds|thousands|millions|billions|up to"
    r"|minimum|maximum|half|a year|a month|annually|monthly|each|respectively|out of)(?=$|[ ,;)])|[%$€£+<>~≈≤≥=?]"
)
