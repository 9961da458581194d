"""Plans rows that act on published facts: corrections, which take one back and state it anew, and voids."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy

from pledges.intake.catalogue_snapshot import KnownPledge, KnownRow, terms_of
from pledges.intake.fact_cells import cells_of_fact, columns_of_fact
from pledges.intake.fact_targets import FACT_MODELS, IDENTITY, KnownFact
from pledges.intake.plan_facts import (
    plan_asserted_total,
    plan_completeness,
    plan_membership,
    plan_requirement,
    plan_stock,
)
from pledges.intake.plan_pledges import plan_entry, plan_terms_over
from pledges.intake.row_columns import COLUMNS
from pledges.intake.row_reading import RowReader
from pledges.ledger import FactPlan, Json
from pledges.values.choices import Action

OF_CORRECTION = {"action", "target", "reason", "reference", "external_reference", "supersedes", "accepted_warnings"}
"""The cells of a correction that are no cells of the fact."""

MOST_CANDIDATES = 6
TARGET_HINT = (
    "12.340 as the pages show it, a pledge with stage and date (2025-DEU-014 delivered 2025-03-01), or entry:12"
)
OF_ROWS = f"{TARGET_HINT}, or the scheme:value of a published row"

MONEY_ON_A_DAY = ("amount", "currency", "occurred", "source_published")

Inputs = dict[str, tuple[str, ...]]
KEPT: dict[str, Inputs] = {
    "entry": {
        "occurred": ("occurred", "source_published"),
        "quantity": ("quantity", "stage"),
        **dict.fromkeys(
            ("amount", "currency", "basis", "value_eur", "eur_rate"),
            ("amount", "currency", "basis", "value_eur", "occurred", "source_published"),
        ),
    },
    "requirement": {
        "stated": ("occurred", "source_published"),
        "due": ("due", "source_published"),
        "quantity": ("quantity",),
        **dict.fromkeys(("amount", "value_eur", "eur_rate"), MONEY_ON_A_DAY),
        "same_wish_as": ("same_wish_as",),
    },
    "stock": {
        "as_of": ("occurred", "source_published"),
        "total": ("quantity",),
        "unavailable": ("unavailable",),
        "elsewhere": ("committed_elsewhere",),
    },
    "asserted_total": {
        "as_of": ("occurred", "source_published"),
        "quantity": ("quantity", "stage"),
        **dict.fromkeys(("amount", "value_eur", "eur_rate"), MONEY_ON_A_DAY),
    },
    "completeness": {"as_of": ("occurred", "source_published")},
    "membership": {"joined": ("occurred", "source_published"), "count": ("count",)},
}
"""By kind and the beginning of columns, the cells that these are read from: where none of them changed, what was
understood when the fact was published stays, whatever the same words would be read as today."""


def plan_correction(reader: RowReader, known: KnownRow | None) -> FactPlan | None:
    """Plan to take one fact back and to state it anew; cells that the row leaves blank stay as they were."""
    reason = reader.require_cell("reason", "the reason")
    target = target_of_row(reader, "target", known=known)
    if target is None:
        return None
    before = cells_of_fact(target.kind, target.fact)
    changed = changed_cells(reader, target.kind, before)
    refuse_source_details(reader, changed)
    if not changed and known is None and not reader.problems:
        reader.problem(
            "target", "no_change", f"nothing differs from {target.identity}", "change a cell, or delete this row"
        )
    after = {name: cell for name, cell in (before | changed).items() if cell}
    note_replaced(reader, [target], changes_of(before, after))
    # The row of the fact as corrected, read like any other row; its problems are those of this row.
    corrected = copy(reader)
    corrected.row = {"action": target.kind, **after}
    fact = plan_again(corrected, target, changed, known)
    if reader.problems or fact is None:
        return None
    kept = {name: getattr(fact, name) for name in fact.__slots__}
    voids = [] if known and target.void not in known.facts and not target.stands else [target.void]
    kept |= {"voids": [one for one in voids if not known or one not in known.facts], "void_reason": reason}
    return FactPlan(**keep_understood(kept, target, changed.keys()))


def changed_cells(reader: RowReader, kind: str, before: dict[str, str]) -> dict[str, str]:
    """The cells that a correction changes, blank where “none” clears one; it names no cell that the fact has not."""
    own = COLUMNS[Action(kind)]
    changed = {}
    for name in sorted(reader.row.keys() - OF_CORRECTION):
        cell = "" if reader.clears(name) else reader.get(name)
        if name not in own:
            message = f"a fact of action {kind} has no {name}"
            reader.problem(name, "column_of_action", message, "leave it blank")
        elif cell != before.get(name, ""):
            changed[name] = cell
    return changed


def refuse_source_details(reader: RowReader, changed: dict[str, str]) -> None:
    """Note a grade or a day of retrieval that differs from the source's own: the fact has none, its source has."""
    named = {"source_url", "source_title", "source_publisher", "source_published"}
    for name in ("source_grade", "source_retrieved"):
        if name in changed and not named & changed.keys():
            message = "it belongs to the source, which other facts cite too"
            reader.problem(name, "of_source", message, "correct the source itself, with a row of action source")


