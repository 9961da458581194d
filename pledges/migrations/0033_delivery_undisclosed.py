"""A delivery of which nobody says how much it was is a state of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pledges", "0032_sums_and_wishes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="pledgespan",
            name="status",
            field=models.CharField(max_length=20),
        ),
        migrations.AlterField(
            model_name="pledgestate",
            name="status",
            field=models.CharField(max_length=20),
        ),
    ]
