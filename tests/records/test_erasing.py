"""A person's rights: their whole file, being erased while the figures stay, and being kept no longer than needed."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import override_settings
from tests.records.asking import refused, value
from tests.world import TODAY, World, the_day

from congdoan.org.models import Deed
from congdoan.records.members.actions import (
    NewMember,
    admit,
    apply,
    decide,
    drop_outdated,
    erase,
    leave,
    take_file,
    transfer,
)
from congdoan.records.members.models import Member, Membership

SPRING, SUMMER, AUTUMN = date(2024, 3, 1), date(2024, 6, 3), date(2024, 9, 3)
LAN = NewMember(
    "Nguyễn Thị Lan", "female", born=date(1990, 5, 3), identity="010190001234", ethnicity="Giáy", team="Tổ may 2"
)


def lan_at(world: World) -> Membership:
    return admit(world.officer, unit=world.mill, day=SPRING, people=[LAN])[0]


def test_a_persons_whole_file_tells_all_that_is_kept_and_is_written_down(world: World) -> None:
    moved = transfer(world.officer, membership=lan_at(world), to=world.plant, day=SUMMER)
    leave(world.officer, memberships=[moved], day=AUTUMN, reason="retired")
    told = take_file(world.officer, member=moved.member, reason="đơn của người ấy")
    person, memberships = told["person"], told["memberships"]
    assert isinstance(person, dict)
    assert isinstance(memberships, list)
    assert (person["identity"], person["ethnicity"], person["born"]) == ("010190001234", "Giáy", "1990-05-03")
    assert [(each["unit"], each["from"], each["to"], each["left_for"]) for each in memberships] == [
        ("Công đoàn mill", "2024-03-01", "2024-06-02", "departure"),
        ("Công đoàn plant", "2024-06-03", "2024-09-02", "retired"),
    ]
    assert Deed.objects.latest("pk").verb == "gave_file"
    with refused("Nêu lý do lấy hồ sơ"):
        take_file(world.officer, member=moved.member, reason="")
    with refused("không có quyền", PermissionDenied):
        take_file(world.clerk, member=moved.member, reason="tò mò")


def test_who_is_erased_is_nobody_and_the_figures_stay(world: World) -> None:
    membership = lan_at(world)
    with refused("đang là đoàn viên"):
        erase(world.chair, member=membership.member, reason="đơn của người ấy")
    leave(world.officer, memberships=[membership], day=SUMMER, reason="resigned")
    with refused("Nêu lý do xóa"):
        erase(world.chair, member=membership.member, reason=" ")
    with refused("không có quyền", PermissionDenied):
        erase(world.clerk, member=membership.member, reason="đơn của người ấy")
    erase(world.chair, member=membership.member, reason="đơn của người ấy")
    kept = Member.objects.get(pk=membership.member_id)
    assert (kept.name, kept.identity, kept.identity_mark, kept.born, kept.ethnicity) == (
        "(đã xóa tên)",
        None,
        None,
        None,
        None,
    )
    assert not Member.objects.identified("010190001234").exists()
    assert not Membership.objects.exclude(team="").exists()
    assert (value("members.admitted", world.head, "2024"), value("members.total", world.mill, SPRING)) == (1, 1)
    with refused("đã được xóa"):
        erase(world.chair, member=membership.member, reason="đơn của người ấy")


def test_an_applicant_is_erased_once_decided_about(world: World) -> None:
    application = apply(world.clerk, unit=world.mill, day=SUMMER, person=LAN, signed="paper")
    with refused("đang chờ"):
        erase(world.chair, member=application.member, reason="đơn của người ấy")
    decide(world.clerk, application=application, day=SUMMER, accept=False, reason="là chủ doanh nghiệp")
    erase(world.chair, member=application.member, reason="đơn của người ấy")
    application.refresh_from_db()
    assert application.reason == ""


@pytest.mark.parametrize(("years", "dropped"), [(5, 0), (1, 1)])
def test_who_left_is_kept_so_long_as_the_setting_says(world: World, years: int, dropped: int) -> None:
    left, _staying = lan_at(world), world.admit(world.mill, SPRING)
    leave(world.officer, memberships=[left], day=SUMMER, reason="resigned")
    with override_settings(KEEP_YEARS=years), the_day(TODAY.replace(year=2026)):
        assert drop_outdated() == dropped
        assert drop_outdated() == 0
    assert Member.objects.filter(name="(đã xóa tên)").count() == dropped
