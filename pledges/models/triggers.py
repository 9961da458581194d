"""The rules of review and publishing that the database itself enforces."""

import pgtrigger

PUBLISH_LOCK = 7_262_022
"""Key of the advisory lock that serialises publishing."""

CHANGE_SET_PATH = pgtrigger.Trigger(
    name="state_path",
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    func="""
        IF TG_OP = 'DELETE' THEN
            IF OLD.state IN ('published', 'discarded') THEN
                RAISE EXCEPTION 'change set % is % and stays', OLD.id, OLD.state
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN OLD;
        END IF;
        IF TG_OP = 'INSERT' THEN
            IF NEW.state <> 'draft' THEN
                RAISE EXCEPTION 'a change set starts as a draft, not as %', NEW.state
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END IF;
        IF OLD.state IN ('published', 'discarded') THEN
            RAISE EXCEPTION 'change set % is % and stays as it is', OLD.id, OLD.state
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
            ('draft', 'submitted'), ('draft', 'discarded'), ('submitted', 'draft'), ('submitted', 'approved'),
            ('approved', 'draft'), ('approved', 'submitted'), ('approved', 'published')
        ) THEN
            RAISE EXCEPTION 'change set % cannot go from % to %', OLD.id, OLD.state, NEW.state
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF NEW.state = 'published' THEN
            NEW.catalogue := coalesce((SELECT number FROM meetings_catalogueversion), 0);
        END IF;
        RETURN NEW;
    """,
)

CHANGE_SET_FOUR_EYES = pgtrigger.Trigger(
    name="four_eyes",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    declare=[("two_people", "boolean"), ("approver_is_system", "boolean")],
    condition=pgtrigger.Condition("NEW.state IN ('approved', 'published')"),
    func="""
        SELECT coalesce((SELECT four_eyes FROM pledges_reviewpolicy WHERE id = 1), true) INTO two_people;
        SELECT is_system FROM pledges_user WHERE id = NEW.approved_by_id INTO approver_is_system;
        IF NEW.origin <> 'starter' AND (
            approver_is_system
            OR EXISTS (SELECT FROM pledges_user WHERE id = NEW.created_by_id AND is_system)
            OR EXISTS (
                SELECT FROM pledges_changesetrow AS r JOIN pledges_user AS u ON u.id = r.author_id
                WHERE r.changeset_id = NEW.id AND u.is_system
            )
        ) THEN
            RAISE EXCEPTION 'system accounts act on the starter data only'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF NEW.undo_of_id IS NOT NULL THEN
            IF two_people AND EXISTS (
                SELECT FROM pledges_datasetversion
                WHERE changeset_id = NEW.undo_of_id AND published_by_id = NEW.approved_by_id
            ) THEN
                RAISE EXCEPTION 'four eyes: who published change set % cannot undo it', NEW.undo_of_id
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
        ELSIF two_people THEN
            IF EXISTS (
                SELECT FROM pledges_changesetrow WHERE changeset_id = NEW.id AND author_id = NEW.approved_by_id
            ) THEN
                RAISE EXCEPTION 'four eyes: the approver of change set % is the author of one of its rows', NEW.id
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            IF EXISTS (
                SELECT FROM pledges_changesetrow WHERE changeset_id = NEW.id AND approved_by_id IS NULL
            ) THEN
                RAISE EXCEPTION 'four eyes: change set % has rows that nobody approved', NEW.id
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
        END IF;
        RETURN NEW;
    """,
)

SHOWN_ROWS_HASH = """encode(sha256(convert_to(coalesce((
            SELECT string_agg(concat_ws(' ', position, planned_hash, author_id, payload), E'\\n' ORDER BY position)
            FROM pledges_changesetrow WHERE changeset_id = {changeset}
        ), ''), 'UTF8')), 'hex')"""
"""What a page of review shows of all rows: their places, what they would write, who says so and in which words."""

CHANGE_SET_SEEN = pgtrigger.Trigger(
    name="seen",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    condition=pgtrigger.Condition("NEW.state IN ('approved', 'published')"),
    func=f"""
        IF NEW.approved_hash <> {SHOWN_ROWS_HASH.format(changeset="NEW.id")} THEN
            RAISE EXCEPTION 'the rows of change set % are not those that the approver saw', NEW.id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    """,
)

