"""The desk as a Django app."""

from django.apps import AppConfig
from django.forms import Field
from django.utils.translation import gettext_lazy


class DeskConfig(AppConfig):
    name = "congdoan.desk"
    label = "desk"

    def ready(self) -> None:
        """Every form says of what is left empty the same plain words."""
        Field.default_error_messages["required"] = gettext_lazy("Chưa điền mục này.")
