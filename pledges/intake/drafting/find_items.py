"""What is given: systems by what they are called, other things by their nouns, with what describes and counts them."""

from __future__ import annotations

import re
from dataclasses import replace

from pledges.intake.drafting.draft_shapes import AmountMention, DonorMention, ItemMention
from pledges.intake.drafting.find_quantities import quantity_before, read_bounds
from pledges.intake.drafting.item_cores import (
    NUMERAL,
    STOP,
    Core,
    Spans,
    Token,
    describes,
    find_cores,
    merge_neighbours,
    tokens_of,
    without_brackets,
)
from pledges.intake.drafting.read_lexicon import item_heads, singular, word_list
from pledges.intake.drafting.split_sentences import TABLE_LINE

APPOSED = re.compile(r"[\s\"]*\N{EN DASH}\s*")
LINK = re.compile(r"\s+(?:of|for)\s+(?:(?:the|its|their|these|various|different)\s+)?", re.IGNORECASE)
PART_HEADS = word_list("takes what it is of")
UNIT_HEADS = frozenset({"round", "shell", "battery", "piece"})
NAMED_AFTER = re.compile(
    r"\s+(?:[A-Z]\w+ )*(?:Coalition|Initiative|Group|Fund|Council|Force|Conference|Agreement"
    r"|coalition|initiative|companies|company|industry|production|producers?|manufacturers?|sector"
    r"|clearance|clearing|action|removal|countermeasures|exports?|deals?|sales?|contracts?|makers?|budgets?"
    r"|spending|programmes?|programs?|projects?|facilit\w+"
    r"|experts?|market|forces|command|ministers?)\b"
)
"""What makes a thing the name of something else: a coalition, a company."""
OF_AID = re.compile(
    r"\s+of\s+(?:\w+ )?(?:assistance|aid|support|funding|talks|meetings|sanctions|deliveries|pledges)\b"
)
"""Behind “round”: no shell."""
MOST_MODIFIERS = 5
GENERAL = re.compile(
    r"(?:(?:military|defen[cs]e|security|additional|vital|critical|other|heavy|new|more|lethal|modern"
    r"|important|urgent|necessary|needed"
    r"|urgently|critically|advanced|unspecified|substantial|significant|weapons?|and|or|western"
    r"|further|non-lethal|key|essential|various"
    r"|much-needed|badly|state-of-the-art|combat|army|old|surplus|\w+ish|\w+ian|german|french|us|american) )*\w+"
)
"""A general word with what says no more of it: “military equipment”, and not “surveillance equipment”."""
ADJECTIVE = re.compile(r"(?:ian|ish|ch|an|ese|S\.|US|UK|man|-(?:made|built|produced|supplied|owned))$")
UNKNOWN_AMOUNT = re.compile(r"(?:an? )?\w+ (?:quantit|amount|number)", re.IGNORECASE)
CALIBRE = re.compile(r"\d{1,2}\.\d+")
CALIBRE_WORD = re.compile(r"\d+(?:\.\d+)?[ -]?(?:mm|millimet(?:er|re)s?)?", re.IGNORECASE)
EXPLAINED = re.compile(
    r",\s+(?:(?:the|its|their|one of the|[A-Z]\w+'s) )?(?:(?:country's|army's|world's|most|latest|\w{3,}est"
    r"|so-called) )+$"
)
"""Words that lead from a thing to what it is: “the IRIS-T SLM, the most modern air defence system”."""
DESCRIBING = word_list("describes beside another")


def find_items(
    text: str, start: int, end: int, donors: list[DonorMention], amounts: list[AmountMention]
) -> list[ItemMention]:
    """The things that a sentence names, in its order, each with the number before it."""
    tokens = without_brackets(text, tokens_of(text, start, end))
    taken = [(one.start, one.end) for one in amounts]
    named = [(one.start, one.end) for one in donors]
    cores = merge_neighbours(find_cores(tokens, taken), tokens)
    found: list[ItemMention] = []
    floor = start
    for core in cores:
        item = _item_of(text, tokens, core, floor, taken=taken, named=named)
        if item is not None:
            found.append(item)
            floor = item.end
    return _joined(text, found)


def count_table_line(text: str, start: int, end: int, items: list[ItemMention]) -> list[ItemMention]:
    """The things of a sentence, that of “Field kitchens: 16” with the number behind it."""
    line = TABLE_LINE.fullmatch(text, start, end)
    if line is None or len(items) != 1 or items[0].is_counted or items[0].end > line.end("thing"):
        return items
    count = line["count"].strip(" ,.")
    bounds = read_bounds(count)
    if bounds is None:
        return items
    low, high = bounds
    return [replace(items[0], end=line.start("count") + len(count), quantity_text=count, low=low, high=high)]


def _item_of(
    text: str,
    tokens: list[Token],
    core: Core,
    floor: int,
    *,
    taken: Spans,
    named: Spans,
) -> ItemMention | None:
    first = _first_modifier(tokens, core.first, floor, taken, named)
    if core.weight == "open" and _is_part_of_name(tokens, core, named):
        return None
    bare = core.weight == "modified" and first == core.first and core.code is None
    if bare and core.kind in {"component", "service", "training"}:
        return None
    words = " ".join(token.text for token in tokens[first : core.last + 1]).casefold()
    if core.weight == "defence" and not re.search(r"\b(?:air|missile|coastal)[ -]", words):
        return None
    if NAMED_AFTER.match(text, tokens[core.last].end) or (
        core.head == "round" and OF_AID.match(text, tokens[core.last].end)
    ):
        return None
    weight = {"modified": "own", "defence": "own"}.get(core.weight, core.weight)
    chunk_start, chunk_end = tokens[first].start, tokens[core.last].end
    floor = max([floor, *(last for _, last in taken if last <= chunk_start)])
    quantity = quantity_before(text, max(floor, chunk_start - 60), chunk_start)
    if bare and not (quantity.low or 0) > 1 and not (quantity.text and UNKNOWN_AMOUNT.match(quantity.text)):
        return None
    if CALIBRE.fullmatch(quantity.text or ""):
        chunk_start = quantity.start
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


