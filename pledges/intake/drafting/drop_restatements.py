"""A text tells the same thing twice: its headline and its list, one sum in two sentences. One claim is kept."""

from __future__ import annotations

import re

from pledges.intake.drafting.draft_shapes import Claim
from pledges.intake.drafting.find_quantities import HEDGE, MORE, read_bounds
from pledges.intake.drafting.read_lexicon import singular

AGAIN = re.compile(r"\b(?:second|third|another|further|additional|more|new)\b", re.IGNORECASE)


def drop_restatements(text: str, claims: list[Claim]) -> list[Claim]:
    kept: list[Claim] = []
    of_donors: dict[frozenset[str], list[Claim]] = {}
    for claim in claims:
        near = of_donors.setdefault(frozenset(claim.donors), [])
        same = next((one for one in near if _is_same(text, one, claim)), None)
        if same is None:
            kept.append(claim)
            near.append(claim)
            continue
        if _is_fuller(claim, same):
            claim.covers.extend(same.covers)
            kept[kept.index(same)] = claim
            near[near.index(same)] = claim
        else:
            same.covers.extend(claim.covers)
    return kept


def _is_same(text: str, one: Claim, other: Claim) -> bool:
    money = {one.kind, other.kind} & {"money"}
    if set(one.donors) != set(other.donors) or (money and one.kind != other.kind):
        return False
    if (one.relation == "cumulative") != (other.relation == "cumulative"):
        return False
    if one.modality != other.modality and one.low is None and one.amount is None:
        return False
    if one.amount and other.amount:
        return _is_same_sum(text, one, other)
    return not money and _same_name(one, other) and _is_same_number(one, other)


def _is_same_sum(text: str, one: Claim, other: Claim) -> bool:
    """One sum twice, where the second is not said to be another."""
    if one.amount is None or other.amount is None or one.amount.value != other.amount.value:
        return False
    again = AGAIN.search(text[max(0, other.start - 12) : other.start + 12])
    another = again is not None and again[0].casefold() in {"second", "third", "another"}
    same_thing = one.kind == "money" or (again is None and _name(one) == _name(other))
    return one.currency == other.currency and same_thing and not another


def _is_same_number(one: Claim, other: Claim) -> bool:
    first, second = _number(one), _number(other)
    if (
        _is_more(one)
        and _is_more(other)
        and second is None
        and one.system_code
        and "more" not in str(other.quantity_text)
    ):
        return True
    if _is_more(other) and (first != second or not (_is_more(one) or first)):
        return False
    return first == second or second is None or (first is None and _name(one) == _name(other))


def _is_more(claim: Claim) -> bool:
    return re.search(rf"\b(?:{MORE})\b", claim.quantity_text or "", re.IGNORECASE) is not None


def _same_name(one: Claim, other: Claim) -> bool:
    if one.system_code and one.system_code == other.system_code:
        return True
    if one.system_code and other.system_code:
        return False
    if other.quantity_text is None and _head(other) == _head(one) and " " not in other.item.strip():
        return not re.search(r"[A-Z\d]", other.item[1:])
    return _name(one) == _name(other) or (
        _number(one) is not None and _number(one) == _number(other) and _head(one) == _head(other)
    )


def _name(claim: Claim) -> str:
    return " ".join(singular(word) for word in re.findall(r"\w+", claim.item.casefold()))


def _head(claim: Claim) -> str:
    words = re.findall(r"\w+", claim.item.casefold())
    head = singular(words[-1]) if words else ""
    return {"shell": "ammunition", "round": "ammunition", "munition": "ammunition"}.get(head, head)


def _number(claim: Claim) -> float | None:
    """The number without its hedge."""
    if claim.quantity_text is None:
        return None
    bare = re.sub(rf"^(?:(?:{HEDGE}|{MORE}) )+", "", claim.quantity_text, flags=re.IGNORECASE)
    bounds = read_bounds(bare) if bare else None
    if bounds is None or bounds[1] is None:
        return claim.low if claim.low and claim.low > 1 else None
    return bounds[1]


def _is_fuller(claim: Claim, kept: Claim) -> bool:
    if kept.modality == "conditional" and claim.modality == "firm":
        return True
    if kept.quantity_text is None and claim.quantity_text is not None:
        return True
    return claim.low != claim.high and kept.low == kept.high and _number(claim) == _number(kept) is not None
