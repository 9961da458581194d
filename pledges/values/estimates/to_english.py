"""Puts the number words of a quantity or an amount into English, in which they are read."""

import re

from pledges.values.estimates.estimate import EstimateError
from pledges.values.estimates.foreign_words import (
    AFTER_WORDS,
    HEDGE_WORDS,
    JOINER_WORDS,
    JOINERS,
    NUMBER_WORDS,
    VAGUE_WORDS,
)
from pledges.values.estimates.numbers import WORDS
from pledges.values.estimates.scale_words import (
    CAPITALS,
    DOUBTFUL,
    INDIAN,
    SCALE_PHRASES,
    SCALE_WORDS,
    Doubt,
)

TOKEN = re.compile(r"\d(?:[\d.,' ]*\d)?|[^\W\d_]+(?:'[^\W\d_]+)*|\s+|.")
LETTERS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
ANDS = frozenset(JOINERS["and"].split("|"))
ENGLISH_SCALES = frozenset({"thousand", "million", "billion", "trillion", *INDIAN})
SINGLE = {word: english for word, english in HEDGE_WORDS.items() if " " not in word and not word.endswith("'")}


def _phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    """What consists of several words, and is so no other word anywhere."""
    found = {word: english for word, english in HEDGE_WORDS.items() if word not in SINGLE}
    found |= SCALE_PHRASES | AFTER_WORDS
    longest_first = sorted(filter(None, found), key=len, reverse=True)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, longest_first))})(?![^\W\d_])"), found


PHRASES, PHRASE_ENGLISH = _phrases()
FOREIGN = frozenset({*SINGLE, *SCALE_WORDS, *DOUBTFUL, *NUMBER_WORDS, *VAGUE_WORDS, *INDIAN, *JOINER_WORDS, "to"})
MULTIPLIED = frozenset({*WORDS, "half", "several", "few", "many"})
"""English words that a scale word may follow, digits aside."""
ONE_GROUP = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")


def put_into_english(words: str, *, stated: str = "", languages: frozenset[str] = frozenset()) -> str:
    """The words with those of numbers in English; `words` are folded, `stated` still has its capitals.

    `languages` are those that something beside the number shows.

    :raises EstimateError: a word means different numbers in different languages, and nothing shows which.
    """
    settle_capitals(stated, languages)
    if PHRASES.search(words):
        words = PHRASES.sub(lambda found: f"{PHRASE_ENGLISH[found.group()]} ".replace("  ", " "), words)
    if FOREIGN.isdisjoint(LETTERS.findall(words)):
        return words
    return _translate(TOKEN.findall(re.sub(r" +", " ", words)), languages)


def settle_capitals(stated: str, languages: frozenset[str]) -> None:
    """Ask for a Billion with a capital, unless the language is known to be English."""
    for word, doubt in CAPITALS.items():
        if word in stated and re.search(rf"(?<![^\W\d_]){word}(?![^\W\d_])", stated):
            english = doubt.settle(languages)
            if english != word.casefold():
                raise _doubtful(word, doubt)


def _doubtful(word: str, doubt: Doubt) -> EstimateError:
    return EstimateError(
        f'"{word}" can be {doubt.first_words} or {doubt.second_words}',
        hint="the number in digits, or thousand, million or bn",
    )


def _translate(parts: list[str], languages: frozenset[str]) -> str:
    """Go through the words from the left: hedges stand before the number, scale words right behind it."""
    made: list[str] = []
    hedging, counting, between = True, False, False
    for place, part in enumerate(parts):
        if part.isspace() or part in "-.~+":
            # The point of an abbreviation goes with it.
            if part != "." or not made or made[-1] not in ENGLISH_SCALES:
                made.append(part)
            continue
        following = _next_word(parts, place)
        if hedging and part in SINGLE and _opens(following):
            made.append(SINGLE[part])
            between = between or SINGLE[part] == "between"
            continue
        english = _scale(part, languages) if counting and not designates(parts, place) else None
        if english is None and counting and parts[place - 1].isspace():
            english = _joiner(part, following, between=between)
        if english in ENGLISH_SCALES and part != english:
            _refuse_one_group(parts[:place], part)
        if english is None and (hedging or counting):
            english = _number_word(part, following)
        if english is not None and made and made[-1][-1:].isalnum():
            made.append(" ")
        made.append(english or part)
        last = made[-1].split()[-1]
        counting = part[0].isdigit() or last in MULTIPLIED or last in JOINERS or _is_article(last, following)
        hedging = hedging and not counting and part in ENGLISH_HEDGES
    return "".join(made)


def designates(parts: list[str], place: int) -> bool:
    """Whether a word is the beginning of a designation, as in "10 T-72"."""
    behind = parts[place + 1 : place + 3]
    return len(behind) == 2 and behind[0] == "-" and behind[1][:1].isalnum()


def _is_article(word: str, following: str) -> bool:
    return word == "a" and (following in SCALE_WORDS or NUMBER_WORDS.get(following) in ("half", "dozen", "hundred"))


def _refuse_one_group(before: list[str], scale: str) -> None:
    """Ask what 1.234 or 1,234 before a scale word is: its language may write the point for the comma."""
    stated = next((part for part in reversed(before) if not part.isspace()), "")
    if ONE_GROUP.fullmatch(stated):
        whole, fraction = re.split("[.,]", stated)
        hint = f"{whole}{fraction} for the larger, {whole}.{fraction}0 for the smaller"
        raise EstimateError(f'"{stated} {scale}" can be {whole},{fraction} or {whole}.{fraction} of them', hint=hint)


HEDGES = """
    about around some roughly approximately approx circa ca up to at least most more than over nearly almost less
    fewer  between from above under a an another total of some well just no not < > = ≤ ≥ ~ ≈ +
"""
ENGLISH_HEDGES = frozenset(HEDGES.split())


def _next_word(parts: list[str], place: int) -> str:
    return next((part for part in parts[place + 1 :] if not part.isspace() and part != "."), "")


def _opens(part: str) -> bool:
    """Whether a part begins a number, or hedges one."""
    return part[:1].isdigit() or part in SINGLE or part in ENGLISH_HEDGES or part in WORDS or part in NUMBER_WORDS


def _scale(part: str, languages: frozenset[str]) -> str | None:
    if part in INDIAN:
        return part.removesuffix("s")
    if (doubt := DOUBTFUL.get(part)) is not None:
        english = doubt.settle(languages)
        if not english:
            raise _doubtful(part, doubt)
        return english
    return SCALE_WORDS.get(part)


def _joiner(part: str, following: str, *, between: bool) -> str | None:
    if not (following[:1].isdigit() or following in NUMBER_WORDS):
        return None
    if between and part in ANDS:
        return "and"
    return JOINER_WORDS.get(part)


BEFORE_SCALES = {"en": "a", "et": "a", "to": "two"}
"""Scandinavian numbers that are other words elsewhere."""


def _number_word(part: str, following: str) -> str | None:
    if part in VAGUE_WORDS:
        return VAGUE_WORDS[part]
    if part in BEFORE_SCALES and following in SCALE_WORDS:
        return BEFORE_SCALES[part]
    english = NUMBER_WORDS.get(part)
    return "a" if english == "one" and _is_article("a", following) else english
