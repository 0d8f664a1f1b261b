"""Later editions of the small catalogue."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.test import override_settings
from tests.world import EDITION

from congdoan.catalogue.actions import install_edition

URGENT = """
[[indicator]]
code = "dialogue.urgent"
name = "Số cuộc đối thoại khi có vụ việc"
name_en = "Urgent dialogues"
unit = "cuộc"
group = "all"
phrases = ["đối thoại khi có vụ việc"]
counts = "activity:dialogue"
where = { trigger = "khi có vụ việc" }
"""
Later = Callable[..., Path]


@pytest.fixture
def later(tmp_path: Path) -> Later:
    """Makes a later edition: the small one with one text in place of another, and more at its end."""

    def make(old: str = "", new: str = "", more: str = "") -> Path:
        folder = tmp_path / f"edition-{len(list(tmp_path.iterdir()))}"
        shutil.copytree(EDITION, folder)
        file = folder / "all.toml"
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1) + more, "utf-8")
        return folder

    return make


@contextmanager
def in_force(edition: Path) -> Iterator[None]:
    with override_settings(CATALOGUE=edition):
        install_edition(edition)
        yield
