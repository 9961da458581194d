"""A transaction that leaves a rule of the database aside can only be rolled back.

django-pgtrigger lets a session name triggers that pass over what they guard, which the preview of a publication uses
before it rolls back. Any session may set that name, so leaving a rule aside writes a row that no commit accepts.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

# Called by every trigger; the usual answer has to cost nothing. Made anew by each migration that installs a trigger.
SHOULD_IGNORE = """
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name NAME) RETURNS BOOLEAN AS $$
DECLARE
    stated TEXT := current_setting('pgtrigger.ignore', true);
BEGIN
    IF stated IS NULL OR stated IN ('', '{}') OR NOT trigger_name = ANY(stated::text[]) THEN
        RETURN FALSE;
    END IF;
    INSERT INTO public.pledges_rule_left_aside (rule) VALUES (trigger_name);
    RETURN TRUE;
END;
$$ LANGUAGE plpgsql;
"""


def guard_rules_left_aside(**_signal: Any) -> None:
    """Put our function in the place of the package's, once the table is there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", ["public.pledges_rule_left_aside"])
        if cursor.fetchone()[0]:
            cursor.execute(SHOULD_IGNORE)
