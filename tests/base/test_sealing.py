"""What is sealed opens again, for its purpose alone, under any key of the ring; its mark finds it and tells nothing."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from congdoan.base.sealing import Sealed, Unopened, mark, marker, marks, seal, unseal

OLD, NEW = b"o" * 32, b"n" * 32


@given(st.text(max_size=200))
@override_settings(KEYS=[OLD])
def test_what_is_sealed_opens_as_it_was(text: str) -> None:
    token = seal(text, "a.b")
    assert unseal(token, "a.b") == text
    assert token != seal(text, "a.b")
    assert not text or text.encode() not in token or len(text) < 4


@override_settings(KEYS=[OLD])
def test_it_opens_for_nothing_else() -> None:
    token = seal("001088001234", "members.member.identity")
    for bad, purpose in ((token, "members.member.health"), (token[:-1] + b"\0", "members.member.identity"), (b"", "x")):
        with pytest.raises(Unopened, match="Không khóa nào trong bộ khóa mở được"):
            unseal(bad, purpose)


def test_a_ring_opens_what_an_older_key_has_sealed_and_finds_what_it_has_marked() -> None:
    with override_settings(KEYS=[OLD]):
        sealed, found = Sealed.of("Kinh", "x"), mark("Kinh", "x")
        assert sealed.is_current
    with override_settings(KEYS=[NEW, OLD]):
        assert (sealed.open(), sealed.is_current) == ("Kinh", False)
        assert found in marks("Kinh", "x")
        assert mark("Kinh", "x") != found
    with override_settings(KEYS=[NEW]), pytest.raises(Unopened):
        sealed.open()


@override_settings(KEYS=[OLD])
def test_equal_texts_have_equal_marks_and_other_purposes_have_others() -> None:
    assert mark("1", "a") == mark("1", "a") != mark("1", "b") != mark("2", "b")


@override_settings(KEYS=[OLD])
def test_nothing_sealed_is_shown_by_accident() -> None:
    assert f"{Sealed.of('Hmông', 'x')!r} {Sealed.of('Hmông', 'x')}" == "••• •••"


@pytest.mark.parametrize("ring", [[], [b"short"]])
def test_a_ring_without_whole_keys_is_refused(ring: list[bytes]) -> None:
    with override_settings(KEYS=ring), pytest.raises(ImproperlyConfigured, match="đúng 32 byte"):
        seal("x", "x")


def test_many_are_marked_as_one_is_also_while_the_keys_are_changed() -> None:
    with override_settings(KEYS=[NEW, OLD]):
        assert marker("x")("Kinh") == marks("Kinh", "x")
        assert len(marks("Kinh", "x")) == 2
