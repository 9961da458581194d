"""Single rows of the ledger, written past the services, so that the database alone can refuse them."""

from __future__ import annotations

import hashlib
import itertools
from datetime import date
from typing import Any

from meetings.models import Coalition, Donor, Membership, Source
from pledges import ledger
from pledges.models import (
    AssertedTotal,
    Completeness,
    DatasetVersion,
    DuplicateDecision,
    Entry,
    KeptCopy,
    Pledge,
    QuoteAnchor,
    RateLoad,
    ReconciliationDecision,
    Requirement,
    SourceCopy,
    Stock,
    System,
    Terms,
    Void,
)
from tests.pledges import staff_steps

DAY = date(2025, 6, 1)
counters = itertools.count(1)


def open_version() -> DatasetVersion:
    """Return the next version, open as long as this transaction."""
    changeset = staff_steps.approve_rows([staff_steps.pledge_row()])
    return DatasetVersion.objects.create(
        number=ledger.latest_number() + 1,
        changeset=changeset,
        published_by=staff_steps.user("reviewer"),
        published_at=staff_steps.NOW,
    )


def version() -> DatasetVersion:
    """Return the latest version, or a first one."""
    return DatasetVersion.objects.order_by("-number").first() or open_version()


def source() -> Source:
    """Return the source of every fact here."""
    return Source.objects.get_or_create(title="Statement", url="https://example.org/statement")[0]


def window(name: str) -> dict[str, Any]:
    """Return the columns of a day."""
    return {f"{name}_text": DAY.isoformat(), f"{name}_start": DAY, f"{name}_end": DAY}


def exactly(name: str, number: int) -> dict[str, Any]:
    """Return the columns of a known number."""
    return {f"{name}_text": str(number), f"{name}_low": number, f"{name}_best": number, f"{name}_high": number}


def about() -> dict[str, Any]:
    """Return what every fact carries."""
    return {"version": version(), "position": next(counters), "source": source()}


def system_columns() -> dict[str, Any]:
    """Return the columns system and unit."""
    return {"system": System.objects.get(slug="patriot"), "unit": "battery"}


def create_pledge(**columns: Any) -> Pledge:
    counter = next(counters)
    usual = {"reference": f"2025-DEU-{counter:03d}", "year": 2025, "lead": "DEU", "counter": counter}
    return Pledge.objects.create(**{**usual, **system_columns(), "version": version(), **columns})


def create_terms(**columns: Any) -> Terms:
    usual = {"effective_start": DAY, "beneficiary": Donor.objects.get(code="UKR")}
    pledge = columns.pop("pledge", None) or create_pledge()
    return Terms.objects.create(**{**about(), **usual, "pledge": pledge, **columns})


def create_entry(**columns: Any) -> Entry:
    usual = {"stage": "announced", **window("occurred"), **exactly("quantity", 2)}
    pledge = columns.pop("pledge", None) or create_pledge()
    return Entry.objects.create(**{**about(), **usual, "pledge": pledge, **columns})


def create_requirement(**columns: Any) -> Requirement:
    usual = {"basis": "total", **window("stated"), **exactly("quantity", 10)}
    return Requirement.objects.create(**{**about(), **system_columns(), **usual, **columns})


def create_stock(**columns: Any) -> Stock:
    usual = {"holder": Donor.objects.get(code="DEU"), **window("as_of"), **exactly("total", 12)}
    return Stock.objects.create(**{**about(), **system_columns(), **usual, **columns})


def create_asserted_total(**columns: Any) -> AssertedTotal:
    usual = {"donor": Donor.objects.get(code="DEU"), "stage": "delivered", **window("as_of"), **exactly("quantity", 3)}
    return AssertedTotal.objects.create(**{**about(), **system_columns(), **usual, **columns})


def create_completeness(**columns: Any) -> Completeness:
    usual = {"donor": Donor.objects.get(code="DEU"), **window("as_of")}
    return Completeness.objects.create(**{**about(), **usual, **columns})


def create_membership(**columns: Any) -> Membership:
    usual = {"donor": Donor.objects.get(code="DEU"), "coalition": Coalition.objects.get(slug="air-defence")}
    key = {"version_id": version().number, "position": next(counters), "source": source()}
    return Membership.objects.create(**{**key, **usual, **columns})


def create_void(**columns: Any) -> Void:
    target = {} if columns.keys() - {"reason", "version", "position"} else {"entry": create_entry()}
    usual = {"version": version(), "position": next(counters), "reason": "entered by mistake"}
    return Void.objects.create(**{**usual, **target, **columns})


def create_duplicate_decision(**columns: Any) -> DuplicateDecision:
    usual = {"key": "a:1", "other_key": "a:2", "outcome": "different", "score": 80}
    decided = {"decided_by": staff_steps.user("reviewer"), "decided_at": staff_steps.NOW}
    return DuplicateDecision.objects.create(**{**usual, **decided, **columns})


def create_reconciliation_decision(**columns: Any) -> ReconciliationDecision:
    total = columns.pop("asserted_total", None) or create_asserted_total()
    usual = {"key": "a:1", "outcome": "explained", "reason": "counted twice", **exactly("ledger", 3)}
    decided = {"decided_by": staff_steps.user("reviewer"), "decided_at": staff_steps.NOW}
    return ReconciliationDecision.objects.create(**{**usual, **decided, "asserted_total": total, **columns})


def create_kept_copy(text: str = "Germany gives two Patriot batteries.", **columns: Any) -> KeptCopy:
    digest = hashlib.sha256(text.encode()).hexdigest()
    told = {"sha256": digest, "media_type": "text/plain", "byte_size": len(text.encode())}
    read = {"text": text, "text_sha256": digest, "state": "read"} if columns.get("state") in (None, "read") else {}
    stored = {"stored_by": staff_steps.user("drafter"), "stored_at": staff_steps.NOW}
    return KeptCopy.objects.create(**{**told, **read, **stored, **columns})


def create_source_copy(**columns: Any) -> SourceCopy:
    copy = columns.pop("copy", None) or create_kept_copy()
    attached = {"attached_by": staff_steps.user("drafter"), "attached_at": staff_steps.NOW}
    return SourceCopy.objects.create(**{"source": source(), "copy": copy, **attached, **columns})


def create_quote_anchor(**columns: Any) -> QuoteAnchor:
    place = {"prefix": "Germany ", "exact": "gives two", "suffix": " Patriot", "start": 8, "end": 17}
    copy = columns.pop("copy", None) or create_kept_copy()
    return QuoteAnchor.objects.create(**{"version": version(), "position": 1, "copy": copy, **place, **columns})


def create_rate_load(**columns: Any) -> RateLoad:
    return RateLoad.objects.create(**{"loaded_at": staff_steps.NOW, "origin": "eurofxref-hist.csv", **columns})