def changes_of(before: dict[str, str], after: dict[str, str]) -> list[Json]:
    names = [name for name in {**before, **after} if before.get(name, "") != after.get(name, "")]
    return [{"column": name, "before": before.get(name, ""), "after": after.get(name, "")} for name in names]


def note_replaced(reader: RowReader, facts: Iterable[KnownFact], changes: list[Json]) -> None:
    """Keep beside the plan what the row acts on, in words for whoever reviews it."""
    reader.replaces.extend(
        {"target": one.identity, "kind": one.kind, "reference": one.reference, "says": one.says, "changes": changes}
        for one in facts
    )


def plan_again(
    reader: RowReader, target: KnownFact, changed: dict[str, str], known: KnownRow | None
) -> FactPlan | None:
    if target.kind == "terms":
        return plan_terms_again(reader, target, changed)
    plan: Callable[[RowReader, KnownRow | None], FactPlan | None] = {
        "entry": plan_entry,
        "requirement": plan_requirement,
        "stock": plan_stock,
        "membership": plan_membership,
        "asserted_total": plan_asserted_total,
        "completeness": plan_completeness,
    }[target.kind]
    return plan(reader, known)


def plan_terms_again(reader: RowReader, target: KnownFact, changed: dict[str, str]) -> FactPlan | None:
    """Plan corrected terms: they go on from themselves, not from those that count by now."""
    pledge = reader.catalogue.pledges.get(target.reference)
    base = KnownPledge(
        key=target.fact.pledge_id,
        external=target.reference,
        system_id=target.fact.pledge.system_id,
        unit=target.fact.pledge.unit,
        announced=pledge.announced if pledge else None,
        **terms_of(target.fact),
    )
    stated = {name: cell or "none" for name, cell in changed.items()}
    kept = {
        name: reader.get(name) for name in reader.row if name in CITED or name in ("action", "reference", "occurred")
    }
    reader.row = {name: cell for name, cell in (kept | stated).items() if name in stated or cell}
    for name in CITED & stated.keys():
        if stated[name] == "none":
            reader.row.pop(name)
    fact = plan_terms_over(reader, base)
    if pledge is not None and pledge.terms_key == target.key:
        # A row of terms further down goes on from the corrected ones.
        pledge.terms, pledge.parties, pledge.links = base.terms, base.parties, base.links
    return fact


CITED = {"source_url", "source_title", "source_publisher", "source_published", "source_retrieved", "source_grade"} | {
    "quote", "note", "confidence",
}  # fmt: skip


def keep_understood(plan: Json, target: KnownFact, changed: Iterable[str]) -> Json:
    """The plan with the columns of the old fact wherever none of the cells changed that they are read from."""
    part = "entry" if target.kind == "entry" else "columns"
    touched = set(changed)
    kept = {
        name
        for prefix, inputs in KEPT.get(target.kind, {}).items()
        for name in columns_named(target, prefix)
        if not touched & set(inputs)
    }
    return plan | ({part: (plan[part] or {}) | columns_of_fact(target.fact, tuple(sorted(kept)))} if kept else {})


