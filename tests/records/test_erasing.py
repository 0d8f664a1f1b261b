"""A person's rights: their whole file, being erased while the figures stay, and being kept no longer than needed."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import override_settings
from psycopg.errors import RestrictViolation
from tests.conftest import Opener
from tests.records.asking import refused, value
from tests.world import TODAY, World, the_day

from congdoan.org.actions import note
from congdoan.org.models import Deed, Unit, User
from congdoan.records.committees.actions import elect, hold_congress, unseat
from congdoan.records.committees.models import Congress
from congdoan.records.committees.rules import Body
from congdoan.records.members.actions import (
    NewMember,
    admit,
    answer_transfer,
    apply,
    ask_transfer,
    decide,
    drop_outdated,
    erase,
    erasing,
    leave,
    readmit,
    take_file,
    transfer,
    unmask,
    withdraw_admission,
    withdraw_transfer,
)
from congdoan.records.members.models import Member, Membership, home_of

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


def test_who_still_sits_in_a_committee_is_not_erased(world: World) -> None:
    membership = lan_at(world)
    term = hold_congress(world.officer, unit=world.mill, day=SPRING, name="2024 – 2029", congress=Congress.WHOLE)
    (seat,) = elect(world.officer, term=term, body=Body.WOMEN, members=[membership.member], day=SPRING)
    leave(world.officer, memberships=[membership], day=SUMMER, reason="resigned")
    with refused("còn giữ chức vụ trong ban chấp hành hoặc ban khác"):
        erase(world.chair, member=membership.member, reason="đơn của người ấy")
    unseat(world.officer, seat=seat, day=SUMMER)
    erase(world.chair, member=membership.member, reason="đơn của người ấy")
    assert Member.objects.get(pk=membership.member_id).erased_at


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


def test_who_was_entered_by_mistake_is_still_kept_somewhere_and_may_be_erased(world: World) -> None:
    membership = lan_at(world)
    withdraw_admission(world.clerk, membership=membership, reason="nhập nhầm file")
    assert home_of(membership.member) == world.mill
    erase(world.chair, member=membership.member, reason="đơn của người ấy")
    assert Member.objects.get(pk=membership.member_id).erased_at


@pytest.mark.parametrize(("years", "dropped"), [(5, 0), (1, 1)])
def test_who_was_entered_by_mistake_is_kept_no_longer_than_who_left(world: World, years: int, dropped: int) -> None:
    mistaken, _staying = lan_at(world), world.admit(world.mill, SPRING)
    withdraw_admission(world.clerk, membership=mistaken, reason="nhập nhầm file")
    with override_settings(KEEP_YEARS=years), the_day(TODAY.replace(year=2027)):
        assert drop_outdated() == dropped


def test_who_comes_back_while_others_are_dropped_is_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = [lan_at(world), *world.admit(world.mill, SPRING)]
    leave(world.officer, memberships=gone, day=SUMMER, reason="resigned")
    drop = erasing._drop

    def dropped_while_the_other_returns(by: User, member: Member, home: Unit | None) -> None:
        others = [each.member for each in gone if each.member_id != member.pk]
        readmit(world.officer, unit=world.mill, day=AUTUMN, members=others)
        drop(by, member, home)

    monkeypatch.setattr(erasing, "_drop", dropped_while_the_other_returns)
    with override_settings(KEEP_YEARS=1), the_day(TODAY.replace(year=2026)):
        assert drop_outdated() == 1
    assert Member.objects.filter(name="(đã xóa tên)").count() == Membership.objects.current().count() == 1


def test_what_is_wiped_does_not_live_on_in_the_journal(world: World) -> None:
    application = apply(world.clerk, unit=world.mill, day=SUMMER, person=LAN, signed="paper")
    decide(world.clerk, application=application, day=SUMMER, accept=False, reason="vợ của ông Giàng A Pao")
    other = ask_transfer(world.clerk, membership=world.admit(world.plant, SPRING)[0], to=world.mill, day=SUMMER)
    answer_transfer(world.officer, transfer=other, agree=False, reason="vợ của ông Giàng A Pao")
    gone = transfer(world.officer, membership=world.admit(world.plant, SPRING)[0], to=world.mill, day=SUMMER)
    withdraw_transfer(world.officer, membership=gone, reason="vợ của ông Giàng A Pao")
    assert not [deed for deed in Deed.objects.all() if "Giàng A Pao" in str(deed.words)]


def test_what_older_lines_say_of_whom_is_erased_goes_with_them_and_that_is_noted(world: World) -> None:
    membership, other = lan_at(world), world.admit(world.mill, SPRING)[0]
    for subject in (membership.member, membership, other):
        note(world.clerk, "withdrew", subject, unit=world.mill, words={"reason": "cô Lan nghỉ", "day": "2024-03-01"})
    unmask(world.chair, member=membership.member, fields=["identity"], reason="hồ sơ của cô Lan")
    leave(world.officer, memberships=[membership], day=SUMMER, reason="resigned")
    erase(world.chair, member=membership.member, reason="đơn của NGUYỄN THỊ LAN")
    told = {deed.subject: (deed.by, deed.words) for deed in Deed.objects.filter(verb="withdrew")}
    kept = {"day": "2024-03-01"}
    assert told == {
        f"member {membership.member_id}": (world.clerk, kept | {"redacted": True}),
        f"membership {membership.pk}": (world.clerk, kept | {"redacted": True}),
        f"membership {other.pk}": (world.clerk, kept | {"reason": "cô Lan nghỉ"}),
    }
    assert Deed.objects.get(verb="unmasked").words == {"fields": "identity", "redacted": True}
    assert Deed.objects.get(verb="redacted").words == {"lines": 3}
    assert Deed.objects.get(verb="erased").words["reason"] == "đơn của (đã xóa tên)"


@pytest.mark.parametrize(
    "change",
    [
        "words = '{}'",
        "words = without_free_text(words) || '{\"more\": 1}'",
        "words = without_free_text(words), at = now()",
        "verb = 'recorded'",
    ],
)
def test_a_line_loses_its_reason_and_nothing_else(
    lasting_world: World, another_connection: Opener, change: str
) -> None:
    unmask(lasting_world.chair, member=lan_at(lasting_world).member, fields=["identity"], reason="làm hồ sơ")
    owner = another_connection(alias="owner", autocommit=True)
    owner.execute("SET congdoan.redacting = 'yes'")
    with pytest.raises(RestrictViolation, match="Sổ chỉ ghi thêm"):
        owner.execute(f"UPDATE org_deed SET {change}")


def test_who_is_dropped_by_the_book_itself_leaves_a_line(world: World) -> None:
    left = lan_at(world)
    leave(world.officer, memberships=[left], day=SUMMER, reason="resigned")
    with override_settings(KEEP_YEARS=1), the_day(TODAY.replace(year=2026)):
        assert drop_outdated() == 1
    deed = Deed.objects.latest("pk")
    assert (deed.verb, deed.subject, deed.unit) == ("dropped", f"member {left.member_id}", world.mill)
    assert (deed.by.is_active, deed.by.has_usable_password()) == (False, False)


def test_a_whole_file_tells_who_has_looked(world: World) -> None:
    membership = lan_at(world)
    unmask(world.chair, member=membership.member, fields=["identity"], reason="làm hồ sơ bảo hiểm")
    with pytest.raises(ValidationError):
        apply(world.officer, unit=world.plant, day=SUMMER, person=LAN, signed="paper")
    readings = take_file(world.officer, member=membership.member, reason="đơn của người ấy")["readings"]
    assert isinstance(readings, list)
    assert [(each["did"], each["by"], each["fields"]) for each in readings] == [
        ("unmasked", "chair", "identity"),
        ("looked_up", "officer", ""),
        ("gave_file", "officer", ""),
    ]
