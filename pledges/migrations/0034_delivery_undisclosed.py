"""A delivery of which nobody says how much it was is a state of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pledges", "0033_stated_numbers"),
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
