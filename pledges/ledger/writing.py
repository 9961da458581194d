"""Turns the stored plans of a change set into rows of the ledger: a handful of statements, whatever its size.

Everything happens in the database, inside the transaction of one dataset version. No row of the change set is loaded
into the process, and the constraints and triggers of every table see each row.
"""
# ruff: noqa: S608 - statements are assembled from constants of the code; every value is a parameter

from __future__ import annotations

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.backends.utils import CursorWrapper

from meetings.models import Meeting, MeetingAttendance, MeetingChair, Membership
from pledges.ledger.refusals import StalePlan
from pledges.models import (
    AssertedTotal,
    ChangeSet,
    Completeness,
    DatasetVersion,
    Entry,
    ExternalReference,
    Requirement,
    Stock,
    Terms,
    TermsParty,
    Void,
)
from pledges.values.choices import Action
from pledges.values.estimates import states_number

SIMPLE_FACTS: dict[Action, type[Any]] = {
    Action.REQUIREMENT: Requirement,
    Action.STOCK: Stock,
    Action.ASSERTED_TOTAL: AssertedTotal,
    Action.COMPLETENESS: Completeness,
    Action.MEMBERSHIP: Membership,
}
"""Facts that are not about a pledge."""

LINKS = ("restates", "adds", "compensates")

GATHER = """
    CREATE TEMPORARY TABLE writing ON COMMIT DROP AS
    SELECT counted.*, (sum(facts) OVER (ORDER BY place) - facts)::integer AS before
    FROM (
        SELECT r.id AS row_id, r.position AS place, r.plan->>'subject' AS subject, fact.*,
            jsonb_array_length(fact.voids) AS voided,
            jsonb_array_length(fact.voids) + (fact.terms IS NOT NULL)::integer + (fact.entry IS NOT NULL)::integer
                + (fact.kind = ANY(%(simple)s))::integer
                + CASE fact.kind WHEN 'source' THEN jsonb_array_length(fact.voids) ELSE 0 END AS facts
        FROM pledges_changesetrow AS r
        CROSS JOIN LATERAL jsonb_to_record(r.plan->'fact') AS fact(
            kind text, columns jsonb, target jsonb, links jsonb, terms jsonb, parties jsonb, entry jsonb,
            source jsonb, cited jsonb, voids jsonb, void_reason text, external text, fingerprint text
        )
        WHERE r.changeset_id = %(changeset)s AND r.plan->>'action' = ANY(%(actions)s)
    ) AS counted
"""
"""The facts of every row that writes something, and how many stand before them in the version."""

SAME_SOURCE = """(one.url, one.title, one.publisher) = ({0}.url, {0}.title, {0}.publisher)
    AND one.published IS NOT DISTINCT FROM {0}.published"""
SOURCES = f"""
    INSERT INTO meetings_source (publisher, title, url, published, retrieved, grade, text, sha256)
    SELECT publisher, title, url, published, retrieved, grade, '', ''
    FROM (
        SELECT DISTINCT ON (said.url, said.title, said.publisher, said.published, kind = 'source') said.*, place, kind
        FROM writing CROSS JOIN LATERAL jsonb_populate_record(NULL::meetings_source, source) AS said
        WHERE source IS NOT NULL
        ORDER BY said.url, said.title, said.publisher, said.published, kind = 'source', place
    ) AS cited
    WHERE kind = 'source' OR NOT EXISTS (SELECT FROM meetings_source AS one WHERE {SAME_SOURCE.format("cited")})
    ORDER BY place
    ON CONFLICT (url, title, publisher, published, grade, retrieved) DO NOTHING
"""
"""A row that cites a publication finds its record; one that corrects a source makes another where none is the same."""

SOURCE_COPIES = """
    INSERT INTO pledges_sourcecopy (source_id, copy_id, attached_by_id, attached_at, version_id)
    SELECT said.source_id, said.copy_id, said.author_id, %(published_at)s, %(version)s
    FROM (
        SELECT DISTINCT ON (writing_key.source_id, copy.id)
            writing_key.source_id, copy.id AS copy_id, r.author_id, place
        FROM writing JOIN writing_key USING (row_id) JOIN pledges_changesetrow AS r ON r.id = writing.row_id
        JOIN pledges_keptcopy AS copy ON copy.sha256 = writing.source->>'kept_copy'
        ORDER BY writing_key.source_id, copy.id, place DESC
    ) AS said
    WHERE copy_id IS DISTINCT FROM (
        SELECT newest.copy_id FROM pledges_sourcecopy AS newest WHERE newest.source_id = said.source_id
        ORDER BY newest.id DESC LIMIT 1
    )
    ORDER BY place
"""
"""The copies that rows give the sources that they cite; the last row of a source says which one counts."""

