"""The activities room as a Django app."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "congdoan.records.activities"
    label = "activities"
