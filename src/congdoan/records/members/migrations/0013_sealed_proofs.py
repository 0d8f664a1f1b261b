"""The scans of proofs that lie on the disk from before they were sealed, sealed where they lie."""

from typing import Any

from django.db import migrations

from congdoan.base.files import seal_in_place
from congdoan.records.members.models import PROOF


def seal(apps: Any, schema_editor: Any) -> None:
    Ground = apps.get_model("members", "Ground")
    rows = Ground.objects.using(schema_editor.connection.alias).exclude(file="").order_by("pk")
    for name in rows.values_list("file", flat=True):
        seal_in_place(name, PROOF)


class Migration(migrations.Migration):
    dependencies = [("members", "0012_places")]
    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
