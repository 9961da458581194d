"""What is given: systems of the catalogue by what they are called, and other things by their nouns, with what describes them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pledges.intake.drafting.draft_shapes import AmountMention, DonorMention, ItemMention
from pledges.intake.drafting.find_quantities import quantity_before
from pledges.intake.drafting.read_lexicon import (
    item_heads,
    known_systems,
    munitions_of,
    singular,
    squash,
    verb_forms,
)
from pledges.values.estimates.numbers import FACTORS, SMALL

TOKEN = re.compile(r"[^\W_]+(?:[-/'.][^\W_]+)*(?:'s)?|[^\w\s]")
STOP = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "nor",
        "but",
        "of",
        "for",
        "to",
        "in",
        "on",
        "at",
        "by",
        "with",
        "from",
        "into",
        "over",
        "under",
        "as",
        "than",
        "that",
        "which",
        "who",
        "whom",
        "whose",
        "this",
        "these",
        "those",
        "its",
        "their",
        "his",
        "her",
        "our",
        "my",
        "your",
        "it",
        "they",
        "he",
        "she",
        "we",
        "i",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "has",
        "have",
        "had",
        "do",
        "does",
        "did",
        "will",
        "would",
        "can",
        "could",
        "may",
        "might",
        "must",
        "shall",
        "should",
        "not",
        "no",
        "also",
        "already",
        "more",
        "most",
        "further",
        "additional",
        "another",
        "other",
        "several",
        "many",
        "few",
        "some",
        "all",
        "both",
        "each",
        "every",
        "any",
        "about",
        "around",
        "nearly",
        "almost",
        "approximately",
        "roughly",
        "least",
        "up",
        "so",
        "if",
        "when",
        "while",
        "where",
        "because",
        "after",
        "before",
        "since",
        "until",
        "during",
        "through",
        "between",
        "against",
        "among",
        "including",
        "such",
        "various",
        "unspecified",
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "next",
        "last",
        "there",
        "here",
        "then",
        "now",
        "today",
        "yesterday",
        "both",
        "well",
        "soon",
        "together",
        "along",
        "per",
        "via",
        "without",
        "within",
        "worth",
        "dozens",
        "hundreds",
        "thousands",
        "millions",
        "dozen",
        "hundred",
        "thousand",
        "million",
        "billion",
        "total",
        "number",
        "quantity",
        "quantities",
        "amount",
        "quarter-million",
        "sets",
        "set",
        "units",
        "unit",
        "pieces",
        "types",
        "tons",
        "tonnes",
        "batch",
        "batches",
        "only",
        "just",
        "including",
        "includes",
        "plus",
        "extra",
        "against",
        "like",
        "towards",
        "toward",
        "help",
        "ensure",
        "strengthen",
        "support",
        "enable",
        "protect",
        "maintain",
        "operate",
        "use",
        "repair",
        "fight",
        "defend",
        "new",
    ]
)
MUNITION_WORDS = frozenset({"missile", "interceptor", "munition", "ammunition", "rocket", "round", "shell"})
LINK = re.compile(r"\s+(?:of|for)\s+(?:(?:the|its|their|these|various|different)\s+)?", re.IGNORECASE)
PART_HEADS = frozenset({"part", "component", "spare", "ammunition", "munition", "round", "shell", "missile", "interceptor",
    "package", "training", "maintenance", "equipment", "battery", "tranche", "supplies", "barrel", "engine", "kit",
    "batch", "shipment", "contribution", "donation"})  # fmt: skip
UNIT_HEADS = frozenset({"round", "shell", "battery", "piece"})
BRACKET = re.compile(r"(?<=[^\W_\d] )[(\[][\"']?[A-Z][\w/-]*(?: [\w/-]+){0,3}[\"']?[)\]]")
NUMERAL = re.compile(r"[\d.,]+(?:m|k|bn|mn|th|st|nd|rd)?")
NAMED_AFTER = re.compile(
    r"\s+(?:[A-Z]\w+ )*(?:Coalition|Initiative|Group|Fund|Council|Force|Conference|Agreement|coalition|initiative|companies|company|industry|production|producers?|manufacturers?|sector|experts?|market|forces|command|ministers?)\b"
)
"""What makes a thing the name of something else: a coalition, a company."""
MOST_WORDS = 6
MOST_MODIFIERS = 5


@dataclass(frozen=True, slots=True)
class Token:
    start: int
    end: int
    text: str


def tokens_of(text: str, start: int, end: int) -> list[Token]:
    return [Token(match.start(), match.end(), match[0]) for match in TOKEN.finditer(text, start, end)]


@dataclass(frozen=True, slots=True)
class Core:
    """Tokens first to last that name a thing."""

    first: int
    last: int
    code: str | None
    kind: str
    weight: str
    head: str


def find_items(
    text: str, start: int, end: int, donors: list[DonorMention], amounts: list[AmountMention]
) -> list[ItemMention]:
    """The things that a sentence names, in its order, each with the number before it."""
    tokens = _without_brackets(text, tokens_of(text, start, end))
    taken = [(one.start, one.end) for one in amounts]
    named = [(one.start, one.end) for one in donors]
    cores = _merge_neighbours(_cores(tokens, taken), tokens)
    found: list[ItemMention] = []
    floor = start
    for core in cores:
        item = _item_of(text, tokens, core, floor, taken, named)
        if item is not None:
            found.append(item)
            floor = item.end
    return _joined(text, found)


def _without_brackets(text: str, tokens: list[Token]) -> list[Token]:
    """The tokens without a short name in brackets: “infantry fighting vehicles (IFVs)”."""
    inside = [match.span() for match in BRACKET.finditer(text)]
    return [token for token in tokens if not any(first <= token.start < last for first, last in inside)]


def _cores(tokens: list[Token], taken: list[tuple[int, int]]) -> list[Core]:
    cores: list[Core] = []
    index = 0
    while index < len(tokens):
        core = _system_at(tokens, index) or _head_at(tokens, index)
        if core is None or any(first <= tokens[index].start < last for first, last in taken):
            index += 1
            continue
        cores.append(core)
        index = core.last + 1
    return cores


def _system_at(tokens: list[Token], index: int) -> Core | None:
    systems = known_systems()
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
    before = tokens[index - 1].text.casefold() if index else ""
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


def _merge_neighbours(cores: list[Core], tokens: list[Token]) -> list[Core]:
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
    return (
        len(between) <= 4 and all(_describes(token) for token in between) and not tokens[one.last].text.endswith("'s")
    )


def _describes(token: Token) -> bool:
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
        munition = munitions_of().get(str(one.code))
        squashed = known_systems().get(f"{one.head}missile") if one.head else None
        if munition or squashed:
            return munition or (squashed.slug if squashed else None), "munition"
        return one.code, one.kind
    if other.kind in {"component", "service", "training"}:
        return one.code, other.kind
    return one.code, one.kind


def _item_of(
    text: str,
    tokens: list[Token],
    core: Core,
    floor: int,
    taken: list[tuple[int, int]],
    named: list[tuple[int, int]],
) -> ItemMention | None:
    first = _first_modifier(tokens, core.first, floor, taken, named)
    if core.weight == "modified" and first == core.first and core.code is None:
        return None
    words = " ".join(token.text for token in tokens[first : core.last + 1]).casefold()
    if core.weight == "defence" and not re.search(r"\b(?:air|missile|coastal)[ -]", words):
        return None
    if NAMED_AFTER.match(text, tokens[core.last].end):
        return None
    weight = {"modified": "own", "defence": "own"}.get(core.weight, core.weight)
    chunk_start, chunk_end = tokens[first].start, tokens[core.last].end
    floor = max([floor, *(last for _, last in taken if last <= chunk_start)])
    quantity = quantity_before(text, max(floor, chunk_start - 60), chunk_start)
    start = min(quantity.start, chunk_start)
    shown = text[chunk_start:chunk_end].strip("\"'")
    if weight == "generic" and not GENERAL.fullmatch(words):
        weight = "own"
    code = core.code
    if code and code.endswith("-unspec") and re.search(r"[A-Z]\w*[ -]", shown):
        code = None
    return ItemMention(
        start,
        chunk_end,
        shown,
        code,
        core.kind,
        weight,
        quantity.text,
        quantity.low,
        quantity.high,
        quantity.definite,
        excluded=_is_none_given(text, start, floor),
    )


def _is_none_given(text: str, start: int, floor: int) -> bool:
    return (
        re.search(r"\b(?:no|Russian|enemy|Russia's|Iranian|North Korean|Chinese)(?: \w+)? $", text[floor:start])
        is not None
    )


def _first_modifier(
    tokens: list[Token], first: int, floor: int, taken: list[tuple[int, int]], named: list[tuple[int, int]]
) -> int:
    index = first
    while index > 0 and first - index < MOST_MODIFIERS:
        token = tokens[index - 1]
        if token.start < floor or any(begin < token.end <= end for begin, end in taken):
            break
        if token.text in {'"', "'"} and index - 2 >= 0 and token.end == tokens[index].start:
            index -= 1
            continue
        if token.text.isdigit() and index >= 2 and _is_designation(tokens, index, named):
            index -= 1
            continue
        in_name = any(begin <= token.start < end for begin, end in named)
        if in_name and token.end < len(token.text) + token.start + 1 and not _is_adjective_of_item(token):
            break
        if not in_name and not _describes(token):
            coordinated = token.text.casefold() in {"and", "or"} and _shares_head(tokens, index)
            if not coordinated:
                break
        index -= 1
    while index < first and tokens[index].text in {'"', "'", "and", "or"}:
        index += 1
    return index


def _is_designation(tokens: list[Token], index: int, named: list[tuple[int, int]]) -> bool:
    """Whether a number belongs to a name, as in “Leopard 2” and “Combat Vehicle 90”."""
    before = tokens[index - 2]
    in_name = any(begin <= before.start < end for begin, end in named)
    small = len(tokens[index - 1].text) <= 3
    return (
        small
        and before.text[0].isupper()
        and before.text[1:].islower()
        and not in_name
        and index >= 3
        and before.text.casefold() not in STOP
    )


GENERAL = re.compile(
    r"(?:(?:military|defen[cs]e|security|additional|vital|critical|other|heavy|new|more|lethal|modern|important|urgent|necessary|needed"
    r"|urgently|critically|advanced|unspecified|substantial|significant|weapons?|and|or|western|further|non-lethal|key|essential|various"
    r"|much-needed|badly|state-of-the-art|combat|army|old|surplus|\w+ish|\w+ian|german|french|us|american) )*\w+"
)
"""A general word with what says no more of it: “military equipment”, and not “surveillance equipment”."""
ADJECTIVE = re.compile(r"(?:ian|ish|ch|an|ese|S\.|US|UK|man)$")


def _is_adjective_of_item(token: Token) -> bool:
    return ADJECTIVE.search(token.text) is not None


DESCRIBING = frozenset({"strike", "strategic", "tactical", "heavy", "light", "air", "land", "sea", "coastal", "long-range",
    "short-range", "medium-range", "transport", "protection", "surveillance", "reconnaissance", "military", "winter"})  # fmt: skip


def _shares_head(tokens: list[Token], index: int) -> bool:
    """Whether “and” stands between two describing words of one noun: “strike and air defence missiles”."""
    before = tokens[index - 2].text.casefold() if index >= 2 else ""
    return before in DESCRIBING


def _joined(text: str, items: list[ItemMention]) -> list[ItemMention]:
    """One item of two that “of” or “for” links: rounds of ammunition, spare parts for a system."""
    found: list[ItemMention] = []
    for item in items:
        before = found[-1] if found else None
        link = LINK.fullmatch(text[before.end : item.start]) if before else None
        own_number = item.quantity_text and item.low is not None
        if before and (link or item.definite) and not own_number and _links(text, before, item):
            found[-1] = _one_of_two(text, before, item)
        else:
            found.append(item)
    return found


def _links(text: str, before: ItemMention, item: ItemMention) -> bool:
    between = text[before.end : item.start]
    if not re.fullmatch(r"\s+(?:of|for)\s*(?:(?:the|its|their|these|various|different)\s*)?", between):
        return False
    head = singular(re.split(r"[\s-]", before.text)[-1].casefold())
    return head in PART_HEADS or before.weight == "aid"


def _one_of_two(text: str, before: ItemMention, item: ItemMention) -> ItemMention:
    head = singular(re.split(r"[\s-]", before.text)[-1].casefold())
    of = " of" in text[before.end : item.start]
    shown = f"{before.text}{text[before.end : item.end]}"
    if of and head in UNIT_HEADS:
        return replace(before, end=item.end, text=shown, code=item.code or before.code, kind=item.kind, weight="own")
    code = before.code or item.code
    if before.weight == "aid":
        if of and item.weight == "own":
            return replace(item, start=before.start, definite=False)
        return replace(before, end=item.end, text=shown)
    return replace(before, end=item.end, text=shown, code=code)


def no_quantity(item: ItemMention) -> ItemMention:
    return replace(item, quantity_text=None, low=None, high=None)
