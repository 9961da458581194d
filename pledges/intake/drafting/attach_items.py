"""Which things and sums a verb governs, joined, split and left out as lists and parts of a whole are read."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pledges.intake.drafting.draft_shapes import AmountMention, ItemMention, VerbGroup
from pledges.intake.drafting.sentence_parts import CUT, SentenceParts

FOR = re.compile(
    r"(?:\s*(?:more )?(?:worth|of|in|for|towards?|to (?:buy|purchase|fund|finance|procure|acquire|support)"
    r"|on)\b|\s+to\b|\s+(?:will |would )?go(?:es)? (?:to|towards))"
    r"(?:\s+(?:the|its|their|new|additional|further|a|an|purchase|procurement|delivery|supply"
    r"|production|acquisition|of|more|and"
    r"|military|financial|direct|other|worth)\b(?!-))*\s*",
    re.IGNORECASE,
)
WORTH = re.compile(
    r"(?:\s+(?:to Ukraine|for Ukraine|from [^,;.()]{1,40}))?,?\s*\(?(?:which (?:is|are) )?(?:worth"
    r"|valued at|totall?ing"
    r"|at a cost of|costing|amounting to|"
    r"to the (?:value|sum|tune) of|in the sum of|at a value of|with a (?:total )?value of|of"
    r"|in the amount of|estimated at|with a budget of"
    r"|for|with)?(?: (?:a total of|a combined|some|about|around))*\s*\(?",
    re.IGNORECASE,
)
INCLUDING = re.compile(
    r"\b(?:including|includes|such as|among them|among which|comprising|consisting of|notably|of which)\b"
)
UNIT_PRICE = re.compile(r"\b(?:each|apiece|per (?!year\b|annum|month|cent)\w+|a piece)\b")
OTHER_AID = re.compile(
    r"\b(?:humanitarian|budget(?:ary)? (?:support|aid|assistance)|macro-financial|reconstruction"
    r"|economic|energy|refugees?|civilian|"
    r"demining of farm|GDP|gross domestic|defen[cs]e (?:spending|budget))\b",
    re.IGNORECASE,
)


RELATIVE_BEFORE = re.compile(r"\b(?:that|which)(?: have| has| had)?\s*$")
NEAR_RELATIVE = 14
MOST_TO_PURCHASE = 24
GIVEN_SOMEBODY = frozenset({"give", "offer", "grant", "promise", "lend"})
"""Of which somebody may be the subject in the passive: “Ukraine was given tanks”."""
POINTS_BACK = re.compile(
    r"\b(?:they|it|these|those|this|how (?:many|much)|what|some|none|all|any|ones|the (?:rest|others?|first"
    r"|remainder))\s*$"
)
"""A subject that is no thing by itself."""
CLAUSE_BEHIND = re.compile(r"\s*(?:that|how|whether|,? when)\b(?! of\b)")
ACT_BEHIND = re.compile(r"\s*(?:to\s+)?(?!training|according)[a-z]+ing\b")
OF_ANOTHER_VERB = re.compile(
    r"(?: (?:from|by|of|for) (?:the )?[A-Z]\w+)?\s+(?:will|would|should|could|may|might|are|is|were|was"
    r"|have|has|had)\b"
)
BOUNDARY = re.compile(r"[;:]|, (?:and|while|but|whereas)\b|\b(?:while|but|whereas)\b")
PURPOSE = re.compile(r"to |aimed|designed|intended|in order|so that|for ")


@dataclass(frozen=True, slots=True)
class Given:
    """One thing with its sum, or a sum with what it is for."""

    start: int
    end: int
    item: ItemMention | None
    amount: AmountMention | None


def find_given(parts: SentenceParts, verb: VerbGroup) -> list[Given]:
    """What the verb gives: behind it, or before it where it is passive."""
    if verb.passive or verb.verb_class in {"arrive", "transit"}:
        pointing = POINTS_BACK.search(parts.text[max(0, verb.start - 20) : verb.start])
        return [] if pointing else _before_passive(parts, verb)
    behind = parts.text[verb.end : verb.end + 40]
    if verb.verb == "give" and re.match(r"\s*with\b", behind):
        return []
    if verb.verb_class in {"fund", "give"} and (paid := _paid_by_sum(parts, verb)):
        return paid
    if CLAUSE_BEHIND.match(behind) or (verb.verb_class == "prepare" and ACT_BEHIND.match(behind)):
        return []
    return _without_subjects(parts, verb, _between(parts, verb.end, parts.object_end(verb)))


def _paid_by_sum(parts: SentenceParts, verb: VerbGroup) -> list[Given]:
    """“The first measure, of €900 million, will finance radars and shells”: the sum with its use."""
    start, end = parts.subject_start(verb), parts.object_end(verb)
    sums = [one for one in parts.amounts if start <= one.start and one.end <= verb.start]
    beside = any(verb.end <= one.start < end for one in parts.amounts)
    items = [one for one in parts.items if verb.end <= one.start < end and not one.excluded]
    near = len(sums) == 1 and re.fullmatch(
        r"[\s,)]*(?:which |that )?(?:will |would |is to )?", parts.text[sums[0].end : verb.start]
    )
    if not near or beside or not items or any(one.is_counted for one in items):
        return []
    run = _list_behind(parts, items, items[0], [])
    return [Given(sums[0].start, run[-1].end, _whole_list(parts, run), sums[0])]


def _without_subjects(parts: SentenceParts, verb: VerbGroup, found: list[Given]) -> list[Given]:
    """Without what is the subject of another clause: “it announced 20 tanks had gone”, “sent five; six will follow”."""
    subject = next((one for one in reversed(found) if OF_ANOTHER_VERB.match(parts.text, one.end)), None)
    if subject is None:
        return found
    start = verb.end if verb.verb_class in {"announce", "report"} else subject.start
    for boundary in BOUNDARY.finditer(parts.text, verb.end, subject.start):
        start = boundary.end() - 1
    return [one for one in found if one.start < start or one.start > subject.start]


def _before_passive(parts: SentenceParts, verb: VerbGroup) -> list[Given]:
    """The subject of a passive verb; behind it only what it is done with."""
    if verb.tense == "inherit" and re.match(r"\s*with\b", parts.text[verb.end : verb.end + 8]):
        return _between(parts, verb.end, parts.object_end(verb))
    if verb.passive and verb.tense == "inherit":
        return [one for one in _between(parts, parts.sentence.start, verb.start) if verb.start - one.end <= 2]
    if RELATIVE_BEFORE.search(parts.text[max(0, verb.start - 10) : verb.start]):
        return [
            one for one in _between(parts, parts.sentence.start, verb.start) if verb.start - one.end <= NEAR_RELATIVE
        ]
    first = _left_end(parts, verb)
    purpose = next((cut for cut in CUT.finditer(parts.text, first, verb.start) if PURPOSE.match(cut[0])), None)
    left = _between(parts, first, purpose.start() if purpose else verb.start)
    if verb.verb_class in {"fund", "commit", "put"} and len(left) == 1 and left[0].item is None:
        return _for_what(parts, verb, first)
    behind = re.match(r"\s*(?:\w+ )?(?:with|by)\b", parts.text[verb.end : verb.end + 40])
    receiver = re.search(r"Ukrain|Kyiv|Kiev|\b[Ww]e\b", parts.text[first : verb.start])
    if behind is None and verb.verb in GIVEN_SOMEBODY:
        behind = receiver
    if left or not (behind or verb.verb_class == "include"):
        return left
    return _between(parts, verb.end, parts.object_end(verb))


def _for_what(parts: SentenceParts, verb: VerbGroup, first: int) -> list[Given]:
    """“SEK 3 billion is allocated to artillery shells”, “will go to procure radars”: a sum before, its use behind."""
    amount = _between(parts, first, verb.start)[0]
    use = FOR.match(parts.text, verb.end)
    following = next((one for one in parts.verbs if one.start >= verb.end), None)
    buys = following and following.verb_class == "contract" and following.start - verb.end < MOST_TO_PURCHASE
    begin = following.end if following and buys else (use.end() if use else verb.end)
    end = parts.object_end(replace(verb, end=begin))
    items = [one.item for one in _between(parts, begin, end) if one.item is not None and one.amount is None]
    run = _list_behind(parts, items, items[0], []) if items else []
    if amount.amount is None or not use or not run or run[0].start > begin + MOST_TO_PURCHASE:
        return [amount]
    return [Given(amount.start, run[-1].end, _whole_list(parts, run), amount.amount)]


def _left_end(parts: SentenceParts, verb: VerbGroup) -> int:
    """Where the subject of a passive verb begins; a remark between commas is passed over."""
    start = parts.subject_start(verb)
    words = parts.text[start : verb.start]
    plain = re.sub(r", of which [^,]*,", lambda found: " " * len(found[0]), words)
    cuts = [cut.end() for cut in CUT.finditer(plain) if not PURPOSE.match(cut[0])]
    items = [one for one in parts.items if start <= one.start < verb.start]
    inside = [cut for cut in cuts if any(one.start >= start + cut for one in items)]
    return start + (inside[-1] if inside else 0)


def given_between(parts: SentenceParts, start: int, end: int) -> list[Given]:
    return _between(parts, start, end)


def _between(parts: SentenceParts, start: int, end: int) -> list[Given]:
    items = [one for one in parts.items if start <= one.start and one.end <= end and not one.excluded]
    purposes = parts.listed_purposes()
    items = [one for one in items if not any(first <= one.start < last for first, last in purposes)]
    amounts = [one for one in parts.amounts if start <= one.start and one.end <= end and not _is_price(parts, one)]
    items = _without_parts(parts, _pairs_joined(parts, items))
    return _with_sums(parts, items, amounts)


def _is_price(parts: SentenceParts, amount: AmountMention) -> bool:
    after = parts.text[amount.end : amount.end + 20]
    before = parts.text[max(parts.sentence.start, amount.start - 25) : amount.start]
    wide = parts.text[max(parts.sentence.start, amount.start - 40) : amount.start]
    second = re.search(r"\(\s*(?:about |around |or |approximately |some |over |nearly )?$", wide) and re.search(
        r"[$€£]|[A-Z]{3}|million|billion|bn", wide[:-1]
    )
    return bool(UNIT_PRICE.search(after) or re.search(r"\beach\b", before) or second)


def _pairs_joined(parts: SentenceParts, items: list[ItemMention]) -> list[ItemMention]:
    """“Ammunition and other supplies” is one thing; the last two of a longer list are two."""
    joined: list[ItemMention] = []
    for item in items:
        before = joined[-1] if joined else None
        link = parts.text[before.end : item.start] if before else ""
        if before and re.fullmatch(r"\s+and\s+(?:other\s+)?", link) and _is_pair(parts, joined, item):
            text = f"{before.text}{parts.text[before.end : item.end]}"
            weight = "own" if "own" in {before.weight, item.weight} else before.weight
            joined[-1] = replace(before, end=item.end, text=text, code=before.code or item.code, weight=weight)
        else:
            joined.append(item)
    return joined


def _is_pair(parts: SentenceParts, joined: list[ItemMention], item: ItemMention) -> bool:
    before = joined[-1]
    if item.quantity_text or (before.code and item.code and not before.is_counted) or item.definite:
        return False
    if item.weight == "aid" and before.weight == "own":
        return False
    specific = {before.weight, item.weight}
    in_list = len(joined) > 1 and re.fullmatch(r"[\s,;]+", parts.text[joined[-2].end : before.start]) is not None
    return (before.is_counted and (specific != {"own"} or before.kind == item.kind)) or (
        not in_list and not before.code and not item.code
    )


def _without_parts(parts: SentenceParts, items: list[ItemMention]) -> list[ItemMention]:
    """A whole without a number gives way to its parts; parts without a number to a whole that has one."""
    kept: list[ItemMention] = []
    whole: ItemMention | None = None
    dropped = False
    for index, item in enumerate(items):
        link = parts.text[items[index - 1].end : item.start] if index else ""
        if index and INCLUDING.search(link):
            whole = items[index - 1]
            if (
                not whole.is_counted
                and whole in kept
                and whole.weight != "aid"
                and (item.code or item.quantity_text or whole.weight != "own")
            ):
                kept.remove(whole)
        elif ";" in link:
            whole = None
        if whole is not None and whole.is_counted and not item.quantity_text:
            continue
        beside = re.fullmatch(r",?\s+(?:with|alongside)\s+(?:\w+ing\s+)?", link) if index else None
        beside = beside or (re.fullmatch(r"\s+for\s+(?:use as\s+)?", link) if index else None)
        beside = beside or (re.fullmatch(r"\s+and\s+", link) if dropped else None)
        dropped = bool(beside) and not item.is_counted
        if dropped:
            continue
        kept.append(item)
    return kept


def _with_sums(parts: SentenceParts, items: list[ItemMention], amounts: list[AmountMention]) -> list[Given]:
    given: list[Given] = []
    used: set[int] = set()
    for amount in amounts:
        after = next((one for one in items if one.start >= amount.end), None)
        before = next((one for one in reversed(items) if one.end <= amount.start), None)
        if after and _is_of(parts, amount, after, amounts):
            swallowed = _list_behind(parts, items, after, amounts)
            used.update(one.start for one in swallowed)
            given.append(Given(amount.start, swallowed[-1].end, _whole_list(parts, swallowed), amount))
        elif before and before.start not in used and WORTH.fullmatch(parts.text[before.end : amount.start]):
            used.add(before.start)
            given.append(Given(before.start, amount.end, before, amount))
        else:
            given.append(Given(amount.start, amount.end, None, amount))
    given.extend(Given(one.start, one.end, one, None) for one in items if one.start not in used)
    return sorted(given, key=lambda one: (one.start, one.end))


def _is_of(parts: SentenceParts, amount: AmountMention, item: ItemMention, amounts: list[AmountMention]) -> bool:
    link = parts.text[amount.end : item.start]
    if any(amount.end <= one.start < item.start for one in amounts):
        return False
    if not link.strip():
        return True
    if re.fullmatch(r"[ -](?:[a-z-]+ ){1,3}", link + " ") and item.weight == "aid":
        return True
    return FOR.fullmatch(link) is not None


def _list_behind(
    parts: SentenceParts, items: list[ItemMention], first: ItemMention, amounts: list[AmountMention]
) -> list[ItemMention]:
    """The things without a number of their own that one sum is for."""
    if first.weight == "aid":
        return [first]
    run = [first]
    for item in items[items.index(first) + 1 :]:
        link = parts.text[run[-1].end : item.start]
        other = any(run[-1].end <= one.start < item.start and one.acts for one in parts.donors)
        if not re.fullmatch(r"[^\d;:.$€£]{0,60}", link) or item.is_counted or other:
            break
        run.append(item)
    return run


def _whole_list(parts: SentenceParts, run: list[ItemMention]) -> ItemMention:
    first, last = run[0], run[-1]
    if first is last:
        return first
    start = first.end - len(first.text)
    return replace(first, end=last.end, text=parts.text[max(start, first.start) : last.end])