PLEDGES = """
    CREATE TEMPORARY TABLE new_pledge ON COMMIT DROP AS
    SELECT nextval(pg_get_serial_sequence('pledges_pledge', 'id')) AS id, numbered.*
    FROM (
        SELECT row_id, external, year, lead, system_id, unit,
            coalesce((SELECT max(counter) FROM pledges_pledge AS p WHERE (p.year, p.lead) = (new.year, new.lead)), 0)
                + row_number() OVER (PARTITION BY year, lead ORDER BY place) AS counter
        FROM (
            SELECT row_id, external, place, said.year, said.lead, said.system_id, said.unit
            FROM writing CROSS JOIN LATERAL jsonb_populate_record(NULL::pledges_pledge, columns) AS said
            WHERE kind = 'pledge' AND target IS NULL
        ) AS new
        ORDER BY place
    ) AS numbered;
    CREATE INDEX ON new_pledge (external);
    ANALYZE new_pledge;
    INSERT INTO pledges_pledge (id, reference, year, lead, counter, system_id, unit, version_id)
    SELECT id, concat_ws('-', year, lead, lpad(counter::text, greatest(3, length(counter::text)), '0')),
        year, lead, counter, system_id, unit, %(version)s
    FROM new_pledge ORDER BY id
"""
"""Every new pledge gets its reference: year, lead donor and the next counter of the two."""

KEYS = """
    CREATE TEMPORARY TABLE writing_key ON COMMIT DROP AS
    SELECT writing.row_id, coalesce(own.id, (target->>'pledge_id')::bigint, named.id) AS pledge_id,
        coalesce(same.id, latest.id) AS source_id
    FROM writing
    LEFT JOIN new_pledge AS own ON own.row_id = writing.row_id
    LEFT JOIN new_pledge AS named ON named.external = NULLIF(target->>'external', '')
    LEFT JOIN (
        SELECT DISTINCT ON (url, title, publisher, published) id, url, title, publisher, published
        FROM meetings_source ORDER BY url, title, publisher, published, id DESC
    ) AS latest ON latest.url = source->>'url' AND latest.title = source->>'title'
        AND latest.publisher = source->>'publisher'
        AND latest.published IS NOT DISTINCT FROM (source->>'published')::date
    LEFT JOIN meetings_source AS same ON writing.kind = 'source' AND same.url = source->>'url'
        AND same.title = source->>'title' AND same.publisher = source->>'publisher'
        AND same.published IS NOT DISTINCT FROM (source->>'published')::date AND same.grade = source->>'grade'
        AND same.retrieved IS NOT DISTINCT FROM (source->>'retrieved')::date;
    ANALYZE writing_key
"""

LINKED = ", ".join(
    f"""'{name}_id', coalesce(
        (links->'{name}'->>'pledge_id')::bigint,
        (SELECT id FROM new_pledge WHERE external = NULLIF(links->'{name}'->>'external', ''))
    )"""
    for name in LINKS
)

MEETING_OF = """CASE WHEN {cells} ? 'meeting_slug' THEN jsonb_build_object(
        'meeting_id', (SELECT id FROM meetings_meeting WHERE slug = {cells}->>'meeting_slug')
    ) ELSE '{{}}'::jsonb END"""
"""The key of a meeting that the same change set states."""

SAME_WISH = """CASE WHEN writing.columns ? 'same_wish_external' THEN jsonb_build_object('same_wish_as_id', coalesce(
        (SELECT need.id FROM writing AS other JOIN pledges_requirement AS need
            ON (need.version_id, need.position) = (%(version)s, other.before + other.facts)
         WHERE other.kind = 'requirement' AND other.external = writing.columns->>'same_wish_external'),
        (SELECT need.id FROM pledges_externalreference AS named
         JOIN pledges_requirement AS need ON need.row_id = named.row_id
         WHERE named.scheme || ':' || named.value = writing.columns->>'same_wish_external'
         ORDER BY named.version_id DESC LIMIT 1)
    )) ELSE '{{}}'::jsonb END"""
