"""The kinds of facts that changes are made of: where each is stored, what it is about, and which change it is."""

from dataclasses import dataclass

from pledges.projections.fact_conditions import stands_condition
from pledges.values.choices import ChangeType, Stage
from pledges.values.stages import FIRST_STAGE, UNCOUNTED_STAGES, sql_words

EARLIER_VERSIONS = "{0}.version_id < fact.version_id"
EARLIER_FACTS = "({0}.version_id, {0}.position) < (fact.version_id, fact.position)"

OPENS = """
    (p.version_id = fact.version_id AND NOT EXISTS (
        SELECT FROM pledges_entry AS e
        WHERE e.pledge_id = fact.pledge_id AND e.version_id = fact.version_id AND e.position < fact.position
    ))
"""
"""Whether an entry is the first of a new pledge."""

OPENING_LINK = f"""
    (SELECT CASE WHEN t.restates_id IS NOT NULL THEN '{ChangeType.RESTATED.value}'
                 WHEN t.adds_id IS NOT NULL THEN '{ChangeType.INCREASED.value}' END
     FROM pledges_terms AS t
     WHERE t.pledge_id = fact.pledge_id AND t.version_id = p.version_id ORDER BY t.position LIMIT 1)
"""
"""What a new pledge is that its first terms link to another one."""

OPENING_STAGE = f"CASE WHEN fact.stage = '{FIRST_STAGE}' THEN '{ChangeType.PLEDGE_ANNOUNCED.value}' ELSE fact.stage END"

PROMISED_BEFORE = f"""
    EXISTS (
        SELECT FROM pledges_entry AS e
        WHERE e.pledge_id = fact.pledge_id AND (e.version_id, e.position) < (fact.version_id, fact.position)
          AND e.stage NOT IN ({sql_words(UNCOUNTED_STAGES)})
          AND {stands_condition("e.id", "entry_id", among=EARLIER_FACTS)}
    )
"""
"""Whether something of the pledge was promised already when an entry was published."""

ENTRY_TYPE = f"""
    CASE WHEN {OPENS} THEN coalesce({OPENING_LINK}, {OPENING_STAGE})
         WHEN fact.stage <> '{FIRST_STAGE}' THEN fact.stage
         WHEN {PROMISED_BEFORE} THEN '{ChangeType.INCREASED.value}'
         ELSE '{ChangeType.PLEDGE_ANNOUNCED.value}' END
"""

FORMER_TERMS = f"""
    SELECT t.* FROM pledges_terms AS t
    WHERE t.pledge_id = fact.pledge_id AND (t.version_id, t.position) < (fact.version_id, fact.position)
      AND {stands_condition("t.id", "terms_id", among=EARLIER_VERSIONS)}
    ORDER BY t.version_id DESC, t.position DESC LIMIT 1
"""
"""The terms that stood before these, or that these correct."""

CORRECTS = "EXISTS (SELECT FROM pledges_void AS v WHERE v.terms_id = {former} AND v.version_id = fact.version_id)"

TERMS_TYPE = f"""
    (SELECT CASE WHEN num_nonnulls(former.due_start, former.due_end) > 0
                  AND (former.due_start, former.due_end) IS DISTINCT FROM (fact.due_start, fact.due_end)
                  AND NOT {CORRECTS.format(former="former.id")} THEN '{ChangeType.REBASELINED.value}' END
     FROM ({FORMER_TERMS}) AS former)
"""
TERMS_TYPE = f"coalesce({TERMS_TYPE}, '{ChangeType.TERMS_CHANGED.value}')"

OF_NEW_PLEDGE = """
    p.version_id = fact.version_id
    AND NOT EXISTS (
        SELECT FROM pledges_terms AS t
        WHERE t.pledge_id = fact.pledge_id AND t.version_id = fact.version_id AND t.position < fact.position
    )
    AND EXISTS (
        SELECT FROM pledges_entry AS e
        WHERE e.pledge_id = fact.pledge_id AND e.version_id = fact.version_id AND e.position > fact.position
    )
"""
"""Whether terms are the first of a new pledge, which its first entry announces together with them."""

