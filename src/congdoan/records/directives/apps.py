"""The directives room as a Django app."""

from django.apps import AppConfig


class DirectivesConfig(AppConfig):
    name = "congdoan.records.directives"
    label = "directives"
