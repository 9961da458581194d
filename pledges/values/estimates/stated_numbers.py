"""Whether words state a number: "about 200" and "up to 10" do, "several", "dozens", "more" and "undisclosed" do not."""

import re
from decimal import Decimal

from pledges.values.estimates.estimate import EstimateError
from pledges.values.estimates.estimate_phrases import holds_figure
from pledges.values.estimates.hedges import PREFIXES
from pledges.values.estimates.normal_form import normal_form
from pledges.values.estimates.number_words import (
    BETWEEN,
    BOTH,
    DOZENS,
    FILLER,
    FROM,
    MORE,
    ONE_OF,
    SEVERAL,
    SEVERAL_DOZEN,
    UNKNOWN,
)
from pledges.values.estimates.numbers import read_number

DIGIT = re.compile(r"\d")
VAGUE = (DOZENS, SEVERAL_DOZEN, SEVERAL, MORE)


def states_number(text: str, *, best: Decimal | None, high: Decimal | None) -> bool:
    """Whether a stated quantity has a number.

    What has a best or a high has one. Of the rest only the words tell: the low of "several" is as much 2 as that of
    "at least 2".
    """
    if best is not None or high is not None:
        return True
    try:
        words = normal_form(text)
    except EstimateError:
        # Words that were read with what stood beside them.
        return DIGIT.search(text) is not None
    return _reads_number(words)


def _reads_number(words: str) -> bool:
    """Whether the phrase, without the hedges and fillers around it, begins with a number."""
    if UNKNOWN.fullmatch(words) and not DIGIT.search(words):
        return False
    opening = BETWEEN.match(words) or FROM.match(words)
    if read_number(words[opening.end() :] if opening else words) is not None:
        return True
    for pattern, _ in PREFIXES:
        if match := pattern.match(words):
            return _reads_number(words[match.end() :])
    if not holds_figure(words) and any(pattern.fullmatch(words) for pattern in VAGUE):
        return False
    if BOTH.fullmatch(words) or ONE_OF.fullmatch(words):
        return True
    filler = FILLER.match(words)
    return filler is not None and filler.end() < len(words) and _reads_number(words[filler.end() :])