WARNINGS_ACCEPTED = pgtrigger.Trigger(
    name="warnings_accepted",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    condition=pgtrigger.Condition(
        "((OLD.state, NEW.state) IN (('draft', 'submitted'), ('submitted', 'approved'), ('approved', 'published')))"
    ),
    func="""
        IF EXISTS (
            SELECT FROM pledges_changesetrow
            WHERE changeset_id = NEW.id AND plan->'warnings' @> '[{"accepted": ""}]'
        ) THEN
            RAISE EXCEPTION 'change set % has warnings that nobody accepted', NEW.id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    """,
)

DUPLICATES_DECIDED = pgtrigger.Trigger(
    name="duplicates_decided",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    condition=pgtrigger.Condition("NEW.state = 'published' AND OLD.state <> 'published'"),
    func="""
        IF EXISTS (
            SELECT FROM pledges_duplicatecandidate WHERE changeset_id = NEW.id AND strong AND NOT settled
        ) THEN
            RAISE EXCEPTION 'change set % has possible duplicates that nobody decided', NEW.id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    """,
)

SIDES_OF_OPEN_CHANGE_SETS = pgtrigger.Trigger(
    name="sides_of_open",
    operation=pgtrigger.Update,
    when=pgtrigger.After,
    condition=pgtrigger.Condition("NEW.state IN ('published', 'discarded')"),
    func="""
        DELETE FROM pledges_duplicateside AS side USING pledges_changesetrow AS own
        WHERE own.id = side.row_id AND own.changeset_id = NEW.id;
        RETURN NULL;
    """,
)

# Not when it goes to review: nearly all change sets go on from there, and approvals mark the rows in one go.
ROWS_OF_REVIEW = pgtrigger.Trigger(
    name="rows_of_review",
    operation=pgtrigger.Update,
    when=pgtrigger.After,
    condition=pgtrigger.Condition("OLD.state IN ('submitted', 'approved') AND NEW.state = 'draft'"),
    func="""
        UPDATE pledges_changesetrow SET reviewed = true WHERE changeset_id = NEW.id AND NOT reviewed;
        RETURN NULL;
    """,
)

ROW_OF_OPEN_CHANGE_SET = pgtrigger.Trigger(
    name="open_change_set",
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    declare=[("parent", "bigint"), ("parent_state", "text")],
    func="""
        IF TG_OP = 'UPDATE' AND NEW.changeset_id <> OLD.changeset_id THEN
            RAISE EXCEPTION 'row % stays in its change set', OLD.position
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        parent := CASE WHEN TG_OP = 'DELETE' THEN OLD.changeset_id ELSE NEW.changeset_id END;
        SELECT state FROM pledges_changeset WHERE id = parent INTO parent_state;
        IF parent_state = 'approved' AND TG_OP = 'UPDATE'
            AND (NEW.changeset_id, NEW.position, NEW.payload, NEW.author_id, NEW.approved_by_id, NEW.approved_hash)
                IS NOT DISTINCT FROM
                (OLD.changeset_id, OLD.position, OLD.payload, OLD.author_id, OLD.approved_by_id, OLD.approved_hash)
        THEN
            RETURN NEW;
        END IF;
        IF parent_state IN ('approved', 'published', 'discarded') THEN
            RAISE EXCEPTION 'the rows of change set % stay as they are: it is %', parent, parent_state
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN
            IF OLD.reviewed OR parent_state = 'submitted' THEN
                RAISE EXCEPTION 'row % was in review: it is taken out, and stays', OLD.position
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN OLD;
        END IF;
        NEW.reviewed := NEW.reviewed OR parent_state = 'submitted' OR (TG_OP = 'UPDATE' AND OLD.reviewed);
        RETURN NEW;
    """,
)

PLANNED_FACTS = """(
            coalesce({row}.plan->'fact', 'null'), coalesce({row}.plan->>'subject', '') <> '',
            CASE {row}.plan->>'action' WHEN 'duplicate' THEN 'create' ELSE {row}.plan->>'action' END
        )"""
