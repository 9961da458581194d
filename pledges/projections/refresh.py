"""Keeps the projections: everything from scratch, or only what a version or a new day has touched.

Both run the same queries; the second with a filter on keys. Callers hold a transaction, so readers never see half.
"""

from datetime import date, datetime

from django.db import transaction

from pledges.models import (
    ChangeMark,
    DatasetVersion,
    Entry,
    OutboxMessage,
    Pledge,
    PledgeAttribution,
    PledgeState,
    ProjectionState,
    ReportingSummary,
    Scope,
    Summary,
    Terms,
    TermsParty,
    Void,
)
from pledges.projections.change_marks import mark_changes
from pledges.projections.donor_attribution import attribution_query
from pledges.projections.fact_conditions import JOIN_LIFTED, voided_key
from pledges.projections.pledge_spans import current_query, span_known, touched_states_query, write_version
from pledges.projections.projection_tables import (
    PLEDGE_TABLES,
    PROJECTIONS,
    SYSTEM_TABLES,
    Params,
    empty,
    execute,
    fetch_column,
    fetch_rows,
    fill,
    put_questions,
)
from pledges.projections.reporting_sums import reporting_query
from pledges.projections.stage_sums import SPANS, STORED_UNITS, summary_query, totals_query, units_query
from pledges.values.moment import Moment

PROJECTION_LOCK = 7_262_023
"""Key of the advisory lock that lets one projection run at a time."""

ROOM_FOR_ALL = "SET LOCAL work_mem = '256MB'"
"""Memory for each step of a rebuild; the default would write the joins of a large ledger to disk."""

MANY = 500
"""So many pledges at once leave the statistics of the tables behind, and the planner with quadratic joins."""

UP_TO_NOW = "{0} <= %(known)s"
"""The versions that a rebuild puts its questions for."""

LEDGER_TABLES = (Pledge, Terms, TermsParty, Entry, Void)

TOUCHED_BY_VERSION = f"SELECT pledge_id FROM ({touched_states_query('{0} = %(version)s')}) AS touched"

SYSTEMS_OF_VERSION = f"""
    SELECT system_id FROM pledges_requirement WHERE version_id = %(version)s
    UNION SELECT system_id FROM pledges_stock WHERE version_id = %(version)s
    UNION SELECT coalesce(r.system_id, s.system_id)
    FROM pledges_void AS void {JOIN_LIFTED}
    LEFT JOIN pledges_requirement AS r ON r.id = {voided_key("requirement")}
    LEFT JOIN pledges_stock AS s ON s.id = {voided_key("stock")}
    WHERE void.version_id = %(version)s
"""

TOUCHED_BY_DAYS = f"""
    SELECT pledge_id FROM {SPANS} AS span
    WHERE valid_from > %(before)s AND valid_from <= %(valid_at)s AND {span_known("span")}
    UNION SELECT pledge_id FROM pledges_pledgestate
    WHERE (due_end >= %(before)s AND due_end < %(valid_at)s)
       OR (witness_end >= %(before)s AND witness_end < %(valid_at)s)
"""

KEYS_OF_PLEDGES = """
    SELECT 'system', s.slug FROM pledges_pledgestate AS p JOIN pledges_system AS s ON s.id = p.system_id
    WHERE p.pledge_id = ANY(%(pledges)s)
    UNION SELECT 'meeting', m.slug FROM pledges_pledgestate AS p JOIN meetings_meeting AS m ON m.id = p.meeting_id
    WHERE p.pledge_id = ANY(%(pledges)s)
    UNION SELECT 'coalition', c.slug FROM pledges_pledgestate AS p JOIN meetings_coalition AS c ON c.id = p.coalition_id
    WHERE p.pledge_id = ANY(%(pledges)s)
    UNION SELECT 'donor', part.donor_code
    FROM pledges_pledgestate AS p JOIN pledges_pledgeattribution AS part ON part.terms_id = p.terms_id
    WHERE p.pledge_id = ANY(%(pledges)s)
"""
"""The keys of summaries under which pledges stand in the stored projections now."""


def lock_projections() -> None:
    """Wait until no other projection runs; held to the end of the transaction."""
    execute(f"SELECT pg_advisory_xact_lock({PROJECTION_LOCK})")


def latest_version() -> int:
    """The number of the last published dataset version, 0 where there is none."""
    return DatasetVersion.objects.order_by("-number").values_list("number", flat=True).first() or 0


def refresh_statistics() -> None:
    """Tell the planner how large the ledger is now; what a bulk publish wrote is not counted yet."""
    for table in LEDGER_TABLES:
        execute(f"ANALYZE {table._meta.db_table}")


@transaction.atomic
def rebuild(*, today: date, now: datetime) -> Moment:
    """Compute every projection from the ledger, for the latest version and the given day."""
    lock_projections()
    execute(ROOM_FOR_ALL)
    refresh_statistics()
    moment = Moment(valid_at=today, known=latest_version())
    for model in PROJECTIONS:
        empty(model)
    put_questions(UP_TO_NOW, moment.params())
    for model, query in PLEDGE_TABLES:
        fill(model, query(), moment.params(), now=now)
        execute(f"ANALYZE {model._meta.db_table}")
    for scope in Scope:
        fill(Summary, summary_query(scope), moment.params(), now=now)
        fill(ReportingSummary, reporting_query(scope), moment.params(), now=now)
    for model, query, _ in SYSTEM_TABLES:
        fill(model, query(), moment.params(), now=now)
    mark_changes(until=moment.known)
    execute(f"ANALYZE {ChangeMark._meta.db_table}")
    remember(moment, now=now)
    OutboxMessage.objects.filter(processed_at=None, version__lte=moment.known).update(processed_at=now)
    return moment


