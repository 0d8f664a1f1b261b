"""The imports room as a Django app."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "congdoan.records.imports"
    label = "imports"
