"""JSON shapes of figures, pledges and entries."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from functools import lru_cache
from typing import Any

from meetings.api.shapes import Json, source_json, window_json
from pledges.dates import DateWindow, format_window
from pledges.estimates import Estimate, EstimateSum, format_estimate
from pledges.projections.answers import (
    Cited,
    Figure,
    GapRow,
    HeadroomRow,
    KeyedRow,
    Party,
    PledgeDetail,
    PledgeEntry,
    PledgeRow,
    PledgeTerms,
    SourceRef,
    StageFields,
    StageRow,
    SystemRef,
    ValueSums,
    Voiding,
)

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
    quantities = {} if stage.figures is None else stage.figures._asdict()
    return {
        "pledges": stage.pledges,
        **{name: sum_json(total) for name, total in quantities.items()},
        "overdue": stage.overdue._asdict(),
        "value_eur": value_json(stage.value_eur),
    }


def stamp_json(row: Any) -> Json:
    return {"dataset_version": row.dataset_version, "computed_at": row.computed_at}


def system_row_json(row: StageRow) -> Json:
    """Return a system in a unit; gap null is "no stated requirement"."""
    return {
        **system_ref_json(row.system, row.unit),
        **stage_json(row.stage),
        "required": stated_json(row.required),
        "required_basis": row.required_basis,
        "gap": figure_json(row.gap),
        **stamp_json(row),
    }


def keyed_row_json(row: KeyedRow, *, key: str) -> Json:
    """Return a donor, meeting or coalition with its systems."""
    systems = [
        {**system_ref_json(one.system, one.unit), **stage_json(one.stage), **stamp_json(one)} for one in row.systems
    ]
    return {key: row.key, "name": row.name, **stage_json(row.stage), "systems": systems, **stamp_json(row)}


def gap_json(row: GapRow) -> Json:
    return {
        **system_ref_json(row.system, row.unit),
        "required": stated_json(row.required),
        "required_basis": row.required_basis,
        "secured": figure_json(row.secured),
        "gap": figure_json(row.gap),
        "stated": date_json(row.stated),
        "due": date_json(row.due),
        "stated_by": row.stated_by,
        **cited_words(row),
        **stamp_json(row),
    }


def cited_words(row: Any) -> Json:
    """Return what stands beside a fact."""
    return {
        "quote": row.quote,
        "note": row.note,
        "confidence": row.confidence or None,
        "source": source_ref_json(row.source) if isinstance(row.source, SourceRef) else source_json(row.source),
    }


def headroom_json(row: HeadroomRow) -> Json:
    return {
        "donor": row.donor,
        "donor_name": row.donor_name,
        **system_ref_json(row.system, row.unit),
        "total": stated_json(row.total),
        "unavailable": stated_json(row.unavailable),
        "committed_elsewhere": stated_json(row.committed_elsewhere),
        "available": figure_json(row.available),
        "left": figure_json(row.left),
        "owed": figure_json(row.owed),
        "headroom": figure_json(row.headroom),
        "units_differ": row.units_differ,
        "converted": row.converted,
        "stale": row.stale,
        "as_of": date_json(row.as_of),
        **cited_words(row),
        **stamp_json(row),
    }


def party_json(party: Party) -> Json:
    return {
        "code": party.code,
        "name": party.name,
        "role": party.role,
        "share": number(party.share),
        "words": party.words,
    }


def pledge_json(row: PledgeRow) -> Json:
    """Return one pledge at the moment."""
    return {
        "reference": row.reference,
        "donors": [party_json(party) for party in row.parties],
        **system_ref_json(row.system, row.unit),
        "aid_type": row.aid_type,
        "beneficiary": row.beneficiary,
        "meeting": row.meeting,
        "coalition": row.coalition,
        "initiative": row.initiative,
        "package": row.package,
        "restates": row.restates,
        "counted": row.counted,
        "status": row.status,
        "overdue": row.overdue,
        "announced_on": date_json(row.announced_on),
        "delivered_on": date_json(row.delivered_on),
        "due": date_json(row.due),
        **{name: figure_json(figure) for name, figure in row.figures._asdict().items()},
        "value_eur": {name: figure_json(figure) for name, figure in row.value_eur._asdict().items()},
        "unannounced_delivery": row.unannounced,
        "unconverted": row.unconverted,
        "unvalued": row.unvalued,
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


def entry_json(entry: PledgeEntry) -> Json:
    """Return one line of the ledger."""
    return {
        "pledge": entry.pledge,
        "stage": entry.stage,
        "occurred": date_json(entry.occurred),
        "quantity": stated_json(entry.quantity),
        "amount": stated_json(entry.amount),
        "currency": entry.currency or None,
        "basis": entry.basis or None,
        "value_eur": figure_json(entry.value_eur),
        "eur_rate": number(entry.eur_rate),
        "eur_rate_date": entry.eur_rate_date,
        "eur_rate_source": entry.eur_rate_source or None,
        "definition": entry.definition or None,
        "asserted_by": entry.asserted_by or None,
        "counts": entry.counts,
        **cited_json(entry.cited),
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


def pledge_detail_json(detail: PledgeDetail, state: PledgeRow) -> Json:
    """Return a pledge in full."""
    counting = next((terms for terms in detail.terms if terms.current), None)
    return {
        **pledge_json(state),
        "adds": counting.adds if counting else None,
        "compensates": counting.compensates if counting else None,
        **{link.name: list(getattr(detail.links, link.name)) for link in fields(detail.links)},
        "terms": [terms_json(terms) for terms in detail.terms],
        "entries": [entry_json(entry) for entry in detail.entries],
        "published_version": detail.version,
        "published_at": detail.published_at,
        **stamp_json(detail),
    }
