from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from congdoan.base.text import fold


def fold_notes(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Notes written before search compared them."""
    activities = apps.get_model("activities", "Activity").objects.using(schema_editor.connection.alias)
    for activity in activities.exclude(note="").only("pk", "note").iterator(chunk_size=2000):
        activities.filter(pk=activity.pk).update(folded=fold(activity.note))


class Migration(migrations.Migration):
    dependencies = [("activities", "0002_attachments")]
    operations = [migrations.RunPython(fold_notes, migrations.RunPython.noop)]
