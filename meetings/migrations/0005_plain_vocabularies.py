"""Columns of vocabularies are plain text to migrations, so that a new word makes none; the database stays as it is."""

from django.db import migrations, models

COLUMNS = (
    ("coalition", "announced_precision", {"max_length": 12, "blank": True}),
    ("coalition", "capability", {"max_length": 30}),
    ("coalition", "confidence", {"max_length": 20, "blank": True}),
    ("coalition", "founded_precision", {"max_length": 12, "blank": True}),
    ("donor", "kind", {"max_length": 20, "default": "country"}),
    ("donorgdp", "confidence", {"max_length": 20, "blank": True}),
    ("donormembership", "body", {"max_length": 20}),
    ("donormembership", "confidence", {"max_length": 20, "blank": True}),
    ("initiative", "confidence", {"max_length": 20, "blank": True}),
    ("initiative", "since_precision", {"max_length": 12, "blank": True}),
    ("meeting", "confidence", {"max_length": 20, "blank": True}),
    ("meeting", "date_precision", {"max_length": 12, "blank": True}),
    ("meeting", "mode", {"max_length": 20, "blank": True}),
    ("meeting", "status", {"max_length": 20, "default": "held"}),
    ("meetingattendance", "attendance", {"max_length": 20}),
    ("meetingattendance", "confidence", {"max_length": 20, "blank": True}),
    ("membership", "confidence", {"max_length": 20, "blank": True}),
    ("membership", "joined_precision", {"max_length": 12, "blank": True}),
    ("membership", "role", {"max_length": 20, "default": "member"}),
    ("source", "grade", {"max_length": 30, "default": "unverified"}),
    ("sourceclaim", "confidence", {"max_length": 20, "blank": True}),
)


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0004_meeting_attendances"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(model, column, models.CharField(**options)) for model, column, options in COLUMNS
            ]
        )
    ]
