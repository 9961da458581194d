"""Lets pages find the latest entries without reading all of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pledges", "0007_change_marks"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                fields=["-occurred_start", "-occurred_end", "-version", "-position"], name="entry_latest_idx"
            ),
        ),
    ]
