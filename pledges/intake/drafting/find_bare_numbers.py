"""Numbers without a noun, which count the thing named before: “20 howitzers in March and 15 in April”, “another 60”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pledges.intake.drafting.draft_shapes import AmountMention, DonorMention, ItemMention
from pledges.intake.drafting.find_quantities import HEDGE, MORE, NUMBER, ORDINAL, read_bounds

NUMBER_ALONE = re.compile(
    rf"(?<![\w.,/$€£-])(?P<words>(?:{HEDGE} )*(?:(?:{MORE}|the (?:remaining|other|first|last"
    rf"|final)) )?(?:{NUMBER})|{ORDINAL})"
    r"(?: (?:more|others|further|additional|units|pieces|systems))?"
    r"(?=\s*(?:\.(?!\d)|[;:)]|,(?! ?\d)|$|(?:and|in|by|to|from|will|would|(?:have|has|had) been|are being"
    r"|more|later|next|this"
    r"|over|during|before|after|around|at|on|with|then|soon|for|when|once)\b))",
    re.IGNORECASE,
)
BEFORE = re.compile(
    r"(?:^|[,:;(\N{EN DASH}-]|\b(?:and|including|includes?|with|plus|by|then|also|while|whereas|but|or|for))"
    r"\s*$",
    re.IGNORECASE,
)
NO_COUNT = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\s*$"
    r"|\b(?:on|article|phase|nr\.?|no\.?|number|article|chapter|age|aged|until|since|group of|g|type"
    r"|version|figure|sources?|(?:of )?aid|pages?|parts?|notes?|rows?|annex|paragraphs?|points?|questions?)"
    r"[ \d,and-]*$",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?:19|20)\d\d")
ONE_ALONE = frozenset({"one", "a", "an"})
TIME_BEHIND = re.compile(r"\s*(?:days?|weeks?|months?|years?|hours?|o'clock|a\.m|p\.m|January|February"
    r"|March|April|May"
    r"|June|July|August|September|October|November|December)\b")  # fmt: skip


def find_bare_numbers(
    text: str,
    start: int,
    end: int,
    *,
    items: list[ItemMention],
    others: Sequence[DonorMention | AmountMention],
    verb_ends: Sequence[int],
    spoken_of: ItemMention | None,
) -> list[ItemMention]:
    """The items of a sentence with one for each number that counts the thing named before it."""
    taken = [*((one.start, one.end) for one in items), *((one.start, one.end) for one in others)]
    found = list(items)
    for match in NUMBER_ALONE.finditer(text, start, end):
        first, last = match.span("words")
        if any(first < stop and begin < last for begin, stop in taken) or not _counts(text, start, match, verb_ends):
            continue
        meant = max((one for one in items if one.end <= first), key=lambda one: one.end, default=spoken_of)
        bounds = read_bounds(re.sub(r"^the \w+ ", "", match["words"]))
        if meant is None or bounds is None or meant.weight == "aid" or bounds[0] != int(bounds[0] or 0):
            continue
        words = match["words"].strip()
        last = first + len(words)
        found.append(replace(meant, start=first, end=last, quantity_text=words, low=bounds[0], high=bounds[1],
            definite=False))  # fmt: skip
    return sorted(found, key=lambda one: one.start)


def _counts(text: str, start: int, match: re.Match[str], verb_ends: Sequence[int]) -> bool:
    words = match["words"].strip().casefold()
    before = text[start : match.start()]
    if YEAR.fullmatch(words) or words in ONE_ALONE or NO_COUNT.search(before) or TIME_BEHIND.match(text, match.end()):
        return False
    more = re.match(rf"{MORE}\b|the (?:remaining|other)\b", words) is not None
    behind_verb = any(0 <= match.start() - one <= 1 for one in verb_ends)
    return bool(more) or behind_verb or BEFORE.search(before) is not None
