"""What folding does in steps is not to be called by itself, and the guards look up the book's own tables alone.

A function that runs as the owner may be called by anyone: with its steps the application's role could have added to
standings what it may not write. And a temporary table of a role's own is found before the book's of the same name.
"""

from django.db import migrations

STEPS = (
    "add_standings(bigint[], bigint[], pg_snapshot, int)",
    "add_steps(bigint[], bigint[], pg_snapshot, int)",
    "add_carried(bigint[], bigint[], pg_snapshot, int)",
    "fold_standings(pg_snapshot, pg_snapshot)",
)
"""Called by functions that run as the owner, and so as the owner."""

GUARDS = (
    "check_entries()",
    "check_unit_covers_entries()",
    "check_declaration()",
    "check_postings()",
    "refuse_folded()",
    "look_up_figures_entry()",
)


def _each(functions: tuple[str, ...], change: str) -> str:
    return "".join(f"ALTER FUNCTION {function} {change};" for function in functions)


class Migration(migrations.Migration):
    dependencies = [("figures", "0013_few_others")]
    operations = [
        migrations.RunSQL(_each(STEPS, "SECURITY INVOKER"), _each(STEPS, "SECURITY DEFINER")),
        migrations.RunSQL(_each(GUARDS, "SET search_path = public, pg_temp"), _each(GUARDS, "RESET search_path")),
    ]
