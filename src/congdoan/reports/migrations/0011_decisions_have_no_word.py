"""What is to be mended stands in remarks, also of the whole; a decision's own word was never written."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0010_told_again")]
    operations = [migrations.RemoveField(model_name="decision", name="word")]