"""The key of the need of which one is another count, by what its row is called; that of this version first."""

MEETINGS_THERE = """
    SELECT place, columns->>'slug' FROM writing
    WHERE kind = 'meeting' AND EXISTS (
        SELECT FROM meetings_meeting AS m WHERE m.slug = columns->>'slug' AND NOT m.taken_back
    ) ORDER BY place LIMIT 1
"""

FREE_NAMES = """
    UPDATE meetings_meeting AS m SET slug = m.slug || '-taken-back-' || m.id, number = NULL
    FROM writing WHERE kind = 'meeting' AND m.slug = columns->>'slug' AND m.taken_back
"""
"""A meeting that was taken back leaves its name to the right one."""

MEETINGS = "SELECT columns AS cells, place FROM writing WHERE kind = 'meeting'"

OF_MEETING = """
    SELECT party.cells || jsonb_build_object('meeting_id', m.id, 'source_id', writing_key.source_id) AS cells,
        writing.place * 1000::bigint + party.ordinal AS place
    FROM writing JOIN writing_key USING (row_id)
    JOIN meetings_meeting AS m ON m.slug = columns->>'slug'
    CROSS JOIN LATERAL jsonb_array_elements(parties) WITH ORDINALITY AS party(cells, ordinal)
    WHERE kind = 'meeting' AND (party.cells->>'attendance' = '') = %(chaired)s
"""
"""Who chaired a meeting, or who was there or absent."""

MEETINGS_BACK = """
    UPDATE meetings_meeting AS m SET taken_back = (columns->>'taken_back')::boolean
    FROM writing WHERE kind = 'void' AND m.slug = columns->>'slug'
"""
"""What an undo does to the meetings that a change set stated: lists and pages no longer show them, or do again."""

KEYS_OF_FACT = "'row_id', row_id, 'version_id', %(version)s, 'source_id', source_id"
ABOUT = f"jsonb_build_object({KEYS_OF_FACT}) || cited"

VOIDS = """
    SELECT void.target || jsonb_build_object(
            'version_id', %(version)s, 'row_id', row_id, 'reason', void_reason, 'position', before + void.place
        ) AS cells, before + void.place AS place
    FROM writing CROSS JOIN LATERAL jsonb_array_elements(voids) WITH ORDINALITY AS void(target, place)
"""

TERMS = f"""
    SELECT cited || terms || jsonb_build_object(
            {KEYS_OF_FACT}, 'pledge_id', pledge_id, 'position', before + voided + 1, {LINKED}
        ) || {MEETING_OF.format(cells="terms")} AS cells, place
    FROM writing JOIN writing_key USING (row_id) WHERE terms IS NOT NULL
"""

PARTIES = """
    SELECT party.cells || jsonb_build_object('terms_id', t.id) AS cells, before * 1000::bigint + party.place AS place
    FROM writing
    JOIN pledges_terms AS t ON t.version_id = %(version)s AND t.position = before + voided + 1
    CROSS JOIN LATERAL jsonb_array_elements(parties) WITH ORDINALITY AS party(cells, place)
    WHERE terms IS NOT NULL
"""

OPEN_WORDS = """
    SELECT DISTINCT words FROM writing CROSS JOIN LATERAL (VALUES
        (entry->>'quantity_text', entry->>'quantity_low', entry->>'quantity_best', entry->>'quantity_high'),
        (columns->>'quantity_text', columns->>'quantity_low', columns->>'quantity_best', columns->>'quantity_high'),
        (columns->>'total_text', columns->>'total_low', columns->>'total_best', columns->>'total_high')
    ) AS stated(words, low, best, high)
    WHERE low IS NOT NULL AND best IS NULL AND high IS NULL
"""
"""The words of quantities of which only a low is known: what else is known of a quantity has a number."""

STATES_NUMBER = """(
        coalesce({0}->>'{1}_best', {0}->>'{1}_high') IS NOT NULL OR {0}->>'{1}_text' <> ALL(%(numberless)s)
    )"""
HAS_NUMBER = f"""CASE WHEN {{0}} ? '{{1}}_low' THEN jsonb_build_object('has_number', {STATES_NUMBER})
    ELSE '{{{{}}}}'::jsonb END"""

ENTRIES = f"""
    SELECT cited || entry || jsonb_build_object(
            {KEYS_OF_FACT}, 'pledge_id', pledge_id, 'position', before + voided + (terms IS NOT NULL)::integer + 1,
            'has_number', {STATES_NUMBER.format("entry", "quantity")}
        ) AS cells, place
    FROM writing JOIN writing_key USING (row_id) WHERE entry IS NOT NULL
"""

