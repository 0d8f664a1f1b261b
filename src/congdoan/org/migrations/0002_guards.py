"""What the database itself refuses: edits of what is only superseded, deletions, changes of the journal."""

from django.db import migrations

from congdoan.base.sql import append_only, never_deleted, superseded_only


class Migration(migrations.Migration):
    dependencies = [("org", "0001_initial"), ("base", "0001_initial")]
    operations = [
        never_deleted("org_unit"),
        superseded_only("org_place"),
        superseded_only("org_lineage"),
        superseded_only("org_recordsfrom"),
        append_only("org_deed"),
    ]
