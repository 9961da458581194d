"""Who speaks and of what over sentences: the home institution, “he”, “the ministry”, “the package”."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pledges.intake.drafting.draft_shapes import UNNAMED, AmountMention, Claim, DonorMention, ItemMention, VerbGroup
from pledges.intake.drafting.name_groups import parties_meant, parties_named
from pledges.intake.drafting.read_lexicon import NO_DONORS, stage_table
from pledges.intake.drafting.sentence_parts import SentenceParts

BETWEEN = re.compile(
    r"[\s\"]*(?:,|,?\s*and|,?\s*as well as|,?\s*together with|,?\s*along with|,?\s*jointly with|&)?,?\s*(?:the\s+)?",
    re.IGNORECASE,
)
PRONOUN = re.compile(r"\b(?:it|he|she|they|who|its|his|her|[Tt]he country|the same country)\b", re.IGNORECASE)
FIRST_PERSON = re.compile(r"\b(?:we|our|I|us)\b")
THEY = re.compile(r"\b[Tt]hey\b")
OFFICE_ALONE = re.compile(
    r"\b[Tt]he (?:\w+ )?(?:ministry|government|minister|president|prime minister|chancellor|secretary"
    r"|cabinet|department"
    r"|parliament|statement|administration|President|Prime Minister|Ministry|Minister|Government|Secretary"
    r"|MoD|MOD)\b"
)
PACKAGE = re.compile(
    r"\b(?:packages?|aid|assistance|donations?|contributions?|tranches?|delivery|deliveries|pledges?|items"
    r"|equipment"
    r"|weapons|capabilities|shipments?|batch|budget|announcements?|commitments?|list|support|measures"
    r"|agreement|plan"
    r"|programme|program|initiative|this|these|it|which|that|there)\b",
    re.IGNORECASE,
)


COUNTRY_OF_MONEY = {"DKK": "DNK", "NOK": "NOR", "SEK": "SWE", "CZK": "CZE", "PLN": "POL", "GBP": "GBR", "JPY": "JPN",
    "CAD": "CAN", "AUD": "AUS", "ISK": "ISL", "CHF": "CHE", "NZD": "NZL", "KRW": "KOR"}  # fmt: skip
"""Whose money a sum is that nobody is named for."""


AMERICAN_LAW = re.compile(r"\b(?:[Dd]raw ?down|PDA|USAI)\b")
"""Words for laws by which one state alone gives."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One statement that something is given: who, how far, how firmly."""

    donors: tuple[str, ...]
    stage: str
    modality: str
    relation: str
    joint: bool = False
    verb_class: str = ""
    tense: str = ""


class Discourse:
    def __init__(self, donors: list[DonorMention], amounts: Sequence[AmountMention] = (), text: str = "") -> None:
        self.home = home_of(donors, amounts) or (("USA",) if AMERICAN_LAW.search(text) else ())
        self.single = len({code for one in donors for code in one.codes} - NO_DONORS - {UNNAMED, "NATO", "EU"}) == 1
        """Whether one donor alone is named."""
        self.of_ukraine = any("UKR" in one.codes for one in donors)
        """Whether the text speaks of whom it is given to at all."""
        self.subject: tuple[str, ...] = self.home
        self.package: Frame | None = None
        self.leads: dict[int, Frame] = {}
        self.paragraph = -1
        self.fresh = True
        self.group: tuple[str, ...] = ()
        """The donors named together last."""
        self.thing: ItemMention | None = None
        """What was given or counted last, which a number alone counts."""
        self.labelled = Frame((), "announced", "firm", "new")

    def enter(self, paragraph: int) -> None:
        if paragraph != self.paragraph:
            self.paragraph = paragraph
            self.fresh = True
        else:
            self.fresh = False

    def parties_of(self, parts: SentenceParts, verb: VerbGroup) -> tuple[str, ...]:
        """Whom “the countries” before a verb mean."""
        here = parties_named(parts.text, [one for one in parts.donors if one.end <= verb.start])
        return parties_meant(parts.text[parts.subject_start(verb) : verb.start], (here, self.group))

    def resolve_donors(self, words: str) -> tuple[str, ...]:
        """Whom words without a name mean: a pronoun the last one, an office at the head of a paragraph the home."""
        if FIRST_PERSON.search(words):
            return self.home
        if THEY.search(words) and self.group:
            return self.group
        if PRONOUN.search(words):
            return self.subject or self.home
        if OFFICE_ALONE.search(words) or self.fresh:
            return self.home or self.subject
        return self.subject if not set(self.subject) & NO_DONORS else self.home


def home_of(donors: list[DonorMention], amounts: Sequence[AmountMention] = ()) -> tuple[str, ...]:
    """The donor that the text is about most, by its name and its money; the first of equals."""
    counts: Counter[str] = Counter()
    named = {code for one in donors for code in one.codes}
    for one in donors:
        for code in one.codes:
            if code not in NO_DONORS and code not in {UNNAMED, "NATO", "EU"}:
                counts[code] += 2 if one.acts else 1
    for amount in amounts:
        country = COUNTRY_OF_MONEY.get(amount.currency)
        if country and (country in named or not counts) and not amount.bare:
            counts[country] += 2
    if not counts:
        groups = [code for one in donors for code in one.codes if code in {"NATO", "EU"} and one.acts]
        return (groups[0],) if groups else ()
    return (counts.most_common(1)[0][0],)


