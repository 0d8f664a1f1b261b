"""The catalogue as a Django app: it owns the editions that have been installed."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "congdoan.catalogue"
    label = "catalogue"
