"""The committees room as a Django app."""

from django.apps import AppConfig


class CommitteesConfig(AppConfig):
    name = "congdoan.records.committees"
    label = "committees"

    def ready(self) -> None:
        """A unit that ends takes its committees with it."""
        from congdoan.records.committees.actions import end_committees
        from congdoan.records.structure.actions import END_WITH_A_UNIT

        END_WITH_A_UNIT.append(end_committees)
