"""The rows that totals add up, as common table expressions: pledges, or the parts of them that donors or roles have."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from pledges.answers.as_of import AsOf
from pledges.answers.pledge_conditions import PledgeFilters, query_pledges
from pledges.answers.totals.group_keys import KEYS
from pledges.projections.stage_sums import CARRIED, ENDS, parts_by_donor, select_items, sum_bounds, sums
from pledges.values.choices import GroupBy, TotalStage
from pledges.values.stages import QUANTITY_FIGURES, VALUE_COLUMNS

STAGES = tuple(TotalStage.values)

FLAGS = ("unconverted", "unvalued")
OF_QUANTITY = [f"{name}_{end}" for name in QUANTITY_FIGURES for end in ENDS]
OF_VALUE = [f"{name}_{end}" for name in VALUE_COLUMNS for end in ENDS]
FIGURES = [*OF_QUANTITY, *OF_VALUE]

OWNED, FUNDED = 2, 1
GIVEN_AS = f"""
    coalesce((
        SELECT bit_or(CASE tp.role WHEN 'stock_owner' THEN {OWNED} WHEN 'funder' THEN {FUNDED} ELSE 0 END)
        FROM pledges_termsparty AS tp WHERE tp.terms_id = st.terms_id
    ), 0) AS given_as
"""
"""Whether a pledge has stock owners, funders or both; only with both do quantities and money go different ways."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A `WITH` clause that ends with `parts`, and the sums over its rows by name; `added` where each is a group."""

    clause: str
    sums: dict[str, str]
    added: bool = False


def pledge_parts(as_of: AsOf, group_by: tuple[GroupBy, ...], filters: PledgeFilters, params: dict[str, Any]) -> Parts:
    """The pledges that the filters leave, or the parts of them that go to the donors or roles asked for."""
    whose = filters.attributed_to
    of_donors = GroupBy.DONOR in group_by or bool(whose)
    own = [f"k_{key.value}" for key in group_by if KEYS[key].raw]
    own += [f"at_{stage}" for stage in STAGES if GroupBy.STAGE in group_by]
    own += ["given_as"] if GroupBy.ROLE in group_by else []
    steps, source = [choose_pledges(as_of, group_by, filters, params)], "chosen"
    if of_donors:
        steps.append(by_donor(own, whose, params))
        own, source = [*own, "k_donor", "has_quantity", "has_value"], "by_donor"
    if GroupBy.ROLE in group_by:
        steps.append(by_role(source, own, whole=not of_donors))
        own, source = [*own, "k_role"], "by_role"
    if len(whose) > 1 and GroupBy.DONOR not in group_by:
        steps.append(
            merge_donors(source, [name for name in own if name not in ("k_donor", "has_quantity", "has_value")])
        )
        source = "together"
    steps.append(f"parts AS (SELECT * FROM {source})")
    return Parts(f"WITH {', '.join(steps)}", sums() | (stage_counts() if GroupBy.STAGE in group_by else {}))


def choose_pledges(as_of: AsOf, group_by: tuple[GroupBy, ...], filters: PledgeFilters, params: dict[str, Any]) -> str:
    """The step that takes the pledges which the filters leave, with their keys."""
    items = [f"st.{name}" for name in (*CARRIED, "counted", *FLAGS, *FIGURES)]
    items += [f"{KEYS[key].raw} AS k_{key.value}" for key in group_by if KEYS[key].raw]
    if GroupBy.STAGE in group_by:
        items += [f"coalesce(st.{stage}_high > 0, true) AS at_{stage}" for stage in STAGES]
    if GroupBy.ROLE in group_by:
        items.append(GIVEN_AS)
    sql, needed = query_pledges(as_of, replace(filters, attributed_to=(), counted=True), selected=", ".join(items))
    params |= needed
    # Read more than once, stored rows are faster read again than kept.
    return f"chosen AS NOT MATERIALIZED ({sql})"


def by_donor(own: Iterable[str], whose: tuple[str, ...], params: dict[str, Any]) -> str:
    """The step that shares the pledges out; what cannot be attributed goes to JOINT."""
    also = [f"state.{name}" for name in own]
    also += [f"part.{measure}_share IS NOT NULL AS has_{measure}" for measure in ("quantity", "value")]
    split = parts_by_donor(states="chosen", keyed=False, also=also)
    condition = ""
    if whose:
        params["whose"] = list(whose)
        condition = "WHERE split.key = ANY(%(whose)s)"
    return f"by_donor AS (SELECT split.*, split.key AS k_donor FROM ({split}) AS split {condition})"


def by_role(source: str, own: Iterable[str], *, whole: bool) -> str:
    """The step that tells apart what is attributed to stock owners, to funders, and to no role.

    A pledge given by one and paid by another has its quantities in one row and its money in the other.
    """
    items = [f"part.{name}" for name in (*CARRIED, *own)]
    items += [f"(share.of_value AND part.{flag}) AS {flag}" for flag in FLAGS]
    items += [f"CASE WHEN share.of_quantity THEN part.{name} ELSE 0 END AS {name}" for name in OF_QUANTITY]
    items += [f"CASE WHEN share.of_value THEN part.{name} END AS {name}" for name in OF_VALUE]
    has_quantity, has_value = ("true", "true") if whole else ("part.has_quantity", "part.has_value")
    both = OWNED | FUNDED
    return f"""
        by_role AS (
            SELECT {", ".join(items)}, share.role AS k_role
            FROM {source} AS part CROSS JOIN LATERAL (
                SELECT (ARRAY['none', 'funder', 'stock_owner'])[part.given_as + 1], true, true
                WHERE part.given_as < {both}
                UNION ALL SELECT 'stock_owner', true, false WHERE part.given_as = {both} AND {has_quantity}
                UNION ALL SELECT 'funder', false, true WHERE part.given_as = {both} AND {has_value}
            ) AS share (role, of_quantity, of_value)
        )
    """


def merge_donors(source: str, own: Iterable[str]) -> str:
    """The step that joins the parts of several donors again, so that each pledge is counted once."""
    kept = select_columns([*CARRIED, *own], of="part")
    figures: dict[str, str] = {}
    for name in (*QUANTITY_FIGURES, *VALUE_COLUMNS):
        figures |= sum_bounds(name)
    flags = ", ".join(f"bool_or({flag}) AS {flag}" for flag in FLAGS)
    return f"together AS (SELECT {kept}, {flags}, {select_items(figures)} FROM {source} AS part GROUP BY {kept})"


def stage_counts() -> dict[str, str]:
    counts = {}
    for stage in STAGES:
        counts[f"n_{stage}"] = f"count(*) FILTER (WHERE at_{stage})"
        counts |= {f"{flag}_{stage}": f"count(*) FILTER (WHERE at_{stage} AND {flag})" for flag in FLAGS}
    return counts


def select_columns(names: Iterable[str], *, of: str) -> str:
    return ", ".join(f"{of}.{name}" for name in names)
