"""What a package is worth, where the text says so beside or after it: “the value of which is EUR 60 million”."""

from __future__ import annotations

import re

from pledges.intake.drafting.draft_shapes import AmountMention, Claim
from pledges.intake.drafting.sentence_parts import SentenceParts
from pledges.intake.drafting.track_discourse import Discourse

PACKAGE = r"(?:package|tranche|aid|support|assistance|donation|contribution|delivery|shipment|it|this|which)"
WORTH_SAID = re.compile(
    rf"(?:\bvalue\b[^.;]{{0,40}}\b(?:is|was|of|at|amounts? to|totals?|reaches)|\b{PACKAGE}\b[^.;,]{{0,25}}"
    r"\b(?:is|are|was|will be|has been)? ?(?:worth|valued at|estimated at|amounts? to|totals?|totalled|totaled))"
    r"(?: (?:about|around|some|approximately|a total of|up to|more than|over|nearly|almost))*\s*$",
    re.IGNORECASE,
)


def add_package_sums(parts: SentenceParts, discourse: Discourse, claims: list[Claim], earlier: list[Claim]) -> None:
    """Give the sum to the package that was drafted, or draft it as what is said of the package spoken of."""
    used = [claim.amount for claim in (*claims, *earlier) if claim.amount]
    for amount in parts.amounts:
        said = WORTH_SAID.search(parts.text, parts.sentence.start, amount.start)
        if amount in used or said is None:
            continue
        package = _package_before(amount, [*earlier, *claims])
        frame = discourse.package
        if package is not None:
            package.amount, package.currency, package.kind = amount, amount.currency, "money"
            package.quantity_text = package.low = package.high = None
            package.covers.append((amount.start, amount.end))
        elif frame is not None and frame.donors and frame.modality != "denied":
            span = (said.start(), amount.end)
            claims.append(
                Claim(
                    *span,
                    frame.donors,
                    "package",
                    None,
                    "money",
                    frame.stage,
                    frame.modality,
                    frame.relation,
                    amount=amount,
                    currency=amount.currency,
                    covers=[span],
                )
            )


def _package_before(amount: AmountMention, claims: list[Claim]) -> Claim | None:
    """The last package without a sum that is not far before."""
    for claim in reversed(claims):
        if claim.kind == "other" and claim.amount is None and amount.start - claim.end < 400:
            return claim
    return None
