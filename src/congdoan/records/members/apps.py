"""The members room as a Django app."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "congdoan.records.members"
    label = "members"