PLEDGE_JOINS = """
    CROSS JOIN LATERAL (SELECT * FROM pledges_pledge WHERE id = fact.pledge_id OFFSET 0) AS p
    CROSS JOIN LATERAL (SELECT * FROM pledges_system WHERE id = p.system_id OFFSET 0) AS system
"""
SYSTEM_JOIN = "CROSS JOIN LATERAL (SELECT * FROM pledges_system WHERE id = fact.system_id OFFSET 0) AS system"
"""Looked up fact by fact: the facts of a page are few, and a join could begin with whole tables."""

OF_PLEDGE = {"pledge_id": "p.id", "system_id": "p.system_id", "unit": "p.unit"}
OF_SYSTEM = {"system_id": "fact.system_id", "unit": "fact.unit"}


@dataclass(frozen=True, slots=True)
class FactKind:
    """A table of facts: its joins, the days that a fact is about, and what else it is about, by the names of a mark.

    `type` is the expression of the change that a fact is; `types` are all that it can be. `told_elsewhere` is the
    condition that another fact tells this one along with it.
    """

    table: str
    joins: str
    start: str
    end: str
    type: str
    types: tuple[ChangeType, ...]
    subject: dict[str, str]
    told_elsewhere: str = "false"


def plain(table: str, *, joins: str, start: str, end: str, of: ChangeType, subject: dict[str, str]) -> FactKind:
    return FactKind(table, joins, start, end, f"'{of.value}'", (of,), subject)


ANNOUNCEMENTS = (ChangeType.PLEDGE_ANNOUNCED, ChangeType.RESTATED, ChangeType.INCREASED)
ENTRY_TYPES = tuple(one for one in ChangeType if one in ANNOUNCEMENTS or one.value in Stage.values)

KINDS: dict[str, FactKind] = {
    "entry": FactKind(
        "pledges_entry", PLEDGE_JOINS, "fact.occurred_start", "fact.occurred_end", ENTRY_TYPE, ENTRY_TYPES, OF_PLEDGE
    ),
    "terms": FactKind(
        "pledges_terms",
        PLEDGE_JOINS,
        "fact.effective_start",
        "fact.effective_start",
        TERMS_TYPE,
        (ChangeType.REBASELINED, ChangeType.TERMS_CHANGED),
        OF_PLEDGE,
        told_elsewhere=OF_NEW_PLEDGE,
    ),
    "requirement": plain(
        "pledges_requirement",
        joins=SYSTEM_JOIN,
        start="fact.stated_start",
        end="fact.stated_end",
        of=ChangeType.REQUIREMENT,
        subject={**OF_SYSTEM, "meeting_id": "fact.meeting_id"},
    ),
    "stock": plain(
        "pledges_stock",
        joins=SYSTEM_JOIN,
        start="fact.as_of_start",
        end="fact.as_of_end",
        of=ChangeType.STOCK,
        subject={**OF_SYSTEM, "donor_id": "fact.holder_id"},
    ),
    "asserted_total": plain(
        "pledges_assertedtotal",
        joins=SYSTEM_JOIN,
        start="fact.as_of_start",
        end="fact.as_of_end",
        of=ChangeType.ASSERTED_TOTAL,
        subject={**OF_SYSTEM, "donor_id": "fact.donor_id", "meeting_id": "fact.meeting_id"},
    ),
    "completeness": plain(
        "pledges_completeness",
        joins=f"LEFT {SYSTEM_JOIN.removeprefix('CROSS ')} ON true",
        start="fact.as_of_start",
        end="fact.as_of_end",
        of=ChangeType.COMPLETENESS,
        subject={"system_id": "fact.system_id", "donor_id": "fact.donor_id"},
    ),
    "membership": plain(
        "meetings_membership",
        joins="",
        start="coalesce(fact.joined_start, fact.joined_end, fact.as_of)",
        end="coalesce(fact.joined_end, fact.as_of, fact.joined_start)",
        of=ChangeType.MEMBERSHIP,
        subject={"donor_id": "fact.donor_id", "coalition_id": "fact.coalition_id"},
    ),
}
"""Every kind of fact by the column of a void that names it."""
