"""JSON shapes of figures, pledges and entries."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from functools import lru_cache
from typing import Any

from meetings.api.catalogue_json import Json, source_json, window_json
from pledges.answers import (
    Cited,
    Figure,
    Party,
    PledgeDetail,
    PledgeTerms,
    SourceRef,
    StageFields,
    SystemRef,
    ValueSums,
    Voiding,
)
from pledges.answers.fields.summary_fields import QUANTITIES
from pledges.values.dates import DateWindow, format_window
from pledges.values.estimates import Estimate, EstimateSum, format_estimate

FIGURE_CACHE = 50_000
WINDOW_CACHE = 10_000


def number(value: Decimal | None) -> int | float | None:
    """Return a decimal as a JSON number: whole ones as integers."""
    if value is None:
        return None
    whole = int(value)
    return whole if whole == value else float(value)


def bounds_json(text: str, low: Decimal, best: Decimal | None, high: Decimal | None) -> Json:
    return {"text": text, "low": number(low), "best": number(best), "high": number(high)}


@lru_cache(maxsize=FIGURE_CACHE)
def computed_json(low: Decimal, best: Decimal | None, high: Decimal | None) -> Json:
    """Return computed bounds with words for them; the same few figures come again and again."""
    estimate = Estimate("", low, best, high)
    return bounds_json(format_estimate(estimate), *estimate.bounds)


def figure_json(figure: Figure | None) -> Json | None:
    return None if figure is None else computed_json(*figure)


def stated_json(estimate: Estimate | None) -> Json | None:
    """Return an estimate with the words as stated."""
    if estimate is None:
        return None
    return bounds_json(format_estimate(estimate), *estimate.bounds)


def sum_json(total: EstimateSum) -> Json:
    """Return a sum, which also says how many of its parts were unbounded."""
    return {**computed_json(total.low, total.best, total.high), "unbounded": total.unbounded}


def date_json(window: DateWindow | None) -> Json | None:
    """Return a date window, with words for the days where none were stated."""
    if window is None:
        return None
    return window_json(window_text(window), window.start, window.end, window.precision.value)


@lru_cache(maxsize=WINDOW_CACHE)
def window_text(window: DateWindow) -> str:
    """Return the words of a window; to find the name of a period takes longer than all else about a row."""
    return format_window(window)


def source_ref_json(source: SourceRef) -> Json:
    return source._asdict()


def system_ref_json(system: SystemRef, unit: str) -> Json:
    """Return the keys of every row about a system in a unit."""
    return {
        "system": system.slug,
        "system_name": system.name,
        "kind": system.kind,
        "capability": system.capability,
        "unit": unit,
    }


def value_json(value: ValueSums) -> Json:
    return {
        "promised": sum_json(value.promised),
        "delivered": sum_json(value.delivered),
        "firm": sum_json(value.firm),
        "announced_only": sum_json(value.announced_only),
        "unconverted": value.unconverted,
        "unvalued": value.unvalued,
        "basis": list(value.basis),
    }


def stage_json(stage: StageFields) -> Json:
    """Return the stage fields of a row; without quantities where they are of several systems or units."""
    quantities = [name for name in QUANTITIES if name in stage._fields]
    return {
        "pledges": stage.pledges,
        **{name: sum_json(getattr(stage, name)) for name in quantities},
        "overdue": stage.overdue._asdict(),
        "value_eur": value_json(stage.value_eur),
    }


def stamp_json(row: Any) -> Json:
    return {"dataset_version": row.dataset_version, "computed_at": row.computed_at}


def cited_words(row: Any) -> Json:
    """Return what stands beside a fact."""
    return {
        "quote": row.quote,
        "note": row.note,
        "confidence": row.confidence or None,
        "source": source_ref_json(row.source) if isinstance(row.source, SourceRef) else source_json(row.source),
    }


def party_json(party: Party) -> Json:
    return {
        "code": party.code,
        "name": party.name,
        "role": party.role,
        "share": number(party.share),
        "words": party.words,
    }


def void_json(void: Voiding) -> Json:
    """Return what took a fact back, and what lifted it."""
    return {
        "version": void.version,
        "published_at": void.published_at,
        "reason": void.reason,
        "lifted_version": void.lifted_version,
        "lifted_reason": void.lifted_reason,
    }


def cited_json(cited: Cited) -> Json:
    """Return when a fact was published, what it is cited from, and what took it back."""
    return {
        "version": cited.version,
        "position": cited.position,
        "published_at": cited.published_at,
        **cited_words(cited),
        "live": cited.live,
        "voids": [void_json(void) for void in cited.voids],
    }


TERMS_AS_THEY_ARE = (
    *("effective_start", "aid_type", "beneficiary", "meeting", "coalition", "initiative", "package"),
    *("restates", "adds", "compensates", "current", "due_moved"),
)


def terms_json(terms: PledgeTerms) -> Json:
    """Return one statement of the terms."""
    return {
        **{name: getattr(terms, name) for name in TERMS_AS_THEY_ARE},
        "due": date_json(terms.due),
        "donors": [party_json(party) for party in terms.parties],
        **cited_json(terms.cited),
    }


def pledge_detail_json(detail: PledgeDetail, state: Json, entries: list[Any]) -> Json:
    """Return a pledge in full, from its row in lists and the lines of the ledger about it."""
    counting = next((terms for terms in detail.terms if terms.current), None)
    return {
        **state,
        "adds": counting.adds if counting else None,
        "compensates": counting.compensates if counting else None,
        **{link.name: list(getattr(detail.links, link.name)) for link in fields(detail.links)},
        "terms": [terms_json(terms) for terms in detail.terms],
        "entries": entries,
        "published_version": detail.version,
        "published_at": detail.published_at,
        **stamp_json(detail),
    }
