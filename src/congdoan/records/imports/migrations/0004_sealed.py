"""What was written in cells lies sealed: the decisions about a workbook, what was shown of it, what was read of it."""

from typing import Any

from django.db import migrations, models

import congdoan.base.sealing
import congdoan.records.imports.models

FIELDS = ("choices", "preview")


def copied(from_: str, to: str) -> Any:
    """Copy the fields of every workbook from those of one name to those of another."""

    def copy(apps: Any, schema_editor: Any) -> None:
        Upload = apps.get_model("imports", "Upload")
        for upload in Upload.objects.using(schema_editor.connection.alias).order_by("pk").iterator(chunk_size=100):
            for field in FIELDS:
                setattr(upload, to % field, getattr(upload, from_ % field))
            upload.save(update_fields=[to % field for field in FIELDS])

    return copy


class Migration(migrations.Migration):
    dependencies = [("imports", "0003_bounds")]
    operations = [
        *[migrations.RenameField("upload", field, f"plain_{field}") for field in FIELDS],
        *[
            migrations.AddField("upload", field, congdoan.base.sealing.SealedJSONField(default=dict))
            for field in FIELDS
        ],
        migrations.RunPython(copied("plain_%s", "%s"), copied("%s", "plain_%s")),
        *[migrations.RemoveField("upload", f"plain_{field}") for field in FIELDS],
        migrations.AddField(
            "upload",
            "kept",
            models.FileField(blank=True, default="", upload_to=congdoan.records.imports.models.upload_place),
        ),
    ]
