"""The figures room as a Django app."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "congdoan.figures"
    label = "figures"
