"""Words for computed figures and for windows, as `canonical_text` says them, and text as it stands in CSV.

Functions, and none that the planner would write out in place: a row has a dozen figures, and planning that much text
took longer than making a hundred rows.
"""

from django.db import migrations

ESTIMATE_WORDS = r"""
    CREATE FUNCTION estimate_words(low numeric, best numeric, high numeric) RETURNS text
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
    DECLARE
        form CONSTANT text := 'FM999,999,999,999,999,999,999,999,999,999,999,990.999999';
        bounds text;
    BEGIN
        IF low = high THEN
            RETURN rtrim(to_char(low, form), '.');
        END IF;
        IF low = floor(best * 0.9) AND high = ceil(best * 1.1)
            AND low = floor(best * 900000) / 1000000 AND high = ceil(best * 1100000) / 1000000 THEN
            RETURN 'about ' || rtrim(to_char(best, form), '.');
        END IF;
        bounds := CASE
            WHEN high IS NULL THEN 'at least ' || rtrim(to_char(low, form), '.')
            WHEN low = 0 THEN 'up to ' || rtrim(to_char(high, form), '.')
            ELSE rtrim(to_char(low, form), '.') || '-' || rtrim(to_char(high, form), '.')
        END;
        RETURN CASE WHEN best IS NULL THEN bounds ELSE bounds || ', best ' || rtrim(to_char(best, form), '.') END;
    END $$
"""

WINDOW_WORDS = r"""
    CREATE FUNCTION window_words(first date, last date, finely text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
    DECLARE
        year CONSTANT int := extract(year FROM last);
        month CONSTANT int := extract(month FROM first);
        months int;
    BEGIN
        IF last IS NULL THEN
            RETURN CASE WHEN first IS NULL THEN 'unknown' ELSE 'from ' || first END;
        ELSIF first IS NULL OR finely = 'deadline' THEN
            RETURN 'by ' || last;
        ELSIF first = last THEN
            RETURN first::text;
        END IF;
        months := CASE finely
            WHEN 'month' THEN 1 WHEN 'quarter' THEN 3 WHEN 'season' THEN 3 WHEN 'half' THEN 6 WHEN 'year' THEN 12 END;
        IF extract(day FROM first) = 1 AND last = (first + make_interval(months => months))::date - 1
            AND (month - CASE finely WHEN 'season' THEN 0 ELSE 1 END) % months = 0 THEN
            RETURN CASE finely
                WHEN 'month' THEN to_char(first, 'YYYY-MM')
                WHEN 'quarter' THEN concat('Q', (month + 2) / 3, ' ', year)
                WHEN 'season' THEN concat(('{3,spring,6,summer,9,autumn,12,winter}'::text[])[month * 2 / 3], ' ', year)
                WHEN 'half' THEN concat('H', (month + 5) / 6, ' ', year)
                ELSE year::text END;
        END IF;
        RETURN first || ' to ' || last;
    END $$
"""

CSV_TEXT = r"""
    CREATE FUNCTION csv_text(value text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
    BEGIN
        IF value ~ '^[-=+@\t\r]' THEN
            value := '''' || value;
        END IF;
        IF value ~ '[,"\n\r]' THEN
            RETURN '"' || replace(value, '"', '""') || '"';
        END IF;
        RETURN value;
    END $$
"""


class Migration(migrations.Migration):
    dependencies = [("pledges", "0005_read_paths")]

    operations = [
        migrations.RunSQL(CSV_TEXT, "DROP FUNCTION csv_text(text)"),
        migrations.RunSQL(ESTIMATE_WORDS, "DROP FUNCTION estimate_words(numeric, numeric, numeric)"),
        migrations.RunSQL(WINDOW_WORDS, "DROP FUNCTION window_words(date, date, text)"),
    ]
