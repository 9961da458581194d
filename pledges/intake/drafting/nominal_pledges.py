"""Promises that hang on a name and no verb: “Norway (€140 million)”, “Oslo's gift of 10 tanks”."""

from __future__ import annotations

import re
from dataclasses import replace

from pledges.intake.drafting.attach_items import given_between
from pledges.intake.drafting.draft_shapes import AmountMention, Claim, DonorMention
from pledges.intake.drafting.make_claims import claims_of
from pledges.intake.drafting.read_lexicon import NO_DONORS
from pledges.intake.drafting.sentence_parts import SentenceParts
from pledges.intake.drafting.track_discourse import Frame

IN_BRACKETS = re.compile(r" \((?:with |(?:EUR|USD) )?$")
FEWEST_IN_CHAIN = 2
GIFT = re.compile(r"(?:'s?)?\s+(?:\w+ ){0,2}(?:gift|offer|donation|pledge|promise|contribution)s? of\s+")
LEAVES_OUT = re.compile(r"(?:'s?)? (?:another |a further |about |some |around |up to )?$")
WITH_SUM = re.compile(r"\A[\"\s]*With\s+(?:(?:a total of|about|around|some|over|more than|nearly) )?$")
NO_PROMISE = re.compile(
    r"\b(?:total|so far|to date|since|no|not|reject\w*|if|whether|GDP|per ?cent"
    r"|budget|spend\w*|question|idea|rule[sd]? out"
    r"|den(?:y|ies|ied)|talks|discuss\w*|negotiat\w*)\b|n't\b",
    re.IGNORECASE,
)


def nominal_pledges(parts: SentenceParts, drafted: list[Claim]) -> list[Claim]:
    """What names promise where no verb took it."""
    if parts.words.endswith("?"):
        return []
    givers = [one for one in parts.donors if not set(one.codes) & NO_DONORS and "UKR" not in one.codes]
    claims = _bracketed_sums(parts, givers, drafted)
    if NO_PROMISE.search(parts.words):
        return claims
    claims.extend(_sums_left_out(parts, givers, [*drafted, *claims]))
    claims.extend(_gifts(parts, givers, [*drafted, *claims]))
    claims.extend(_sum_first(parts, givers, [*drafted, *claims]))
    return claims


def _is_told(start: int, end: int, claims: list[Claim]) -> bool:
    return any(one.start < end and one.end > start for one in claims)


def _sum_of(donor: DonorMention, amount: AmountMention, frame: Frame, parts: SentenceParts) -> Claim:
    end = amount.end + 1 if parts.text[amount.end : amount.end + 1] == ")" else amount.end
    words = parts.text[amount.start : amount.end]
    claim = Claim(donor.start, end, donor.codes, words, None, "money", frame.stage, frame.modality, frame.relation)
    claim.amount, claim.currency = amount, amount.currency
    claim.covers = [(donor.start, end)]
    return claim


def _bracketed_sums(parts: SentenceParts, givers: list[DonorMention], drafted: list[Claim]) -> list[Claim]:
    """“The Netherlands (€250 million), Belgium (€200 million)”: what each of a chain gives."""
    frame = Frame((), "announced", "firm", "new")
    pairs = [
        (one, amount)
        for one in givers
        for amount in parts.amounts
        if one.end < amount.start <= one.end + 8 and IN_BRACKETS.fullmatch(parts.text[one.end : amount.start])
    ]
    if len(pairs) < FEWEST_IN_CHAIN:
        return []
    return [_sum_of(one, sum_, frame, parts) for one, sum_ in pairs if not _is_told(sum_.start, sum_.end, drafted)]


def _gifts(parts: SentenceParts, givers: list[DonorMention], drafted: list[Claim]) -> list[Claim]:
    """“Luxembourg's offer of twenty terminals”, “the Danish gift of six drones”."""
    claims: list[Claim] = []
    for one in givers:
        led = GIFT.match(parts.text, one.end, parts.sentence.end)
        if led is None:
            continue
        stop = min((verb.start for verb in parts.verbs if verb.start >= led.end()), default=parts.sentence.end)
        found = [
            given
            for given in given_between(parts, led.end(), stop)[:1]
            if not _is_told(given.start, given.end, [*drafted, *claims])
        ]
        claims.extend(claims_of(parts, None, Frame(one.codes, "announced", "firm", "new"), found))
    return claims


def _sums_left_out(parts: SentenceParts, givers: list[DonorMention], drafted: list[Claim]) -> list[Claim]:
    """“The Dutch give 400 million euros, the Danes 150 million”: the verb and the thing of the first."""
    claims: list[Claim] = []
    for one in givers:
        amount = next((sum_ for sum_ in parts.amounts if one.end < sum_.start <= one.end + 14), None)
        if amount is None or not LEAVES_OUT.fullmatch(parts.text[one.end : amount.start]):
            continue
        before = [claim for claim in drafted if claim.amount and claim.end <= one.start]
        joined = re.search(r"(?:,|;|\band|\bwhile) (?:the )?$", parts.text[max(0, one.start - 12) : one.start])
        if before and joined and not _is_told(amount.start, amount.end, drafted):
            claim = replace(before[-1], donors=one.codes, amount=amount, currency=amount.currency)
            claim.start, claim.end, claim.covers = one.start, amount.end, [(one.start, amount.end)]
            claims.append(claim)
    return claims


def _sum_first(parts: SentenceParts, givers: list[DonorMention], drafted: list[Claim]) -> list[Claim]:
    """“With EUR 96 million, Finland made its largest contribution”."""
    amount = parts.amounts[0] if parts.amounts else None
    if amount is None or not WITH_SUM.fullmatch(parts.text[parts.sentence.start : amount.start]):
        return []
    giver = next((one for one in givers if one.acts and amount.end < one.start <= amount.end + 40), None)
    if giver is None or drafted:
        return []
    claim = _sum_of(giver, amount, Frame((), "announced", "firm", "new"), parts)
    claim.start, claim.end = parts.sentence.start, giver.end
    claim.covers = [(parts.sentence.start, parts.sentence.end)]
    return [claim]
