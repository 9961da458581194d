"""Reads a text by the rules of drafting into rows and left-over sentences; the database is asked for nothing."""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from pledges.intake.drafting.draft_claims import RULE_VERSION, Drafted, draft_text
from pledges.intake.drafting.draft_lines import claim_as_json
from pledges.intake.drafting.draft_shapes import UNNAMED as UNNAMED_GROUP
from pledges.intake.drafting.draft_shapes import AmountMention, Claim, DonorMention, ItemMention
from pledges.intake.drafting.find_amounts import find_amounts
from pledges.intake.drafting.find_donors import find_donors
from pledges.intake.drafting.find_dues import find_dues
from pledges.intake.drafting.find_items import find_items
from pledges.intake.drafting.normalise_text import normalise_text
from pledges.intake.drafting.split_sentences import split_sentences
from pledges.intake.row_payload import REPLACEMENT
from pledges.intake.text_drafts.claim_cells import Circumstances, cells_of_claim, claim_of_need, claim_of_stock, rule_of
from pledges.ledger import Json

LONGEST_TEXT = 200_000
"""Characters of a text that are drafted; ten pages of communiqués have thirty thousand."""

NOT_KEPT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Characters that no text of words has, and that a column of text or a page cannot hold."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Versions:
    """By which rules and parser a text is drafted."""

    rules: str
    parser: str = ""
    model_sha256: str = ""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row as the rules read it: `key` names what they read where, `relation` how it stands to earlier promises."""

    key: str
    span: Span
    claim: Json
    cells: dict[str, str]
    rule: str


@dataclass(frozen=True, slots=True)
class ReadText:
    """What a text gives: rows and sentences to read, and beside them everything as the rules read it."""

    rows: list[ReadRow]
    residue: list[Span]
    claims: list[Json] = field(default_factory=list)
    left: list[Span] = field(default_factory=list)


def current_versions() -> Versions:
    return Versions(rules=RULE_VERSION)


def clean_text(text: str) -> str:
    """A text as it is kept and drafted, of the same length: a mark for each character that is none of a text."""
    return NOT_KEPT.sub(REPLACEMENT, text)


def read_text(
    around: Circumstances, published: date | None, *, progress: Callable[[int, int], None] | None = None
) -> ReadText:
    """The rows that a text gives, and the sentences that look like promises and gave none, or were denied."""
    text = around.text
    drafted = draft_text(text, published, progress=progress)
    sentences = [(one.start, one.end) for one in split_sentences(normalise_text(text))]
    rows: dict[str, ReadRow] = {}
    residue = set(drafted.residue)
    claims = [claim_as_json(text, claim) for claim in drafted.claims]
    held = [claim_of_stock(text, one) for one in drafted.stock_claims]
    for told in [*claims, *held, *needs_beside(text, drafted)]:
        start, end = told["span"]
        sentence = sentence_around(sentences, start, end)
        cells = cells_of_claim(told, around, sentence=sentence)
        if not cells:
            residue.add(sentence)
            continue
        key = key_of(told)
        rows.setdefault(key, ReadRow(key, (start, end), told, cells, rule_of(cells)))
    return ReadText(sorted(rows.values(), key=lambda one: one.span), sorted(residue), claims, drafted.residue)


def needs_beside(text: str, drafted: Drafted) -> list[Json]:
    """What a text says is needed, so many of a thing, where no claim speaks of the same words."""
    told = [(one.start, one.end) for one in drafted.claims]
    needs = [one for one in drafted.requirements if one.item.is_counted]
    return [
        claim_of_need(text, one) for one in needs if not any(start < one.end and one.start < end for start, end in told)
    ]


def key_of(claim: Json) -> str:
    return hashlib.sha256(json.dumps(claim, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def sentence_around(sentences: Sequence[Span], start: int, end: int) -> Span:
    """The sentence in which a span begins; the span itself where none holds it."""
    at = bisect_right(sentences, (start, len_of(sentences))) - 1
    if at >= 0 and sentences[at][0] <= start < sentences[at][1]:
        return sentences[at][0], max(sentences[at][1], end)
    return start, end


def len_of(sentences: Sequence[Span]) -> int:
    return sentences[-1][1] + 1 if sentences else 0


def read_words(around: Circumstances, start: int, end: int, published: date | None) -> ReadRow:
    """A row of words that a person picked: what the rules claim of them, else what they name."""
    text = around.text
    claims = [one for one in draft_text(text[start:end], published).claims if one.modality != "denied"]
    claim = claims[0] if claims else claim_of_mentions(text, start, end, published)
    claim.start, claim.end = start, end
    told = claim_as_json(text, claim)
    cells = cells_of_claim(told, around, sentence=(start, end))
    return ReadRow(key_of({"by_hand": [start, end]}), (start, end), told, cells, "")


def claim_of_mentions(text: str, start: int, end: int, published: date | None) -> Claim:
    """The first donor, thing, sum and deadline that words name, as a promise to be completed by a person."""
    plain = normalise_text(text)[start:end]
    donors: list[DonorMention] = find_donors(plain)
    amounts: list[AmountMention] = find_amounts(plain)
    items: list[ItemMention] = find_items(plain, 0, len(plain), donors, amounts)
    dues = find_dues(plain, published)
    amount = amounts[0] if amounts else None
    item = next((one for one in items if one.weight == "own"), items[0] if items and not amount else None)
    givers = [code for one in donors for code in one.codes if code != "UKR"]
    return Claim(
        start,
        end,
        tuple(dict.fromkeys(givers[:1])) or ((UNNAMED_GROUP,) if any(one.joint for one in donors) else ()),
        item.text if item else "",
        item.code if item else None,
        item.kind if item else ("money" if amount else "other"),
        "announced",
        "firm",
        "new",
        *((item.quantity_text, item.low, item.high) if item else (None, None, None)),
        amount=amount,
        currency=amount.currency if amount else None,
        due=dues[0][2] if dues else None,
    )


def find_words(text: str, words: str, near: int = 0) -> Span | None:
    """Where words stand in a text, whatever blanks are between them: at the place given or behind it, else first."""
    pattern = r"\s+".join(re.escape(one) for one in words.split())
    if not pattern:
        return None
    found = [match.span() for match in re.finditer(pattern, text)]
    return next((one for one in found if one[0] >= near), found[0] if found else None)


def cut_text(text: str, spans: Sequence[Span]) -> list[Span]:
    """A text cut at the ends of spans, in its order, without empty parts."""
    edges = sorted({0, len(text), *(edge for span in spans for edge in span)})
    return [(first, last) for first, last in pairwise(edges) if first < last]
