"""Finds the first version that cites a source by index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0008_unnamed_members"),
        ("pledges", "0020_pledge_spans"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="assertedtotal",
            index=models.Index(fields=["source", "version"], name="asserted_total_source_idx"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["source", "version"], name="entry_source_idx"),
        ),
        migrations.AddIndex(
            model_name="requirement",
            index=models.Index(fields=["source", "version"], name="requirement_source_idx"),
        ),
        migrations.AddIndex(
            model_name="stock",
            index=models.Index(fields=["source", "version"], name="stock_source_idx"),
        ),
        migrations.AddIndex(
            model_name="terms",
            index=models.Index(fields=["source", "version"], name="terms_source_idx"),
        ),
    ]
