"""A drafting keeps all that it read, for the programs that ask again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pledges", "0041_drafted_texts"),
    ]

    operations = [
        migrations.AddField(model_name="draftingrun", name="claims", field=models.JSONField(blank=True, default=list)),
        migrations.AddField(model_name="draftingrun", name="left", field=models.JSONField(blank=True, default=list)),
    ]
