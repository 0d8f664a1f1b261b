"""What is sealed is shown for a reason and written down; keys are changed without anybody being lost."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import override_settings
from tests.records.asking import refused
from tests.world import World

from congdoan.base.sealing import Unopened
from congdoan.org.models import Deed
from congdoan.records.members.actions import NewMember, admit, rotate_keys, transfer, unmask, unmasking
from congdoan.records.members.models import Member, sealed_under_older_keys

SPRING, SUMMER = date(2024, 3, 1), date(2024, 6, 3)
LAN = NewMember("Nguyễn Thị Lan", "female", identity="010190001234", ethnicity="Giáy", party="yes")
OLD, NEW = b"o" * 32, b"n" * 32


def test_a_sealed_field_is_shown_for_a_reason_and_a_line_in_the_journal(world: World) -> None:
    (membership,) = admit(world.officer, unit=world.mill, day=SPRING, people=[LAN])
    shown = unmask(world.chair, member=membership.member, fields=["identity", "ethnicity"], reason="làm hồ sơ bảo hiểm")
    assert shown == {"identity": "010190001234", "ethnicity": "Giáy"}
    deed = Deed.objects.latest("pk")
    assert (deed.verb, deed.unit, deed.by) == ("unmasked", world.mill, world.chair)
    assert deed.words == {"fields": "identity, ethnicity", "reason": "làm hồ sơ bảo hiểm"}


def test_nothing_is_shown_without_the_right_or_a_reason(world: World) -> None:
    (membership,) = admit(world.officer, unit=world.mill, day=SPRING, people=[LAN])
    with refused("không có quyền xem thông tin nhạy cảm", PermissionDenied):
        unmask(world.clerk, member=membership.member, fields=["identity"], reason="làm hồ sơ bảo hiểm")
    with refused("Nêu lý do cần xem"):
        unmask(world.chair, member=membership.member, fields=["identity"], reason=" xem ")
    moved = transfer(world.officer, membership=membership, to=world.plant, day=SUMMER)
    with refused("không có quyền xem thông tin nhạy cảm", PermissionDenied):
        unmask(world.chair, member=moved.member, fields=["identity"], reason="làm hồ sơ bảo hiểm")


def test_keys_are_changed_step_by_step_and_everybody_is_still_found(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [NewMember(f"Giàng A {number}", "male", identity=f"01019000{number:04}") for number in range(5)]
    with override_settings(KEYS=[OLD]):
        admit(world.officer, unit=world.mill, day=SPRING, people=people)
    monkeypatch.setattr(unmasking, "AT_ONCE", 2)
    told: list[tuple[int, int]] = []
    with override_settings(KEYS=[NEW, OLD]):
        assert Member.objects.identified("010190000003").count() == 1

        def break_off(done: int, total: int) -> None:
            told.append((done, total))
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            rotate_keys(break_off)
        assert (told, sealed_under_older_keys().count()) == ([(2, 5)], 3)
        assert Member.objects.identified("010190000000", "010190000004").count() == 2
        assert rotate_keys() == 3
        assert rotate_keys() == 0
    with override_settings(KEYS=[NEW]):
        assert [each.told("identity") for each in Member.objects.identified("010190000003")] == ["010190000003"]
    with override_settings(KEYS=[OLD]), pytest.raises(Unopened):
        Member.objects.all()[0].told("identity")
