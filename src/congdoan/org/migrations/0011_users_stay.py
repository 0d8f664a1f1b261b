"""Users are never deleted: what they wrote names them. Whoever has left has no position, and no right by it."""

from django.db import migrations

from congdoan.base.sql import never_deleted


class Migration(migrations.Migration):
    dependencies = [("org", "0010_redacted")]
    operations = [never_deleted("org_user")]
