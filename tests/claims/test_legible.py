"""Old encodings: TCVN3 and VNI recognised, by line, and put into Unicode."""

import unicodedata

import pytest

from congdoan.claims.rules import legible as room
from congdoan.claims.rules.legible import decoded, legible

TEXT = (
    "Các cấp công đoàn đã kết nạp 2.318 đoàn viên, thành lập 17 công đoàn cơ sở; hỗ trợ 95 triệu đồng "
    "cho người lao động ở những nơi được giao nhiệm vụ sửa chữa, kỹ thuật."
)


def tcvn3(text: str) -> str:
    back = {meant: written for written, meant in room._TCVN3.items()}
    return "".join(back.get(char, char) for char in text)


def vni(text: str) -> str:
    back = {meant: written for written, meant in room._vni_table().items() if written.islower()}
    return "".join(back.get(char, char) if not char.isascii() else char for char in text)


@pytest.mark.parametrize(("way", "write"), [("TCVN3", tcvn3), ("VNI", vni)])
def test_an_old_encoding_is_recognised(way: str, write: object) -> None:
    assert callable(write)
    written = write(TEXT.lower())
    assert written != TEXT.lower()
    assert legible(written) == room.Legible(TEXT.lower(), (way,))
    assert decoded(written.encode("latin-1")) == room.Legible(TEXT.lower(), (way,))


def test_a_text_may_mix_encodings_by_line() -> None:
    text = "\n".join([TEXT.lower(), tcvn3(TEXT.lower()), vni(TEXT.lower())])
    found = legible(text)
    assert found.text == "\n".join([TEXT.lower()] * 3)
    assert found.converted == ("TCVN3", "VNI")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_unicode_stays_as_it_is(form: str) -> None:
    text = unicodedata.normalize(form, TEXT)  # type: ignore[arg-type]
    assert legible(text) == room.Legible(text)
    assert decoded(text.encode()) == room.Legible(text)
    assert decoded(text.encode("utf-16")) == room.Legible(text)


def test_windows_1258_is_recognised() -> None:
    letters = "Các câ\u0301p đa\u0303 kê\u0301t na\u0323p 2.318 ngươ\u0300i ơ\u0309 nhiê\u0300u nơi"
    found = decoded(letters.encode("cp1258"))
    assert found.converted == ("windows-1258",)
    assert "đã kết nạp 2.318 người" in found.text


def test_english_stays_as_it_is() -> None:
    assert legible("Café owners’ union – 12 naïve façades").converted == ()
