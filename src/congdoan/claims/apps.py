"""The claims room as a Django app."""

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    name = "congdoan.claims"
    label = "claims"
