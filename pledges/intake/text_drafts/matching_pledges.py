"""Pledges of the ledger that drafted rows may speak of: what they deliver, take back, or say again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Q

from pledges.intake.text_drafts.claim_cells import REPORTING, as_entry
from pledges.ledger import Json
from pledges.models import PledgeAttribution, PledgeState
from pledges.values.choices import Action, Stage
from pledges.values.estimates import EstimateError, parse

SHOWN = 5
"""How many pledges are offered at a row."""

Key = tuple[str, str]
"""A donor and a system."""


@dataclass(frozen=True, slots=True)
class Match:
    """A pledge of the same donor and system, as a page and the API name it."""

    reference: str
    status: str
    promised: str
    outstanding: str
    announced: str
    is_open: bool
    promised_best: Decimal | None = None

    def to_json(self) -> Json:
        return {
            "reference": self.reference,
            "status": self.status,
            "promised": self.promised,
            "outstanding": self.outstanding,
            "announced": self.announced,
            "open": self.is_open,
        }


def cells_naming(cells: Mapping[str, str], claim: Json) -> dict[str, str]:
    """The cells with donor and system: an entry names a pledge in their place, so they are those of the claim."""
    if cells.get("action") != Action.ENTRY.value:
        return dict(cells)
    donors = ";".join(map(str, claim.get("donors") or []))
    return {**cells, "donors": donors, "system": str(claim.get("system_code") or "")}


def keys_of(cells: Mapping[str, str]) -> list[Key]:
    """The donors of a row, each with its system; suppliers are none."""
    system = cells.get("system", "")
    parties = [part.split(":") for part in cells.get("donors", "").split(";") if part.strip()]
    return [(one[0].strip(), system) for one in parties if system and (len(one) < 2 or one[1] != "supplier")]


def load_matches(rows: Iterable[Mapping[str, str]]) -> dict[Key, list[Match]]:
    """The pledges of each donor and system that the rows name, the last announced first, in one query.

    Pledges that restate another, and those of which nothing is promised any more, are none.
    """
    keys = {key for cells in rows for key in keys_of(cells)}
    if not keys:
        return {}
    wanted = Q()
    for donor, system in sorted(keys):
        wanted |= Q(donor_code=donor, system__slug=system)
    found = (
        PledgeAttribution.objects.filter(wanted, terms=F("pledge__state__terms"))
        .select_related("system", "pledge__state")
        .order_by(F("pledge__state__announced_end").desc(nulls_last=True), "-pledge_id")
    )
    matches: dict[Key, list[Match]] = {}
    for one in found:
        state: PledgeState = one.pledge.state
        if state.restates_id is None:
            matches.setdefault((one.donor_code, one.system.slug), []).append(match_of(one.pledge.reference, state))
    return matches


def match_of(reference: str, state: PledgeState) -> Match:
    signalled = state.status == Stage.SIGNALLED
    low, high = (state.signalled_low, state.signalled_high) if signalled else (state.promised_low, state.promised_high)
    return Match(
        reference=reference,
        status=state.status,
        promised=bounds_in_words(low, high),
        outstanding=bounds_in_words(state.outstanding_low, state.outstanding_high),
        announced=state.announced_end.isoformat() if state.announced_end else "",
        is_open=state.outstanding_high is None or state.outstanding_high > 0,
        promised_best=low if low == high else None,
    )


def bounds_in_words(low: Decimal | None, high: Decimal | None) -> str:
    first = f"{(low or Decimal(0)).normalize():f}"
    if low == high:
        return first
    return f"{first}+" if high is None else f"{first}–{high.normalize():f}"


def matches_of(cells: Mapping[str, str], loaded: Mapping[Key, Sequence[Match]]) -> list[Match]:
    """The pledges that a row may speak of: of a report those still open, else all; those of all its donors first."""
    found: dict[str, Match] = {}
    for key in keys_of(cells):
        found |= {one.reference: one for one in loaded.get(key, ())}
    kept = [one for one in found.values() if one.is_open or cells.get("stage") not in REPORTING]
    number = exact_number(cells.get("quantity", ""))
    # The same number comes first; within that the last announced, as they were loaded.
    return sorted(kept, key=lambda one: number is None or one.promised_best != number)[:SHOWN]


def exact_number(words: str) -> Decimal | None:
    try:
        estimate = parse(words) if words else None
    except EstimateError:
        return None
    return estimate.best if estimate and estimate.low == estimate.high else None


def propose_link(cells: Mapping[str, str], matches: Sequence[Match], *, relation: str) -> dict[str, str]:
    """The cells with the pledge that they speak of, where it is one for sure.

    A report of what came or was taken back becomes an entry on it; where several could be meant, the cell asks. What
    says an earlier promise again restates it.
    """
    if cells.get("action") != Action.PLEDGE.value:
        return dict(cells)
    if cells.get("stage") in REPORTING:
        return as_entry(cells, only_one(cells, matches)) if matches else dict(cells)
    only = only_one(cells, matches)
    return {**cells, "restates": only} if relation == "restates" and only else dict(cells)


def only_one(cells: Mapping[str, str], matches: Sequence[Match]) -> str:
    """The pledge that alone can be meant: the only one, or the only one of the same number."""
    number = exact_number(cells.get("quantity", ""))
    same = [one for one in matches if number is not None and one.promised_best == number]
    chosen = same if len(same) == 1 else matches
    return chosen[0].reference if len(chosen) == 1 else ""