"""What of a plan reaches the ledger, as `pledges.ledger.fact_kinds.planned_facts` says it."""

# PostgreSQL fires triggers in the order of their names: this one drops an approval after `open_change_set` has looked
# whether somebody writes approvals of an approved change set.
ROW_FACTS_APPROVED = pgtrigger.Trigger(
    name="row_facts_approved",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    declare=[("other_facts", "boolean")],
    condition=pgtrigger.Condition("NEW.plan IS DISTINCT FROM OLD.plan OR NEW.planned_hash <> OLD.planned_hash"),
    func=f"""
        other_facts := {PLANNED_FACTS.format(row="NEW")}
            IS DISTINCT FROM {PLANNED_FACTS.format(row="OLD")};
        IF NEW.plan IS NULL OR (other_facts AND NEW.planned_hash = OLD.planned_hash) THEN
            NEW.planned_hash := '';
        END IF;
        IF (other_facts OR NEW.planned_hash <> OLD.planned_hash)
            AND NEW.approved_by_id IS NOT DISTINCT FROM OLD.approved_by_id THEN
            NEW.approved_by_id := NULL;
            NEW.approved_hash := '';
        END IF;
        RETURN NEW;
    """,
)

ROW_FOUR_EYES = pgtrigger.Trigger(
    name="row_four_eyes",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.Before,
    func="""
        IF TG_OP = 'UPDATE' AND (NEW.payload, NEW.taken_out) IS DISTINCT FROM (OLD.payload, OLD.taken_out)
            AND NEW.approved_by_id IS NOT DISTINCT FROM OLD.approved_by_id THEN
            NEW.approved_by_id := NULL;
            NEW.approved_hash := '';
        END IF;
        IF NEW.approved_by_id = NEW.author_id
            AND coalesce((SELECT four_eyes FROM pledges_reviewpolicy WHERE id = 1), true)
            AND NOT EXISTS (SELECT FROM pledges_changeset WHERE id = NEW.changeset_id AND undo_of_id IS NOT NULL)
        THEN
            RAISE EXCEPTION 'four eyes: the author of row % cannot approve it', NEW.position
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    """,
)

VERSION_GAP_FREE = pgtrigger.Trigger(
    name="gap_free",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    declare=[("latest", "record"), ("state_now", "text")],
    func=f"""
        PERFORM pg_advisory_xact_lock({PUBLISH_LOCK});
        SELECT number, published_at FROM pledges_datasetversion ORDER BY number DESC LIMIT 1 INTO latest;
        IF NEW.number <> coalesce(latest.number, 0) + 1 THEN
            RAISE EXCEPTION 'dataset versions have no gaps: after % comes %, not %',
                coalesce(latest.number, 0), coalesce(latest.number, 0) + 1, NEW.number
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF NEW.published_at < latest.published_at THEN
            RAISE EXCEPTION 'version % cannot be older than the one before it', NEW.number
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        SELECT state FROM pledges_changeset WHERE id = NEW.changeset_id INTO state_now;
        IF state_now <> 'approved' THEN
            RAISE EXCEPTION 'change set % is %; only an approved one becomes a version', NEW.changeset_id, state_now
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        NEW.transaction_id := pg_current_xact_id()::text::bigint;
        RETURN NEW;
    """,
)

SHARES_WITHIN_WHOLE = pgtrigger.Trigger(
    name="shares_within_whole",
    operation=pgtrigger.Insert,
    when=pgtrigger.After,
    timing=pgtrigger.Deferred,
    condition=pgtrigger.Condition("NEW.share IS NOT NULL"),
    func="""
        IF (SELECT sum(share) FROM pledges_termsparty WHERE terms_id = NEW.terms_id AND role = NEW.role) > 1 THEN
            RAISE EXCEPTION 'the % shares of terms % add up to more than 1', NEW.role, NEW.terms_id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NULL;
    """,
)

