"""A published fact as the cells of a row that would state it: what a correction starts from and is compared with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from meetings.choices import DatePrecision
from pledges.ledger import Json
from pledges.values.choices import RateSource, SumMeasure
from pledges.values.dates import DateWindow, format_window
from pledges.values.estimates import Estimate, format_estimate

SAID_BY = ("source", "version")
RELATED: dict[str, tuple[str, ...]] = {
    "entry": (*SAID_BY, "pledge__system"),
    "terms": (
        *(*SAID_BY, "pledge__system", "beneficiary", "meeting", "coalition", "initiative", "package"),
        *("restates", "adds", "compensates"),
    ),
    "requirement": (*SAID_BY, "system", "meeting", "initiative", "same_wish_as"),
    "stock": (*SAID_BY, "system", "holder"),
    "asserted_total": (*SAID_BY, "system", "donor", "meeting"),
    "completeness": (*SAID_BY, "system", "donor"),
    "membership": ("source", "donor", "coalition", "initiative"),
}
"""What has to be loaded with a fact of each kind, to say what it says."""

Cells = dict[str, str]


def estimate_of(fact: Any, name: str) -> Estimate | None:
    text, low, best, high = (getattr(fact, f"{name}_{part}") for part in ("text", "low", "best", "high"))
    if low is None:
        return None
    best, high = (None if bound is None else without_zeros(bound) for bound in (best, high))
    return Estimate(text, without_zeros(low), best, high)


def without_zeros(value: Decimal) -> Decimal:
    """A number of the database without the zeros that only its column has."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def words_of_estimate(fact: Any, name: str) -> str:
    found = estimate_of(fact, name)
    return format_estimate(found) if found else ""


def words_of_window(fact: Any, name: str) -> str:
    """The words of a date window; blank where nothing is known of it."""
    text, start, end, precision = (getattr(fact, f"{name}_{part}") for part in ("text", "start", "end", "precision"))
    if text or (start is None and end is None):
        return str(text)
    return str(format_window(DateWindow("", start, end, DatePrecision(precision or DatePrecision.RANGE))))


def day_of(value: date | None) -> str:
    return value.isoformat() if value else ""


def name_of(row: Any, field: str = "slug") -> str:
    return str(getattr(row, field)) if row else ""


def money_cells(fact: Any) -> Cells:
    return {"amount": words_of_estimate(fact, "amount"), "currency": fact.currency}


def entry_cells(fact: Any) -> Cells:
    stated = fact.eur_rate_source == RateSource.STATED
    return {
        "reference": fact.pledge.reference,
        "stage": fact.stage,
        "occurred": words_of_window(fact, "occurred"),
        "quantity": words_of_estimate(fact, "quantity"),
        **money_cells(fact),
        "basis": fact.basis,
        "value_eur": words_of_estimate(ValueInEuro(fact), "value_eur") if stated else "",
        "definition": fact.definition,
        "asserted_by": fact.asserted_by,
    }


class ValueInEuro:
    """The euro value of an entry, whose columns have no words of their own."""

    def __init__(self, fact: Any) -> None:
        self.value_eur_text = ""
        self.value_eur_low, self.value_eur_best = fact.value_eur_low, fact.value_eur_best
        self.value_eur_high = fact.value_eur_high


def party_cell(party: Any) -> str:
    """A party as `code:role:share:words`."""
    share = format(without_zeros(party.share), "f") if party.share else ""
    return ":".join((party.donor.code, party.role, share, party.words)).rstrip(":")


def terms_cells(fact: Any) -> Cells:
    return {
        "reference": fact.pledge.reference,
        "donors": ";".join(party_cell(one) for one in sorted(fact.parties.all(), key=lambda one: one.pk)),
        "occurred": day_of(fact.effective_start),
        "due": words_of_window(fact, "due"),
        "meeting": name_of(fact.meeting),
        "coalition": name_of(fact.coalition),
        "initiative": name_of(fact.initiative),
        "package": name_of(fact.package),
        "beneficiary": fact.beneficiary.code,
        "aid_type": fact.aid_type,
        "provision": fact.provision,
        "restates": name_of(fact.restates, "reference"),
        "adds": name_of(fact.adds, "reference"),
        "compensates": name_of(fact.compensates, "reference"),
    }


def counted_cells(fact: Any) -> Cells:
    return {"system": fact.system.slug, "unit": fact.unit}


