"""Sums said to be somebody's share: “Denmark's share is 580 million kroner, Sweden's 2.6 billion kronor”."""

from __future__ import annotations

import re

from pledges.intake.drafting.draft_shapes import Claim, DonorMention
from pledges.intake.drafting.read_lexicon import NO_DONORS
from pledges.intake.drafting.sentence_parts import SentenceParts
from pledges.intake.drafting.track_discourse import Discourse

SHARE = re.compile(
    r"(?:'s?)?\s+(?:\w+ ){0,2}(?:share|part|portion|stake|contribution)\b[^.;,]{0,40}?"
    r"\b(?:is|was|will be|amounts to|totals|comes to|stands at|of)\s+(?:a total of )?$"
)
NEXT_SHARE = re.compile(r"(?:'s?)?\s+(?:share )?(?:is |at |with )?$")
TOTAL = re.compile(r"\b(?:total|so far|to date|overall|since|altogether)\b", re.IGNORECASE)


def share_claims(parts: SentenceParts, discourse: Discourse, drafted: list[Claim]) -> list[Claim]:
    told = {claim.amount for claim in drafted if claim.amount}
    claims: list[Claim] = []
    for amount in parts.amounts:
        if amount in told or TOTAL.search(parts.words):
            continue
        before = [one for one in parts.donors if one.end <= amount.start and not set(one.codes) & NO_DONORS]
        donor = before[-1] if before else None
        words = parts.text[donor.end : amount.start] if donor else ""
        if donor and (SHARE.fullmatch(words) or (claims and NEXT_SHARE.fullmatch(words))):
            claims.append(_claim(donor, amount.start, amount.end, parts, discourse))
            claims[-1].amount, claims[-1].currency = amount, amount.currency
    return claims


def _claim(donor: DonorMention, start: int, end: int, parts: SentenceParts, discourse: Discourse) -> Claim:
    package = discourse.package
    stage, modality = (package.stage, package.modality) if package else ("announced", "firm")
    return Claim(
        donor.start,
        end,
        donor.codes,
        parts.text[start:end],
        None,
        "money",
        stage,
        modality,
        "new",
        covers=[(start, end)],
    )