def subject_of(parts: SentenceParts, verb: VerbGroup, *, owners: bool = True) -> tuple[tuple[str, ...], bool]:
    """The donors that stand as the subject before a verb, and whether they act as one."""
    start = parts.subject_start(verb)
    acting = [one for one in parts.donors if start <= one.start and one.end <= verb.start and one.acts]
    if acting:
        return run_ending_at(parts, acting[-1])
    if re.search(r"\b(?:it|he|she|they|we)\s*$", parts.text[start : verb.start], re.IGNORECASE):
        return (), False
    before = [one for one in parts.donors if start <= one.start and one.end <= verb.start and not _behind(parts, one)]
    if (
        owners
        and before
        and not any(one.start < before[-1].end <= one.end and one.start < before[-1].start for one in parts.items)
    ):
        return (before[-1].codes, False)
    return (), False


def _behind(parts: SentenceParts, one: DonorMention) -> bool:
    before = parts.text[max(0, one.start - 24) : one.start]
    return (
        re.search(
            r"\b(?:to|into|in|for|with|against|at|near|between|of|via"
            r"|on)(?: the)?\s*$",
            before,
        )
        is not None
    )


def run_ending_at(parts: SentenceParts, last: DonorMention) -> tuple[tuple[str, ...], bool]:
    """All donors of a list that ends with this one: “Denmark, the Netherlands and Norway”."""
    codes = list(last.codes)
    first = last
    joined = "together with" in parts.text[last.start - 18 : last.start]
    for one in reversed([one for one in parts.donors if one.end <= last.start]):
        between = parts.text[one.end : first.start]
        linked = BETWEEN.fullmatch(between) and re.search(r"[,&]|and|with|as", between)
        if not linked or set(one.codes) & NO_DONORS:
            break
        codes = [*one.codes, *codes]
        first = one
    whole = parts.text[max(0, first.start - 20) : last.end + 40]
    joint = joined or re.search(r"\b(?:jointly|together|joint)\b", whole) is not None
    return tuple(dict.fromkeys(codes)), joint


def run_beginning_at(parts: SentenceParts, start: int, end: int) -> tuple[str, ...]:
    """The donors of a list behind “by”, “from” or “together with”."""
    codes: list[str] = []
    at = start
    for one in parts.donors:
        if one.start < at or one.start >= end:
            continue
        if not BETWEEN.fullmatch(parts.text[at : one.start].replace("other", "")):
            break
        codes.extend(one.codes)
        at = one.end
    return tuple(dict.fromkeys(codes))


GIVING = re.compile(
    r"\b(?:package|following|support|aid|assistance|deliver\w*|provid\w*|announc\w*|commit\w*"
    r"|contribut\w*|pledg\w*|donat\w*)\b",
    re.IGNORECASE)  # fmt: skip


def note_sentence(
    parts: SentenceParts,
    index: int,
    framed: list[tuple[VerbGroup, Frame | None]],
    claims: list[Claim],
    discourse: Discourse,
) -> None:
    """What later sentences lean on."""
    if group := parties_named(parts.text, parts.donors):
        discourse.group = group
    told = [one for one in parts.items if any(claim.start <= one.start < claim.end for claim in claims)]
    discourse.thing = next((one for one in reversed(told) if one.weight == "own"), discourse.thing)
    frames = [
        frame
        for verb, frame in framed
        if frame and (frame.donors or not discourse.home) and verb.verb_class != "include"
    ]
    acting = next((one for one in parts.donors if one.acts), None)
    if not parts.sentence.bullet or acting:
        if acting:
            discourse.subject = acting.codes
        elif frames:
            discourse.subject = frames[0].donors
    frames = [frame for frame in frames if frame.relation != "cumulative"]
    if claims and frames:
        best = frames[-1] if claims[-1].donors == frames[-1].donors else frames[0]
        discourse.package = best
    elif frames and re.search(
        r"\b(?:package|aid|assistance|donation|budget|support|equipment|tranche|drawdown)\b", parts.words
    ):
        discourse.package = frames[-1]
    if parts.words.rstrip().endswith(":") or (GIVING.search(parts.words) and not parts.sentence.bullet):
        stated = [frame for _, frame in framed if frame]
        frame = stated[-1] if stated else (discourse.package if not parts.verbs else None)
        subject = discourse.subject if not set(discourse.subject) & NO_DONORS else discourse.home
        discourse.leads[index] = frame or _lead_of(parts, subject)


def _lead_of(parts: SentenceParts, subject: tuple[str, ...]) -> Frame:
    """What a list is led by where nobody is named: “the following items arrived in Kyiv:”."""
    firm = [verb for verb in parts.verbs if verb.modality in {"firm", "conditional"} and verb.verb_class != "include"]
    if firm and firm[-1].modality == "conditional":
        return Frame(subject, "signalled", "conditional", "new")
    stage, modality = (
        stage_table().get((firm[-1].verb_class, firm[-1].tense), ("announced", "firm"))
        if firm
        else ("announced", "firm")
    )
    return Frame(subject, stage, modality, "new")