def requirement_cells(fact: Any) -> Cells:
    return {
        **counted_cells(fact),
        "basis": fact.basis,
        "quantity": words_of_estimate(fact, "quantity"),
        **money_cells(fact),
        "occurred": words_of_window(fact, "stated"),
        "due": words_of_window(fact, "due"),
        "meeting": name_of(fact.meeting),
        "initiative": name_of(fact.initiative),
        "stated_by": fact.stated_by,
        "same_wish_as": name_of_need(fact.same_wish_as),
    }


def name_of_need(need: Any) -> str:
    """The public name of a need, as text that nothing takes for a number."""
    return f"requirement:{need.public_name}" if need else ""


def stock_cells(fact: Any) -> Cells:
    return {
        "donors": fact.holder.code,
        **counted_cells(fact),
        "quantity": words_of_estimate(fact, "total"),
        "unavailable": words_of_estimate(fact, "unavailable"),
        "committed_elsewhere": words_of_estimate(fact, "elsewhere"),
        "occurred": words_of_window(fact, "as_of"),
    }


def membership_cells(fact: Any) -> Cells:
    return {
        "donors": f"{fact.donor.code}:{fact.role}",
        "coalition": name_of(fact.coalition),
        "initiative": name_of(fact.initiative),
        "occurred": words_of_window(fact, "joined"),
        "count": words_of_estimate(fact, "count"),
        "as_of": day_of(fact.as_of),
    }


def asserted_total_cells(fact: Any) -> Cells:
    return {
        "donors": fact.donor.code,
        **counted_cells(fact),
        "stage": fact.stage,
        "quantity": words_of_estimate(fact, "quantity"),
        "occurred": words_of_window(fact, "as_of"),
        **money_cells(fact),
        # Delivered and promised follow from the stage, outstanding from its own cell.
        "measure": fact.measure if fact.measure == SumMeasure.HELD else "",
        "outstanding": "true" if fact.outstanding else "",
        "part": fact.part,
        "meeting": name_of(fact.meeting),
    }


def completeness_cells(fact: Any) -> Cells:
    return {
        "donors": name_of(fact.donor, "code"),
        "system": name_of(fact.system),
        "occurred": words_of_window(fact, "as_of"),
    }


CELLS: dict[str, Callable[[Any], Cells]] = {
    "entry": entry_cells,
    "terms": terms_cells,
    "requirement": requirement_cells,
    "stock": stock_cells,
    "membership": membership_cells,
    "asserted_total": asserted_total_cells,
    "completeness": completeness_cells,
}


def cells_of_fact(kind: str, fact: Any) -> Cells:
    """The cells of a row that states the fact, with its source and without blanks."""
    cells = CELLS[kind](fact) | cells_of_source(fact.source)
    cells |= {"quote": fact.quote, "note": fact.note, "confidence": fact.confidence}
    return {name: cell for name, cell in cells.items() if cell}


def cells_of_source(source: Any) -> Cells:
    return {
        "source_url": source.url,
        "source_title": source.title,
        "source_publisher": source.publisher,
        "source_published": day_of(source.published),
        "source_retrieved": day_of(source.retrieved),
        "source_grade": source.grade,
    }


TOLD = (
    "stage",
    "donors",
    "count",
    "quantity",
    "unit",
    "system",
    "amount",
    "currency",
    "coalition",
    "initiative",
    "due",
    "occurred",
)
"""The cells that tell a fact apart from others, in the order of a sentence."""


SIGNS = "€$£¥₴"
"""Signs with which the words of an amount say their currency."""


def describe_fact(kind: str, fact: Any) -> str:
    """A fact in a few words: terms of 2025-DEU-014, DEU, due Q4 2025, 2025-06-01."""
    cells = CELLS[kind](fact)
    if kind == "entry":
        cells |= {"unit": fact.pledge.unit}
    if cells.get("amount") and any(sign in cells["amount"] for sign in (*SIGNS, cells["currency"])):
        cells["currency"] = ""
    if cells.get("due"):
        cells["due"] = f"due {cells['due']}"
    told = " ".join(cells[name].replace("_", " ") for name in TOLD if cells.get(name))
    about = cells.get("reference", "")
    named = "" if kind == "entry" else kind.replace("_", " ")
    return " ".join(filter(None, (named, f"of {about}:" if about and named else f"{about}:" if about else "", told)))


def columns_of_fact(fact: Any, names: tuple[str, ...]) -> Json:
    """Columns of a fact as a plan holds them: numbers and days as text."""
    return {name: json_value(getattr(fact, name)) for name in names if hasattr(fact, name)}


def json_value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(without_zeros(value), "f")
    return value.isoformat() if isinstance(value, date) else value