def _is_part_of_name(tokens: list[Token], core: Core, named: Spans) -> bool:
    """Whether what looks like a counted name is a donor, or its number belongs to a name before it."""
    if any(begin <= tokens[core.first].start < end for begin, end in named):
        return True
    before = tokens[core.first - 2] if core.first > 1 else None
    capital = before is not None and before.text[0].isupper() and tokens[core.first].text[0].isupper()
    return bool(capital and before and not any(begin <= before.start < end for begin, end in named))


def _is_none_given(text: str, start: int, floor: int) -> bool:
    return (
        re.search(
            r"\b(?:no|(?:Ukraine|Kyiv|Russia)'s|Russian|enemy|Russia's|Iranian|North Korean|Chinese)(?: \w+)? $",
            text[floor:start],
        )
        is not None
    )


def _first_modifier(tokens: list[Token], first: int, floor: int, taken: Spans, named: Spans) -> int:
    index = first
    while index > 0 and first - index < MOST_MODIFIERS:
        token = tokens[index - 1]
        if token.start < floor or any(begin < token.end <= end for begin, end in taken):
            break
        if index >= 2 and _is_inside_name(tokens, index, named):
            index -= 1
            continue
        if (several := _calibres_before(tokens, index)) is not None:
            index = several
            continue
        in_name = any(begin <= token.start < end for begin, end in named)
        if in_name and token.end < len(token.text) + token.start + 1 and not _is_adjective_of_item(token):
            break
        if not in_name and not describes(token):
            coordinated = token.text.casefold() in {"and", "or"} and _shares_head(tokens, index)
            if not coordinated:
                break
        index -= 1
    while index < first and tokens[index].text in {'"', "'", "and", "or"}:
        index += 1
    return index


def _is_inside_name(tokens: list[Token], index: int, named: Spans) -> bool:
    """A quotation mark or hyphen that belongs to the word behind or before it, or the number of a designation."""
    token = tokens[index - 1]
    if token.text == "-":
        return tokens[index - 2].end == token.start
    if token.text in {'"', "'"}:
        return token.end == tokens[index].start
    return token.text.isdigit() and _is_designation(tokens, index, named)


def _calibres_before(tokens: list[Token], index: int) -> int | None:
    """Where a run of calibres begins whose last one has been read: “120mm, 81mm and 60mm mortar rounds”."""
    at = index - 1
    while at > 0 and tokens[at].text in {",", "and", "or", "/"}:
        at -= 1
    listed = 0 <= at < index - 1 and CALIBRE_WORD.fullmatch(tokens[at].text)
    return at if listed and CALIBRE_WORD.fullmatch(tokens[index].text) else None


def _is_designation(tokens: list[Token], index: int, named: Spans) -> bool:
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


def _is_adjective_of_item(token: Token) -> bool:
    return ADJECTIVE.search(token.text) is not None


def _shares_head(tokens: list[Token], index: int) -> bool:
    """Whether “and” stands between two describing words of one noun: “strike and air defence missiles”.

    Of other words than the known ones this holds where a number begins the run: “50 armoured and protected vehicles”.
    """
    before = tokens[index - 2].text.casefold() if index >= 2 else ""
    if before in DESCRIBING or (before == "-" and index >= 3):
        return True
    counted = index >= 3 and NUMERAL.fullmatch(tokens[index - 3].text.casefold())
    plain = describes(tokens[index - 2]) and before not in item_heads() and not before.endswith("s")
    return bool(counted) and plain and before.islower() and tokens[index - 2].text.islower()


def _joined(text: str, items: list[ItemMention]) -> list[ItemMention]:
    """One item of two that “of” or “for” links: rounds of ammunition, spare parts for a system."""
    found: list[ItemMention] = []
    for item in items:
        before = found[-1] if found else None
        link = LINK.fullmatch(text[before.end : item.start]) if before else None
        own_number = item.quantity_text and item.low is not None
        if before and item.code and not own_number and APPOSED.fullmatch(text[before.end : item.start]):
            found[-1] = replace(before, end=item.end, code=item.code, kind=item.kind)
        elif before and _explains(text, before, item):
            continue
        elif before and (link or item.definite) and not own_number and _links(text, before, item):
            found[-1] = _one_of_two(text, before, item)
        else:
            found.append(item)
    return found


def _explains(text: str, before: ItemMention, item: ItemMention) -> bool:
    """Whether a thing between commas says what the named system before it is, and is no further thing of a list."""
    link = text[before.end : item.start]
    if EXPLAINED.fullmatch(link):
        return True
    general = before.code is not None and (item.code in {None, before.code} or str(item.code).endswith("-unspec"))
    single = link.strip() == "," and (item.quantity_text or "").casefold() in {"a", "an"}
    return (
        general
        and single
        and not re.match(
            r"(?: \w+)?,? (?:and|or)\b|, (?:an?"
            r"|\d)",
            text[item.end : item.end + 16],
        )
    )


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