SIMPLE = f"""
    SELECT {ABOUT} || columns || {HAS_NUMBER.format("columns", "quantity")} || {HAS_NUMBER.format("columns", "total")}
        || jsonb_build_object('position', before + facts)
        || {MEETING_OF.format(cells="columns")} || {SAME_WISH.format()} AS cells, place
    FROM writing JOIN writing_key USING (row_id)
    WHERE kind = %(kind)s AND coalesce(columns ? 'same_wish_external', false) = %(after_others)s
"""

RESTATED = """
    FROM writing JOIN writing_key USING (row_id)
    CROSS JOIN LATERAL jsonb_array_elements(voids) WITH ORDINALITY AS void(target, place)
    JOIN {table} AS old ON old.id = (void.target->>'{name}_id')::bigint
"""
COPIES = f"""
    SELECT (to_jsonb(old) - 'id') || jsonb_build_object(
            'version_id', %(version)s, 'row_id', writing.row_id, 'source_id', writing_key.source_id,
            'position', before + voided + void.place
        ) AS cells, before + voided + void.place AS place
    {RESTATED} WHERE writing.kind = 'source'
"""
"""The facts that a row about a source took back, as they were, citing the corrected source."""

COPIED_PARTIES = f"""
    SELECT (to_jsonb(party) - 'id') || jsonb_build_object('terms_id', new.id) AS cells,
        (before + voided + void.place) * 1000::bigint + party.id - first.id AS place
    {RESTATED.format(table="pledges_terms", name="terms")}
    JOIN pledges_terms AS new ON new.version_id = %(version)s AND new.position = before + voided + void.place
    JOIN pledges_termsparty AS party ON party.terms_id = old.id
    JOIN LATERAL (SELECT min(id) AS id FROM pledges_termsparty WHERE terms_id = old.id) AS first ON true
    WHERE writing.kind = 'source'
"""

REFERENCES = """
    SELECT jsonb_build_object(
            'scheme', split_part(external, ':', 1), 'value', substr(external, strpos(external, ':') + 1),
            'version_id', %(version)s, 'row_id', row_id, 'fingerprint', fingerprint,
            'pledge_id', CASE WHEN kind = 'pledge' OR (kind = 'entry' AND subject <> '') THEN pledge_id END
        ) AS cells, place
    FROM writing JOIN writing_key USING (row_id) WHERE external <> ''
"""
"""What rows are called elsewhere; one that states a pledge and fulfils another one leads to that one."""

ASTRAY = """
    SELECT place, name FROM writing
    CROSS JOIN LATERAL (
        SELECT target->>'external' AS name UNION ALL
        SELECT link->>'external' FROM jsonb_path_query(links, '$.*') AS link
    ) AS named
    WHERE name <> '' AND NOT EXISTS (SELECT FROM new_pledge WHERE external = name) LIMIT 1
"""


def write_plans(changeset: ChangeSet, version: DatasetVersion, *, actions: list[str]) -> int:
    """Write the facts of all rows with one of these planned actions, in their order; return how many there were."""
    params: dict[str, Any] = {"changeset": changeset.pk, "version": version.number, "actions": actions}
    with connection.cursor() as cursor:
        cursor.execute(GATHER, params | {"simple": [action.value for action in SIMPLE_FACTS]})
        # Temporary tables have no statistics until they are analysed; without them the planner expects a handful of
        # rows.
        cursor.execute("ANALYZE writing (row_id, kind, external)")
        params["numberless"] = words_without_number(cursor)
        cursor.execute(SOURCES)
        cursor.execute(PLEDGES, params)
        require_found(cursor)
        cursor.execute(KEYS)
        write_copies(cursor, params | {"published_at": version.published_at})
        write_meetings(cursor, params)
        # Voids come first: a correction takes a fact back and then states it anew, in this order of positions.
        insert(cursor, Void, VOIDS, params)
        insert(cursor, Terms, TERMS, params)
        # Parties find their terms by position, so the terms have to be there already.
        insert(cursor, TermsParty, PARTIES, params)
        insert(cursor, Entry, ENTRIES, params)
        for kind, model in SIMPLE_FACTS.items():
            insert(cursor, model, SIMPLE, params | {"kind": kind.value, "after_others": False})
        # A need that is another count of one of the same change set finds that one by its place.
        insert(cursor, Requirement, SIMPLE, params | {"kind": Action.REQUIREMENT.value, "after_others": True})
        restate_citing_facts(cursor, params)
        insert(cursor, ExternalReference, REFERENCES, params)
        cursor.execute("SELECT coalesce(sum(facts), 0) FROM writing")
        written = int(cursor.fetchone()[0])
        # The tables would go with the transaction, but a transaction may write several versions.
        cursor.execute("DROP TABLE writing, new_pledge, writing_key")
    return written


