from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def withdraw(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Those withdrawn before the column was there."""
    activities = apps.get_model("activities", "Activity").objects.using(schema_editor.connection.alias)
    activities.filter(entry__withdrawn=True).update(withdrawn=True)


class Migration(migrations.Migration):
    dependencies = [("activities", "0003_fold_notes")]
    operations = [
        migrations.AddField(model_name="activity", name="withdrawn", field=models.BooleanField(default=False)),
        migrations.RunPython(withdraw, migrations.RunPython.noop),
    ]
