"""The world in which records are tested."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings
from tests.world import lasting_world, world

__all__ = ["lasting_world", "world"]


@pytest.fixture(autouse=True)
def files_aside(settings: Settings, tmp_path: Path) -> None:
    """Photos and documents go where nobody keeps anything."""
    settings.MEDIA_ROOT = tmp_path