def words_without_number(cursor: CursorWrapper) -> list[str]:
    """Those of the words to be written which state no number."""
    cursor.execute(OPEN_WORDS)
    return [text for (text,) in cursor.fetchall() if not states_number(text, best=None, high=None)]


def write_copies(cursor: CursorWrapper, params: dict[str, Any]) -> None:
    """Give sources the copies that rows name; of most change sets, nothing, and the catalogue stays as it is."""
    cursor.execute("SELECT EXISTS (SELECT FROM writing WHERE source ? 'kept_copy')")
    if cursor.fetchone()[0]:
        cursor.execute(SOURCE_COPIES, params)


def restate_citing_facts(cursor: CursorWrapper, params: dict[str, Any]) -> None:
    """Write what rows about sources took back anew; of most change sets, nothing."""
    cursor.execute("SELECT EXISTS (SELECT FROM writing WHERE kind = 'source')")
    if cursor.fetchone()[0]:
        facts: dict[str, type[Any]] = {"terms": Terms, "entry": Entry}
        facts |= {action.value: model for action, model in SIMPLE_FACTS.items()}
        for name, model in facts.items():
            insert(cursor, model, COPIES.format(table=model._meta.db_table, name=name), params)
        insert(cursor, TermsParty, COPIED_PARTIES, params)


def write_meetings(cursor: CursorWrapper, params: dict[str, Any]) -> None:
    """Write the meetings that rows state, before what names them.

    :raises StalePlan: somebody else has entered one of them since it was planned.
    """
    cursor.execute(MEETINGS_THERE)
    if there := cursor.fetchone():
        raise StalePlan(f"row {there[0]}: the meeting {there[1]} is there by now; plan again first")
    # A statement that changes no row of the catalogue moves its version all the same.
    cursor.execute("SELECT kind FROM writing WHERE columns ? 'slug' GROUP BY kind")
    kinds = {kind for (kind,) in cursor.fetchall()}
    if Action.MEETING.value in kinds:
        cursor.execute(FREE_NAMES)
        insert(cursor, Meeting, MEETINGS, params)
        insert(cursor, MeetingChair, OF_MEETING, params | {"chaired": True})
        insert(cursor, MeetingAttendance, OF_MEETING, params | {"chaired": False})
    if Action.VOID.value in kinds:
        cursor.execute(MEETINGS_BACK)


def require_found(cursor: CursorWrapper) -> None:
    """Stop where a plan names a pledge that the change set does not create: the plan itself would be wrong."""
    cursor.execute(ASTRAY)
    astray = cursor.fetchone()
    if astray:
        raise LookupError(f"row {astray[0]} names “{astray[1]}”, which no row of the change set creates")


def insert(cursor: CursorWrapper, model: type[Any], query: str, params: dict[str, Any]) -> None:
    """Insert what a query yields, objects of columns, into the table of a model; other columns take their defaults."""
    table = model._meta.db_table
    fields = [one for one in model._meta.concrete_fields if not one.primary_key]
    # jsonb_populate_record makes NULL of what is missing, so defaults of the model are given with each row.
    defaults = {one.column: one.get_default() for one in fields if one.get_default() is not None}
    names = ", ".join(one.column for one in fields)
    values = ", ".join(f"made.{one.column}" for one in fields)
    cursor.execute(
        f"""
        INSERT INTO {table} ({names}) SELECT {values} FROM ({query}) AS stated
        CROSS JOIN (SELECT jsonb_populate_record(NULL::{table}, %(defaults)s::jsonb) AS cells OFFSET 0) AS usual
        CROSS JOIN LATERAL jsonb_populate_record(usual.cells, stated.cells) AS made
        ORDER BY stated.place
        """,
        params | {"defaults": json.dumps(defaults, cls=DjangoJSONEncoder)},
    )
