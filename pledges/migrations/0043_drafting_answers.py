"""A drafting keeps all that it read, for the programs that ask again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pledges", "0042_rules_left_aside"),
    ]

    operations = [
        migrations.AddField(model_name="draftingrun", name="claims", field=models.JSONField(blank=True, default=list)),
        migrations.AddField(model_name="draftingrun", name="left", field=models.JSONField(blank=True, default=list)),
    ]
