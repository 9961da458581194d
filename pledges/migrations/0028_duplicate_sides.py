"""Stores by what promises are compared, so that the neighbours of a row are found by index."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pledges", "0027_name_requests"),
    ]

    operations = [
        migrations.CreateModel(
            name="DuplicateSide",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sid", models.BigIntegerField()),
                ("changeset_id", models.BigIntegerField(null=True)),
                ("donor_id", models.BigIntegerField()),
                ("system_id", models.BigIntegerField()),
                ("family", models.BigIntegerField()),
                ("key", models.TextField()),
                ("list_key", models.TextField()),
                ("scheme", models.TextField()),
                ("donors", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("shared", models.BooleanField()),
                ("unit", models.TextField()),
                ("counts", models.BooleanField()),
                ("text", models.TextField()),
                ("low", models.DecimalField(decimal_places=6, max_digits=24)),
                ("best", models.DecimalField(decimal_places=6, max_digits=24, null=True)),
                ("high", models.DecimalField(decimal_places=6, max_digits=24, null=True)),
                ("value", models.DecimalField(decimal_places=6, max_digits=24, null=True)),
                ("start_day", models.DateField()),
                ("end_day", models.DateField()),
                ("urls", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("words", models.TextField()),
                ("cue", models.SmallIntegerField()),
                ("links", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("link_names", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("exact", models.DecimalField(decimal_places=6, max_digits=24, null=True)),
                ("step", models.IntegerField(null=True)),
                ("url", models.TextField(null=True)),
                ("stands", models.BooleanField()),
                ("digest", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="DuplicateSideState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("day", models.DateField()),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="changeset",
            trigger=pgtrigger.compiler.Trigger(
                name="sides_of_open",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.state IN ('published', 'discarded'))",
                    func="\n        DELETE FROM pledges_duplicateside AS side USING pledges_changesetrow AS own\n        WHERE own.id = side.row_id AND own.changeset_id = NEW.id;\n        RETURN NULL;\n    ",
                    hash="20575e60e42112cde2fc519bf0c229502e4e0277",
                    operation="UPDATE",
                    pgid="pgtrigger_sides_of_open_d9523",
                    table="pledges_changeset",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="duplicateside",
            name="pledge",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="pledges.pledge",
            ),
        ),
        migrations.AddField(
            model_name="duplicateside",
            name="row",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="pledges.changesetrow"
            ),
        ),
        migrations.AddIndex(
            model_name="duplicateside",
            index=models.Index(
                condition=models.Q(("pledge__isnull", False)),
                fields=["donor_id", "family", "start_day", "sid"],
                name="duplicate_side_pledge_day",
            ),
        ),
        migrations.AddIndex(
            model_name="duplicateside",
            index=models.Index(
                condition=models.Q(("pledge__isnull", False)),
                fields=["donor_id", "family", "exact", "start_day", "sid"],
                name="duplicate_side_pledge_exact",
            ),
        ),
        migrations.AddIndex(
            model_name="duplicateside",
            index=models.Index(
                condition=models.Q(("pledge__isnull", False)),
                fields=["donor_id", "family", "step", "start_day", "sid"],
                name="duplicate_side_pledge_step",
            ),
        ),
        migrations.AddIndex(
            model_name="duplicateside",
            index=models.Index(
                condition=models.Q(("pledge__isnull", False)),
                fields=["donor_id", "family", "url", "start_day", "sid"],
                name="duplicate_side_pledge_url",
            ),
        ),
        migrations.AddIndex(
            model_name="duplicateside",
            index=models.Index(
                condition=models.Q(("row__isnull", False)),
                fields=["donor_id", "family", "start_day", "sid"],
                name="duplicate_side_row_day",
            ),
        ),
        migrations.AddIndex(
            model_name="duplicateside",
            index=models.Index(
                condition=models.Q(("row__isnull", False)),
                fields=["donor_id", "family", "exact", "start_day", "sid"],
                name="duplicate_side_row_exact",
            ),
        ),
        migrations.AddIndex(
            model_name="duplicateside",
            index=models.Index(
                condition=models.Q(("row__isnull", False)),
                fields=["donor_id", "family", "step", "start_day", "sid"],
                name="duplicate_side_row_step",
            ),
        ),
        migrations.AddIndex(
            model_name="duplicateside",
            index=models.Index(
                condition=models.Q(("row__isnull", False)),
                fields=["donor_id", "family", "url", "start_day", "sid"],
                name="duplicate_side_row_url",
            ),
        ),
        migrations.AddIndex(
            model_name="duplicateside",
            index=models.Index(fields=["system_id", "family"], name="duplicate_side_family"),
        ),
        migrations.AddConstraint(
            model_name="duplicateside",
            constraint=models.CheckConstraint(
                condition=models.Q(("pledge__isnull", True), ("row__isnull", True), _connector="XOR"),
                name="duplicate_side_of_pledge_or_row",
            ),
        ),
        migrations.AddConstraint(
            model_name="duplicateside",
            constraint=models.UniqueConstraint(fields=("sid", "donor_id"), name="duplicate_side_unique"),
        ),
    ]
