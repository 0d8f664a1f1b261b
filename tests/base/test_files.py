"""Files are sealed where they lie and stay whole, and those that no row names any more are swept away."""

import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import override_settings
from pytest_django.fixtures import Settings

from congdoan.base.files import opened, seal_in_place, sweep
from congdoan.base.sealing import Unopened

PAPER = b"%PDF-1.4 giay to\n%%EOF"
OLD, NEW = b"o" * 32, b"n" * 32


@pytest.fixture(autouse=True)
def files_aside(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    with override_settings(KEYS=[OLD]):
        yield


def kept(name: str) -> Path:
    return Path(default_storage.path(default_storage.save(name, BytesIO(PAPER))))


def test_a_file_is_sealed_where_it_lies_once_for_each_key() -> None:
    path = kept("papers/one")
    assert opened(path.read_bytes(), "a") == PAPER
    assert [seal_in_place("papers/one", "a") for _time in range(2)] == [True, False]
    assert PAPER not in path.read_bytes()
    with override_settings(KEYS=[NEW, OLD]):
        assert [seal_in_place("papers/one", "a") for _time in range(2)] == [True, False]
        assert opened(path.read_bytes(), "a") == PAPER
    with pytest.raises(Unopened):
        opened(path.read_bytes(), "a")
    assert not seal_in_place("papers/gone", "a")


def test_what_no_key_opens_is_not_sealed_a_second_time() -> None:
    path = kept("papers/one")
    seal_in_place("papers/one", "a")
    before = path.read_bytes()
    with override_settings(KEYS=[NEW]), pytest.raises(Unopened):
        seal_in_place("papers/one", "a")
    assert path.read_bytes() == before


def test_a_sealing_that_is_broken_off_leaves_the_file_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    path = kept("papers/one")

    def broken(*given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", broken)
    with pytest.raises(KeyboardInterrupt):
        seal_in_place("papers/one", "a")
    assert (path.read_bytes(), [each.name for each in path.parent.iterdir()]) == (PAPER, ["one"])


def test_only_what_lies_long_and_is_named_nowhere_is_swept() -> None:
    old, named, _new = kept("papers/aa/old"), kept("papers/aa/named"), kept("papers/new")
    for path in (old, named):
        os.utime(path, (0, 0))
    assert sweep("papers", lambda names: {"papers/aa/named"} & {*names}, days=1) == 1
    assert {path.name for path in (old.parent, old.parent.parent) for path in path.iterdir()} == {"aa", "named", "new"}
    assert sweep("nowhere", lambda names: names, days=1) == 0
