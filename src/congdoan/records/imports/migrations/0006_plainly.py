"""The keys of an import's entries lie as they are: packing ten thousand took ten times as long as writing them."""

from django.db import migrations

STORED = "ALTER TABLE imports_taken ALTER entries SET STORAGE {}"


class Migration(migrations.Migration):
    dependencies = [("imports", "0005_taken_together")]
    operations = [migrations.RunSQL(STORED.format("EXTERNAL"), STORED.format("EXTENDED"))]
