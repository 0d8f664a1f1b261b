"""The structure room as a Django app."""

from django.apps import AppConfig


class StructureConfig(AppConfig):
    name = "congdoan.records.structure"
    label = "structure"