def columns_named(target: KnownFact, prefix: str) -> list[str]:
    fields = FACT_MODELS[target.kind]._meta.concrete_fields
    return [one.column for one in fields if one.column == prefix or one.column.startswith(f"{prefix}_")]


def plan_void(reader: RowReader, known: KnownRow | None) -> FactPlan | None:
    """Plan to take facts back: one by its name, or all of a row by its external reference."""
    column = "target" if reader.get("target") or not reader.get("reference") else "reference"
    reason = reader.require_cell("note", "the reason")
    name = reader.get(column)
    row = reader.catalogue.rows.get(name)
    if row is not None or (known is not None and not reader.catalogue.facts.get(name)):
        voids = list(row.facts) if row else []
    else:
        target = target_of_row(reader, column, known=known)
        voids = [target.void] if target else []
        note_replaced(reader, [target] if target else [], [])
    if reader.problems:
        return None
    taken = known.facts if known else []
    return FactPlan(kind="void", voids=[one for one in voids if one not in taken], void_reason=reason)


def target_of_row(reader: RowReader, column: str, *, known: KnownRow | None) -> KnownFact | None:
    """The one standing fact that a cell names; whatever else it may name is a problem that lists the candidates.

    What a published row took back itself no longer stands, and is still what it names.
    """
    name = reader.require_cell(column, "the fact")
    found = reader.catalogue.facts.get(name, []) if name else []
    pledge = reader.get("reference") if column != "reference" else ""
    agreeing = [one for one in found if not pledge or one.reference == pledge]
    if not name or not agreeing:
        if name:
            say_what_it_is(reader, column, found, pledge=pledge)
        return None
    identity = IDENTITY.fullmatch(name)
    exact = [one for one in agreeing if name in (one.identity, one.kind_and_identity)] if identity else agreeing
    standing = [one for one in exact if one.stands]
    if known is not None and exact and not standing:
        return exact[0]
    # Without its pledge beside it, a plain identity may have lost its last zeros on the way through a spreadsheet.
    possible = standing if not identity or (pledge and exact) else [one for one in agreeing if one.stands]
    if len(possible) > 1 or (possible and not exact):
        hint = "; ".join(f"{one.kind_and_identity} ({one.says})" for one in possible[:MOST_CANDIDATES])
        message = f"“{name}” may mean {len(possible)} facts" if len(possible) > 1 else f"there is no fact {name}"
        reader.problem(column, "ambiguous", message, hint)
    elif not standing:
        instead = ", ".join((exact or agreeing)[0].replaced_by)
        hint = f"{instead} stands in its place" if instead else "a fact that stands"
        message = f"{(exact or agreeing)[0].identity} was taken back: {(exact or agreeing)[0].says}"
        reader.problem(column, "taken_back", message, hint)
    return standing[0] if len(possible) == 1 and standing == possible else None


def say_what_it_is(reader: RowReader, column: str, found: list[KnownFact], *, pledge: str) -> None:
    """Note that nothing stands under a name, or nothing of the pledge that the row names beside it."""
    name = reader.get(column)
    pledge = pledge or name.split()[0]
    others = name_facts(one for one in reader.catalogue.facts.get(pledge, []) if one.stands)
    if found:
        message = f"{found[0].identity} is of {found[0].reference or 'no pledge'}, not of {pledge}: {found[0].says}"
        reader.problem(column, "other_pledge", message, others or "another target")
    else:
        hint = OF_ROWS if reader.get("action") == Action.VOID else TARGET_HINT
        reader.problem(column, "unknown_fact", f"nothing stands under “{name}”", others or hint)


def name_facts(facts: Iterable[KnownFact]) -> str:
    """Some facts by their names, each with what it says."""
    named = [f"{one.identity} ({one.says})" for one in facts]
    more = f" and {len(named) - MOST_CANDIDATES} more" if len(named) > MOST_CANDIDATES else ""
    return "; ".join(named[:MOST_CANDIDATES]) + more
