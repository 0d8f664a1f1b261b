"""Lines of the journal about the seats of persons erased before: their free text goes, as it goes from now on."""

from django.db import migrations

OF_THE_ERASED = """
SET LOCAL congdoan.redacting = 'yes';
UPDATE org_deed SET words = without_free_text(words) WHERE words ? 'reason' AND subject IN (
    SELECT 'seat ' || id FROM committees_seat
    WHERE member_id IN (SELECT id FROM members_member WHERE erased_at IS NOT NULL)
);
SET LOCAL congdoan.redacting = '';
"""


class Migration(migrations.Migration):
    dependencies = [("committees", "0001_initial"), ("members", "0011_redacted")]
    operations = [migrations.RunSQL(OF_THE_ERASED, migrations.RunSQL.noop)]
