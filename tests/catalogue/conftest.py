"""A small edition to spoil, and the shipped one to copy."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from congdoan import catalogue
from congdoan.catalogue.rules import Catalogue, CatalogueFaults, Fault, read

SHIPPED = Path(catalogue.__file__).parent / "vgcl"

GROUND = """
[edition]
code = "small"
version = "1"
name = "Danh mục nhỏ"

[[group]]
code = "work"
name = "Công việc"
name_en = "Work"

[[sector]]
code = "non-state"
name = "Ngoài nhà nước"
name_en = "Non-state"

[[kind]]
code = "dialogue"
name = "Đối thoại"
name_en = "Dialogue"
group = "work"
measures.people = "Lượt người"
details.trigger = { type = "choice", label = "Hình thức", choices = ["định kỳ", "khi có yêu cầu"] }
details.hours = { type = "number", label = "Số giờ" }
details.minutes = { type = "text", label = "Biên bản" }

[[indicator]]
code = "dialogue.held"
name = "Số cuộc đối thoại"
name_en = "Dialogues"
unit = "cuộc"
group = "work"
phrases = ["cuộc đối thoại"]
counts = "activity:dialogue"

[[indicator]]
code = "members.transferred_in"
name = "Chuyển đến"
name_en = "Transferred in"
unit = "người"
group = "work"
phrases = ["chuyển đến"]
counts = "arrival"
own_only = true
"""


def indicator(code: str, rest: str) -> str:
    """An indicator with all that is not in question, and what is."""
    return f"""
[[indicator]]
code = "{code}"
name = "Tên"
name_en = "Name"
unit = "cuộc"
group = "work"
phrases = ["câu"]
{rest}
"""


@pytest.fixture(scope="session")
def shipped() -> Catalogue:
    return read(SHIPPED)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the shipped edition, to add to."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "vgcl"))


@pytest.fixture
def small(tmp_path: Path) -> Callable[[str], Catalogue]:
    """Reads the small edition with some entries more, written to another file."""

    def small_with(more: str) -> Catalogue:
        (tmp_path / "ground.toml").write_text(GROUND, encoding="utf-8")
        (tmp_path / "more.toml").write_text(more, encoding="utf-8")
        return read(tmp_path)

    return small_with


@pytest.fixture
def faults_in(small: Callable[[str], Catalogue]) -> Callable[[str], tuple[Fault, ...]]:
    """What is wrong with the small edition and some entries more."""

    def faults_with(more: str) -> tuple[Fault, ...]:
        with pytest.raises(CatalogueFaults) as caught:
            small(more)
        return caught.value.faults

    return faults_with
