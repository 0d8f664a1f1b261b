"""By what right a person's data are used: bounded like the person's memberships, and never edited."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import congdoan.records.members.models.grounds
from congdoan.base.sql import never_edited

BOUNDS = """
CREATE POLICY within_reach ON members_ground USING (
    (SELECT asker_is_everywhere()) OR unit_id IN (SELECT reach.unit_id FROM asker_reach() AS reach)
);
ALTER TABLE members_ground ENABLE ROW LEVEL SECURITY;
"""
NO_BOUNDS = """
ALTER TABLE members_ground DISABLE ROW LEVEL SECURITY;
DROP POLICY within_reach ON members_ground;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0006_words"),
        ("org", "0009_portions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Ground",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("membership", "quản lý đoàn viên"),
                            ("care", "chăm lo và phúc lợi"),
                            ("messages", "gửi thông tin của công đoàn"),
                            ("party", "giới thiệu vào Đảng"),
                            ("publication", "đăng ảnh, tin bài"),
                            ("sharing", "cung cấp cho cơ quan, tổ chức khác"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("consent", "sự đồng ý của người ấy"),
                            ("charter", "quyền và nghĩa vụ đoàn viên theo Điều lệ"),
                            ("law", "nghĩa vụ theo luật"),
                        ],
                        max_length=10,
                    ),
                ),
                ("ends", models.BooleanField(default=False)),
                ("day", models.DateField()),
                ("proof", models.CharField(blank=True, max_length=300)),
                ("file", models.FileField(blank=True, upload_to=congdoan.records.members.models.grounds.ground_place)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("ending", models.CharField(blank=True, max_length=10)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="grounds", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="grounds", to="members.member"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="grounds", to="org.unit"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("file", ""), ("proof", ""), _negated=True),
                        name="a_ground_has_its_proof",
                        violation_error_message="Ghi giấy tờ làm chứng hoặc đính kèm bản chụp.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends", False), ("basis", "consent"), _connector="OR"),
                        name="only_consent_is_withdrawn",
                        violation_error_message="Chỉ rút được sự đồng ý.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(BOUNDS, NO_BOUNDS),
        never_edited("members_ground"),
    ]
