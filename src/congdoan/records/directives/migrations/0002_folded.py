"""Directives are found by their numbers and titles, with or without marks."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from congdoan.base.text import fold


def fold_all(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Those registered before search compared them."""
    directives = apps.get_model("directives", "Directive").objects.using(schema_editor.connection.alias)
    for key, number, title in directives.values_list("pk", "number", "title"):
        directives.filter(pk=key).update(folded=fold(f"{number} {title}")[:600])


class Migration(migrations.Migration):
    dependencies = [("directives", "0001_initial")]
    operations = [
        migrations.AddField(
            "directive", "folded", models.CharField(default="", editable=False, max_length=600), preserve_default=False
        ),
        migrations.RunPython(fold_all, migrations.RunPython.noop),
    ]
