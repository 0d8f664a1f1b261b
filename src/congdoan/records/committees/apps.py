"""The committees room as a Django app."""

from django.apps import AppConfig


class CommitteesConfig(AppConfig):
    name = "congdoan.records.committees"
    label = "committees"
