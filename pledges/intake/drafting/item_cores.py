"""Words of a text, and the runs of them that name a thing: a system of the catalogue, or a noun of equipment."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pledges.intake.drafting.read_lexicon import (
    item_heads,
    known_systems,
    munitions_of,
    name_beginnings,
    singular,
    squash,
    verb_forms,
    word_list,
)
from pledges.values.estimates.numbers import FACTORS, SMALL

Spans = list[tuple[int, int]]
TOKEN = re.compile(
    r"\d+(?:\.\d+)?[ -](?:mm|millimet(?:er|re)s?)\b(?:-\w+)?"
    r"|[^\W_]+(?:[-/'.][^\W_]+)*(?:'s)?|[^\w\s]"
)
STOP = word_list("describes no thing")
NUMERAL = re.compile(r"[\d.,]+(?:x|m|k|bn|mn|th|st|nd|rd)?")
MUNITION_WORDS = frozenset({"missile", "interceptor", "munition", "ammunition", "rocket", "round", "shell"})
BRACKET = re.compile(r"(?<=[^\W_\d] )[(\[][\"']?[A-Z][\w/-]*(?: [\w/-]+){0,3}[\"']?[)\]]")
ADVERBS = frozenset({"also", "both", "now", "jointly", "soon", "together", "further", "additionally"})
MOST_WORDS = 6
MOST_BETWEEN = 3
YEAR = re.compile(r"(?:19|20)\d\d")
MONTH = re.compile(
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)"
)
NEVER_GIVEN = word_list("counted and not given")


@dataclass(frozen=True, slots=True)
class Token:
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Core:
    """Tokens first to last that name a thing."""

    first: int
    last: int
    code: str | None
    kind: str
    weight: str
    head: str


def tokens_of(text: str, start: int, end: int) -> list[Token]:
    return [Token(match.start(), match.end(), match[0]) for match in TOKEN.finditer(text, start, end)]


def without_brackets(text: str, tokens: list[Token]) -> list[Token]:
    """The tokens without a short name in brackets: “infantry fighting vehicles (IFVs)”."""
    inside = [
        match.span()
        for match in BRACKET.finditer(text, tokens[0].start if tokens else 0, tokens[-1].end if tokens else 0)
    ]
    return [token for token in tokens if not any(first <= token.start < last for first, last in inside)]


def find_cores(tokens: list[Token], taken: list[tuple[int, int]]) -> list[Core]:
    cores: list[Core] = []
    index = 0
    while index < len(tokens):
        core = (
            _system_at(tokens, index)
            or _head_at(tokens, index)
            or _counted_at(tokens, index)
            or _counted_name_at(tokens, index)
        )
        if core is None or any(first <= tokens[index].start < last for first, last in taken):
            index += 1
            continue
        cores.append(core)
        index = core.last + 1
    return cores


def _system_at(tokens: list[Token], index: int) -> Core | None:
    systems = known_systems()
    if not tokens[index].text[0].isalnum() or squash(tokens[index].text.removesuffix("'s")) not in name_beginnings():
        return None
    for count in range(min(MOST_WORDS, len(tokens) - index), 0, -1):
        words = tokens[index : index + count]
        if not (words[0].text[0].isalnum() and words[-1].text[0].isalnum()):
            continue
        found = systems.get(squash(" ".join(word.text.removesuffix("'s") for word in words)))
        if found and (not found.proper or any(char.isupper() or char.isdigit() for char in words[0].text)):
            head = singular(words[-1].text.casefold())
            return Core(index, index + count - 1, found.slug, found.kind, "own", head)
    return None


def _head_at(tokens: list[Token], index: int) -> Core | None:
    word = tokens[index].text.casefold().removesuffix("'s")
    if tokens[index].text.endswith("'s"):
        return None
    head = singular(word)
    known = item_heads().get(word) or item_heads().get(head)
    if known is None or _is_verb_use(tokens, index, word):
        return None
    return Core(index, index, None, known.kind, known.weight, head)


def _counted_at(tokens: list[Token], index: int) -> Core | None:
    """Any plural noun that an exact number counts, as “400 chainsaws”: given where a verb of giving governs it."""
    word = tokens[index].text
    if not (word.islower() and word.isalpha() and len(word) > 3 and word.endswith("s") and describes(tokens[index])):
        return None
    at = index - 1
    while at > 0 and index - at <= MOST_BETWEEN and tokens[at].text.isalpha() and describes(tokens[at]):
        at -= 1
    number = tokens[at].text.casefold() if at >= 0 else ""
    counted = NUMERAL.fullmatch(number) or number in SMALL
    if not counted or number in {"a", "an", "one", "1", "half"} or word in NEVER_GIVEN or word.endswith(("ss", "us")):
        return None
    behind = tokens[index + 1].text if index + 1 < len(tokens) else ""
    return None if behind.isalpha() and describes(tokens[index + 1]) else Core(index, index, None, "other", "open", "")


def _counted_name_at(tokens: list[Token], index: int) -> Core | None:
    """A name that the catalogue does not know behind an exact number: “20 Zetros”, “four Heidrun RQ-35s”."""
    number = tokens[index - 1].text.casefold() if index else ""
    counted = (NUMERAL.fullmatch(number) and not YEAR.fullmatch(number)) or number in SMALL
    if not counted or number in {"a", "an", "half"} or not _is_name(tokens[index]):
        return None
    last = index
    while last + 1 < len(tokens) and last - index < MOST_BETWEEN and _is_name(tokens[last + 1]):
        last += 1
    behind = tokens[last + 1] if last + 1 < len(tokens) else None
    described = behind is not None and behind.text.isalpha() and describes(behind)
    return None if described else Core(index, last, None, "other", "open", "")


def _is_name(token: Token) -> bool:
    word = token.text
    return len(word) > 2 and word[0].isupper() and not MONTH.fullmatch(word) and word.casefold() not in STOP


def _is_verb_use(tokens: list[Token], index: int, word: str) -> bool:
    """Whether “support”, “supply”, “aid” is what somebody does."""
    if word not in {
        "support",
        "aid",
        "supply",
        "ship",
        "package",
        "part",
        "mine",
        "charge",
        "bridge",
        "repair",
        "sight",
    }:
        return False
    before = _word_before(tokens, index)
    after = tokens[index + 1].text.casefold() if index + 1 < len(tokens) else ""
    if word == "part":
        return before in {"as", "in", "a", "the", "its"} or after == "of"
    modal = before in {
        "to",
        "will",
        "would",
        "can",
        "could",
        "may",
        "not",
        "must",
        "should",
        "we",
        "they",
        "and",
        "help",
    }
    return modal or after in {"ukraine", "the", "our", "its"}


def _word_before(tokens: list[Token], index: int) -> str:
    """The word before, or the one before adverbs: “would also supply”."""
    at = index - 1
    while at > 0 and tokens[at].text.casefold() in ADVERBS:
        at -= 1
    return tokens[at].text.casefold() if at >= 0 else ""


def merge_neighbours(cores: list[Core], tokens: list[Token]) -> list[Core]:
    """Cores that stand in one run of nouns are one thing: “Stinger anti-aircraft missiles”."""
    merged: list[Core] = []
    for core in cores:
        if merged and _one_run(tokens, merged[-1], core):
            merged[-1] = _merged(tokens, merged[-1], core)
        else:
            merged.append(core)
    return merged


def _one_run(tokens: list[Token], one: Core, other: Core) -> bool:
    between = tokens[one.last + 1 : other.first]
    if between and between[0].text.isdigit() and tokens[one.last].text[0].isupper() and len(between[0].text) <= 3:
        between = between[1:]
    return len(between) <= 4 and all(describes(token) for token in between) and not tokens[one.last].text.endswith("'s")


def describes(token: Token) -> bool:
    word = token.text.casefold()
    if word in STOP or word in SMALL or word in FACTORS or NUMERAL.fullmatch(word) or not token.text[0].isalnum():
        return False
    form = verb_forms().get(word)
    return form is None and word not in {"said", "says", "according"}


def _merged(tokens: list[Token], one: Core, other: Core) -> Core:
    code, kind, weight = one.code or other.code, other.kind, other.weight
    whole = known_systems().get(squash(" ".join(token.text for token in tokens[one.first : other.last + 1])))
    if whole:
        code, kind = whole.slug, whole.kind
    elif one.code:
        code, kind = _fitting(tokens, one, other)
    if weight != "aid" or code:
        weight = "own"
    return Core(one.first, other.last, code, kind, weight if not code else "own", other.head)


def _fitting(tokens: list[Token], one: Core, other: Core) -> tuple[str | None, str]:
    """The code of a system with a noun behind it: its missiles are its munition, its parts stay parts of it."""
    if other.head in {"system", "battery", "launcher", "defense", "defence"} and one.kind == "munition":
        for last in range(one.last, one.first, -1):
            base = known_systems().get(squash(" ".join(token.text for token in tokens[one.first : last])))
            if base and base.kind != "munition":
                return base.slug, base.kind
    if other.head in MUNITION_WORDS and one.kind != "munition":
        calibre = re.match(r"\d+", str(one.code).rpartition("-")[2])
        shell = known_systems().get(f"{calibre[0]}mmartilleryround") if calibre and one.kind == "system" else None
        if shell:
            return shell.slug, "munition"
        munition = munitions_of().get(str(one.code))
        squashed = known_systems().get(f"{one.head}missile") if one.head else None
        if munition or squashed:
            return munition or (squashed.slug if squashed else None), "munition"
        return one.code, one.kind
    if other.kind in {"component", "service", "training"}:
        return one.code, other.kind
    return one.code, one.kind