def refresh(*, version: int, today: date, now: datetime) -> None:
    """Compute anew what one published version has touched; the caller holds the lock and the transaction.

    Spans are written version by version. Where one is missing between, everything is computed from the ledger.
    """
    shown = ProjectionState.objects.get(id=1).dataset_version
    if version <= shown:
        return
    if version > shown + 1:
        rebuild(today=today, now=now)
        return
    moment = Moment(valid_at=today, known=version)
    params = {**moment.params(), "version": version}
    pledges = fetch_column(TOUCHED_BY_VERSION, params)
    systems = set(fetch_column(SYSTEMS_OF_VERSION, params))
    if len(pledges) >= MANY:
        refresh_statistics()
    put_questions("{0} = %(version)s", params)
    execute(write_version(), params)
    fill(PledgeAttribution, attribution_query("t.version_id = %(version)s"), params, now=now)
    recompute(pledges, moment=moment, systems=systems, now=now)
    mark_changes(until=moment.known)
    remember(moment, now=now)


def advance_day(*, state: ProjectionState, today: date, now: datetime) -> None:
    """Carry the projections to a later day: windows that began or ended meanwhile count differently."""
    moment = Moment(valid_at=today, known=state.dataset_version)
    pledges = fetch_column(TOUCHED_BY_DAYS, {**moment.params(), "before": state.valid_at})
    # Stocks grow stale with the days, and needs are stated for dates: every system that has one is compared anew.
    systems = set(
        fetch_column("SELECT system_id FROM pledges_requirement UNION SELECT system_id FROM pledges_stock", {})
    )
    recompute(pledges, moment=moment, systems=systems, now=now)
    remember(moment, now=now)


def recompute(pledges: list[object], *, moment: Moment, systems: set[object], now: datetime) -> None:
    """Compute these pledges anew, then the summaries, gaps and headroom of every key they had or have."""
    params: Params = {**moment.params(), "pledges": pledges}
    # Keys are read before and after: a pledge that left a meeting still changes the sums of that meeting.
    touched = set(fetch_rows(KEYS_OF_PLEDGES, params))
    empty(PledgeState, "pledge_id = ANY(%(pledges)s)", params)
    fill(PledgeState, current_query("span.pledge_id = ANY(%(pledges)s)"), params, now=now)
    if len(pledges) >= MANY:
        for model, _ in PLEDGE_TABLES:
            execute(f"ANALYZE {model._meta.db_table}")
    touched |= set(fetch_rows(KEYS_OF_PLEDGES, params))
    own_systems = systems_of(pledges)
    for scope in Scope:
        keys = sorted(key for of_scope, key in touched if of_scope == scope)
        if keys:
            resum(scope, keys, own_systems, moment=moment, now=now)
    if systems := systems | own_systems:
        compare_systems(systems, moment=moment, now=now)


def resum(scope: Scope, keys: list[str], systems: set[object], *, moment: Moment, now: datetime) -> None:
    """Sum anew what some keys of a scope have of some systems, then their rows over all systems from what is stored."""
    params = {**moment.params(), "scope": scope.value, "keys": keys, "systems": list(systems)}
    rows = "scope = %(scope)s AND key = ANY(%(keys)s) AND (system_id = ANY(%(systems)s) OR system_id IS NULL)"
    empty(Summary, rows, params)
    fill(Summary, units_query(scope, keyed=True), params, now=now)
    fill(Summary, totals_query(STORED_UNITS), params, now=now)
    empty(ReportingSummary, "scope = %(scope)s AND key = ANY(%(keys)s) AND system_id = ANY(%(systems)s)", params)
    fill(ReportingSummary, reporting_query(scope, keyed=True), params, now=now)


def compare_systems(systems: set[object], *, moment: Moment, now: datetime) -> None:
    """Compute the gaps and the headroom of some systems anew, where there is something to compare with."""
    params = {**moment.params(), "systems": list(systems)}
    for model, query, facts in SYSTEM_TABLES:
        empty(model, "system_id = ANY(%(systems)s)", params)
        if fetch_rows(f"SELECT FROM {facts._meta.db_table} WHERE system_id = ANY(%(systems)s) LIMIT 1", params):
            fill(model, query(systems="%(systems)s"), params, now=now)


def systems_of(pledges: list[object]) -> set[object]:
    sql = "SELECT DISTINCT system_id FROM pledges_pledge WHERE id = ANY(%(pledges)s)"
    return set(fetch_column(sql, {"pledges": pledges}))


def remember(moment: Moment, *, now: datetime) -> None:
    """Note which version and day the projections show."""
    ProjectionState.objects.update_or_create(
        id=1, defaults={"dataset_version": moment.known, "valid_at": moment.valid_at, "computed_at": now}
    )
