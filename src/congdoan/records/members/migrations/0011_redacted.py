"""Lines of the journal about persons erased before: their free text goes, as it goes from now on."""

from django.db import migrations

OF_THE_ERASED = """
SET LOCAL congdoan.redacting = 'yes';
UPDATE org_deed SET words = without_free_text(words) WHERE words ? 'reason' AND verb <> 'erased' AND subject IN (
    WITH gone AS (SELECT id FROM members_member WHERE erased_at IS NOT NULL)
    SELECT 'member ' || id FROM gone
    UNION ALL SELECT 'membership ' || id FROM members_membership WHERE member_id IN (SELECT id FROM gone)
    UNION ALL SELECT 'application ' || id FROM members_application WHERE member_id IN (SELECT id FROM gone)
    UNION ALL SELECT 'transfer ' || id FROM members_transfer WHERE member_id IN (SELECT id FROM gone)
);
SET LOCAL congdoan.redacting = '';
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0010_set_wise"), ("org", "0010_redacted")]
    operations = [migrations.RunSQL(OF_THE_ERASED, migrations.RunSQL.noop)]
