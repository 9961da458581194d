"""Who came to a meeting, joined it online or was absent, as a source says."""

import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

from meetings.migration_operations import AddTrigger


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0003_donor_gdp"),
    ]

    operations = [
        migrations.CreateModel(
            name="MeetingAttendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.CharField(blank=True, max_length=100)),
                (
                    "attendance",
                    models.CharField(
                        choices=[("in_person", "In person"), ("online", "Online"), ("absent", "Absent")], max_length=20
                    ),
                ),
                (
                    "confidence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("official", "Official page"),
                            ("stored_page", "Stored copy of a page"),
                            ("article", "Article"),
                            ("repo_data", "Published data set"),
                            ("memory", "From memory, unverified"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "donor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="meetings.donor"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attendances", to="meetings.meeting"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meetings.source",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "donor", "person"), name="meeting_attendance_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("attendance__in", ["in_person", "online", "absent"])),
                        name="meeting_attendance_stated",
                        violation_error_message="Attendance that is not known has no row.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source__isnull", False), ("confidence", "memory"), _connector="OR"),
                        name="meeting_attendance_sourced",
                        violation_error_message="Attendance needs a source, or the confidence “From memory, unverified”.",
                    ),
                ],
            },
        ),
        AddTrigger(
            model_name="meetingattendance",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n                ON CONFLICT (id) DO UPDATE SET number = version.number + 1;\n                RETURN NULL;\n            ",
                    hash="5beab6af4c114746efaa50667847c132a45c5bff",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_755f5",
                    table="meetings_meetingattendance",
                    when="AFTER",
                ),
            ),
        ),
    ]
