"""A meeting of a change set that was undone stays in the table, and in no list."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0008_unnamed_members"),
    ]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="taken_back",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
    ]
