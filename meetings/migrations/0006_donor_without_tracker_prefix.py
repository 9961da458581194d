"""Donors lose the letters that one tracker begins its packages with; nothing read them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("meetings", "0005_plain_vocabularies")]

    operations = [migrations.RemoveField(model_name="donor", name="kiel_prefix")]
