"""What leaves a rule of the database aside is never committed."""

from django.db import migrations

FORWARD = """
CREATE TABLE public.pledges_rule_left_aside (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, rule name NOT NULL);
CREATE FUNCTION public.pledges_refuse_rule_left_aside() RETURNS TRIGGER AS $$
BEGIN
    RAISE EXCEPTION 'a transaction that leaves a rule aside can only be rolled back: %', NEW.rule
        USING ERRCODE = 'integrity_constraint_violation';
END;
$$ LANGUAGE plpgsql;
CREATE CONSTRAINT TRIGGER never_committed AFTER INSERT ON public.pledges_rule_left_aside
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.pledges_refuse_rule_left_aside();
"""
BACKWARD = """
DROP TABLE public.pledges_rule_left_aside;
DROP FUNCTION public.pledges_refuse_rule_left_aside();
"""


class Migration(migrations.Migration):
    dependencies = [("pledges", "0041_drafted_texts")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
