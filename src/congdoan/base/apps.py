"""The base room as a Django app: it owns the moments and the database functions under everything."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "congdoan.base"
    label = "base"