VOID_ONCE = pgtrigger.Trigger(
    name="void_once",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    declare=[("standing", "bigint")],
    func="""
        SELECT v.id FROM pledges_void AS v
        WHERE (v.entry_id = NEW.entry_id OR v.terms_id = NEW.terms_id OR v.requirement_id = NEW.requirement_id
               OR v.stock_id = NEW.stock_id OR v.membership_id = NEW.membership_id
               OR v.asserted_total_id = NEW.asserted_total_id OR v.completeness_id = NEW.completeness_id
               OR v.lifted_void_id = NEW.lifted_void_id)
          AND NOT EXISTS (SELECT FROM pledges_void AS l WHERE l.lifted_void_id = v.id)
        LIMIT 1 INTO standing;
        IF standing IS NOT NULL THEN
            RAISE EXCEPTION 'this fact is voided already (void %)', standing
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF NEW.lifted_void_id IS NOT NULL
            AND EXISTS (SELECT FROM pledges_void WHERE id = NEW.lifted_void_id AND lifted_void_id IS NOT NULL) THEN
            RAISE EXCEPTION 'a lifted void cannot be lifted again: void the fact anew'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    """,
)

ONE_RATE = "entry_one_rate"
"""What the database calls the rule that a pledge has one rate in a currency."""

OTHER_RATE = """
        EXECUTE $query$
            WITH written AS MATERIALIZED ({written})
            SELECT said.pledge_id, said.currency, fixed.eur_rate AS fixed,
                CASE WHEN said.least <> fixed.eur_rate THEN said.least ELSE said.most END AS eur_rate
            FROM (
                SELECT pledge_id, currency, min(eur_rate) AS least, max(eur_rate) AS most
                FROM written GROUP BY pledge_id, currency
            ) AS said
            CROSS JOIN LATERAL (
                SELECT one.eur_rate FROM pledges_entry AS one
                WHERE one.pledge_id = said.pledge_id AND one.currency = said.currency AND one.eur_rate IS NOT NULL
                    AND NOT EXISTS (
                        SELECT FROM pledges_void AS void WHERE void.entry_id = one.id
                            AND NOT EXISTS (SELECT FROM pledges_void AS lift WHERE lift.lifted_void_id = void.id)
                    )
                -- What stands already comes first; where nothing does, the first of those that are written.
                ORDER BY one.id IN (SELECT id FROM written), one.version_id, one.position LIMIT 1
            ) AS fixed
            WHERE said.least <> fixed.eur_rate OR said.most <> fixed.eur_rate
            ORDER BY said.pledge_id LIMIT 1
        $query$ INTO other;
        IF other IS NOT NULL THEN
            RAISE EXCEPTION 'one rate: an entry of pledge % has % % for a euro, the pledge has %',
                other.pledge_id, other.eur_rate, other.currency, other.fixed
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = '{rule}';
        END IF;
        RETURN NULL;
"""
"""Compares the rates of entries with that of the first standing one of their pledge in their currency, all at once.

Executed as text, so that it is planned for as many entries as there are, and not for those of the first time.
"""

WITH_RATE = "entry.eur_rate IS NOT NULL AND entry.currency <> 'EUR'"


def one_rate(name: str, *, new: str, written: str) -> pgtrigger.Trigger:
    """The trigger that compares the rates of what is `written` by the `new` rows of a statement."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        operation=pgtrigger.Insert,
        when=pgtrigger.After,
        referencing=pgtrigger.Referencing(new=new),
        declare=[("other", "record")],
        func=OTHER_RATE.format(written=written, rule=ONE_RATE),
    )


ENTRY_ONE_RATE = one_rate(
    "one_rate",
    new="new_entries",
    written=f"SELECT id, pledge_id, currency, eur_rate FROM new_entries AS entry WHERE {WITH_RATE}",
)

LIFT_ONE_RATE = one_rate(
    "lift_one_rate",
    new="new_voids",
    written=f"""
            SELECT entry.id, entry.pledge_id, entry.currency, entry.eur_rate
            FROM new_voids AS lift JOIN pledges_void AS void ON void.id = lift.lifted_void_id
            JOIN pledges_entry AS entry ON entry.id = void.entry_id WHERE {WITH_RATE}
        """,
)
"""An entry that stands again has the rate that its pledge has by then."""
