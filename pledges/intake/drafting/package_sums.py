"""What a package is worth, where the text says so beside or after it: “the value of which is EUR 60 million”."""

from __future__ import annotations

import re

from pledges.intake.drafting.draft_shapes import AmountMention, Claim
from pledges.intake.drafting.read_lexicon import NO_DONORS
from pledges.intake.drafting.sentence_parts import SentenceParts
from pledges.intake.drafting.track_discourse import Discourse, Frame

PACKAGE = (
    r"(?:package|tranche|aid|support|assistance|donation|contribution|delivery|shipment|contract|deal"
    r"|order|purchase|it|this|which)"
)
WORTH_SAID = re.compile(
    r"(?:\bvalue\b[^.;]{0,40}\b(?:is|was|of|at|amounts? to|totals?|reaches)"
    rf"|\b(?:{PACKAGE}\b[^.;,]{{0,25}},?|(?:package|tranche|drawdown)\b[^.;]{{0,45}}"
    r"|\A(?:This|It|The package|The aid)\b[^.;]{0,120})"
    r"\s*\b(?:is|are|was|will be|has been)? ?(?:worth|valued at|estimated at|amount(?:s|ing)? to|total(?:s"
    r"|ling|ing)?"
    r"|totalled|totaled|with a (?:total )?value of))"
    r"(?: (?:about|around|some|approximately|a total of|up to|more than|over|nearly|almost))*\s*$",
    re.IGNORECASE,
)
PURCHASE = re.compile(r"\b(?:contract|deal|order|purchase)\b", re.IGNORECASE)
FAR_BACK = 700
TOTAL_AID = re.compile(
    r"\b(?:total|overall|cumulative|combined)(?: \w+){0,2} (?:aid|support|assistance|contributions?"
    r"|donations?|help)\b"
    r"|\b(?:so far|to date|altogether|since|in total|over the past)\b",
    re.IGNORECASE,
)


def add_package_sums(parts: SentenceParts, discourse: Discourse, claims: list[Claim], earlier: list[Claim]) -> None:
    """Give the sum to the package that was drafted, or draft it as what is said of the package spoken of."""
    used = [claim.amount for claim in (*claims, *earlier) if claim.amount]
    for amount in parts.amounts:
        said = WORTH_SAID.search(parts.text[parts.sentence.start : amount.start])
        if amount in used or said is None:
            continue
        if PURCHASE.search(said[0]):
            _add_to_purchase(amount, [*earlier, *claims])
            continue
        package = _package_before(amount, [*earlier, *claims])
        frame = discourse.package or _frame_here(parts, amount, claims)
        if package is not None:
            package.amount, package.currency, package.kind = amount, amount.currency, "money"
            package.quantity_text = package.low = package.high = None
            package.covers.append((amount.start, amount.end))
        elif frame is not None and frame.donors and frame.modality != "denied":
            total = TOTAL_AID.search(parts.words) is not None
            span = (parts.sentence.start + said.start(), amount.end)
            claims.append(
                Claim(
                    *span,
                    frame.donors,
                    "package",
                    None,
                    "money",
                    frame.stage,
                    frame.modality,
                    "cumulative" if total else frame.relation,
                    amount=amount,
                    currency=amount.currency,
                    covers=[span],
                )
            )


def _add_to_purchase(amount: AmountMention, claims: list[Claim]) -> None:
    """“The contract is worth 187 million euros”: the sum of what was bought last, where that is one thing."""
    bought = [one for one in claims if one.stage in {"contracted", "committed"} and amount.start - one.end < FAR_BACK]
    if bought and bought[-1].amount is None and bought[-1].kind != "money":
        bought[-1].amount, bought[-1].currency = amount, amount.currency
        bought[-1].covers.append((amount.start, amount.end))


def _frame_here(parts: SentenceParts, amount: AmountMention, claims: list[Claim]) -> Frame | None:
    """Who gives the package of this very sentence: as its items are given, or whose package it is."""
    if claims:
        return Frame(claims[0].donors, claims[0].stage, claims[0].modality, claims[0].relation)
    whose = [one for one in parts.donors if one.end <= amount.start and not set(one.codes) & NO_DONORS]
    return Frame(whose[0].codes, "announced", "firm", "new") if whose else None


def _package_before(amount: AmountMention, claims: list[Claim]) -> Claim | None:
    """The last package without a sum that is not far before."""
    for claim in reversed(claims):
        if claim.kind == "other" and claim.amount is None and amount.start - claim.end < 400:
            return claim
    return None
