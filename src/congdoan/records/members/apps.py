"""The members room as a Django app."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "congdoan.records.members"
    label = "members"

    def ready(self) -> None:
        """What waits for an answer ends with the unit of which it was asked."""
        from congdoan.records.members.actions.lapsing import end_asking
        from congdoan.records.structure.actions import END_WITH_A_UNIT

        END_WITH_A_UNIT.append(end_asking)
