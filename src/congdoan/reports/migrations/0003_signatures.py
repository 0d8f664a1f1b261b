"""Signed documents beside what was sent, never changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from congdoan.base.sql import append_only

DIGEST = """
ALTER TABLE reports_signature ADD CONSTRAINT signature_is_what_its_digest_says
    CHECK (digest = encode(sha256(content), 'hex'))
"""
NO_DIGEST = "ALTER TABLE reports_signature DROP CONSTRAINT signature_is_what_its_digest_says"


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                ("holder", models.CharField(max_length=300)),
                ("issuer", models.CharField(max_length=300)),
                ("serial", models.CharField(max_length=100)),
                ("valid_from", models.DateTimeField()),
                ("valid_to", models.DateTimeField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="reports.revision"
                    ),
                ),
            ],
            options={"ordering": ["revision", "pk"]},
        ),
        migrations.RunSQL(DIGEST, NO_DIGEST),
        append_only("reports_signature"),
    ]
