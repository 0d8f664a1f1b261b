"""The index that keeps a sheet the only one of its period holds what the board reads, in the order in which it reads."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0012_topmost_reopens")]
    operations = [
        migrations.RemoveIndex(model_name="sheet", name="sheet_board"),
        migrations.RemoveConstraint(model_name="sheet", name="one_sheet_a_period"),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.UniqueConstraint(
                fields=("form", "period", "unit"),
                include=("id", "state", "first_sent"),
                name="one_sheet_a_period",
                violation_error_message="Đơn vị đã có báo cáo này cho kỳ đó.",
            ),
        ),
    ]
