"""Committees: a congress begins a term and ends the one before; people are elected and leave; sizes by the tables."""

from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import override_settings
from tests.world import BEGINNING, TODAY, World

import congdoan
from congdoan.base.period import DAY
from congdoan.base.spell import days
from congdoan.catalogue.rules import Level, load
from congdoan.figures.models import Entry
from congdoan.org.actions import the_book
from congdoan.org.models import Deed, Unit
from congdoan.records.committees.actions import elect, end_outlived, hold_congress, unseat
from congdoan.records.committees.models import Congress, Seat, Term, sizes
from congdoan.records.committees.rules import Body, Office, Sizes, kind_of
from congdoan.records.members.actions import NewMember, correct_person, leave
from congdoan.records.members.models import Member, Membership
from congdoan.records.structure.actions import closing, dissolve

VGCL = Path(congdoan.__file__).parent / "catalogue" / "vgcl"
TABLES = load(VGCL).tables
FIRST, SECOND = date(2020, 5, 4), date(2025, 1, 20)


# --- The sizes -------------------------------------------------------------------------------------------------------


def limits(
    members: int, executive: int = 9, level: Level = Level.GRASSROOTS
) -> dict[Body, tuple[int | None, int | None]]:
    of = Sizes(TABLES, TODAY, level, members, executive)
    return {body: (of.bounds(body).least, of.bounds(body).most) for body in Body}


@pytest.mark.parametrize(
    ("members", "most"),
    [(5, 3), (49, 3), (50, 5), (149, 5), (150, 9), (499, 9), (500, 11), (1_000, 13), (3_000, 15), (25_000, 25)],
)
def test_an_executive_committee_grows_with_the_members(members: int, most: int) -> None:
    assert limits(members)[Body.EXECUTIVE] == (3, most)


@pytest.mark.parametrize(("executive", "most"), [(3, 0), (8, 0), (9, 3), (11, 3), (15, 5)])
def test_a_standing_committee_is_a_third_of_a_large_executive_one(executive: int, most: int) -> None:
    assert limits(1_000, executive)[Body.STANDING] == (None, most)


@pytest.mark.parametrize(
    ("level", "name", "members", "control"),
    [
        (Level.GRASSROOTS, "Công đoàn cơ sở May", 100, (None, 9)),
        (Level.GRASSROOTS, "Công đoàn xã Bát Xát", 100, (None, 9)),
        (Level.SUPERIOR, "Công đoàn xã Bát Xát", 2_858, (None, 9)),
        (Level.SUPERIOR, "Công đoàn Phường Nghĩa Lộ", 2_858, (None, 9)),
        (Level.SUPERIOR, "Công đoàn các khu công nghiệp", 15_000, (None, None)),
        (Level.SUPERIOR, "Liên đoàn Lao động thành phố Lào Cai", 9_000, (None, None)),
        (Level.PROVINCIAL, "Liên đoàn Lao động tỉnh Lào Cai", 42_000, (5, 7)),
        (Level.PROVINCIAL, "Liên đoàn Lao động thành phố Hà Nội", 700_000, (5, 15)),
        (Level.PROVINCIAL, "Công đoàn Công Thương Việt Nam", 42_000, (5, 15)),
    ],
)
def test_a_control_commission_has_its_limits_by_level(
    level: Level, name: str, members: int, control: tuple[int | None, int | None]
) -> None:
    bounds = Sizes(TABLES, TODAY, level, members, 9, kind_of(name)).bounds(Body.CONTROL)
    assert (bounds.least, bounds.most) == control


@pytest.mark.parametrize(("members", "most"), [(42_266, 23), (60_000, 45), (700_000, 65)])
def test_the_executive_committee_of_a_province_grows_with_the_members(members: int, most: int) -> None:
    bounds = Sizes(TABLES, TODAY, Level.PROVINCIAL, members, 9, "province").bounds(Body.EXECUTIVE)
    assert (bounds.least, bounds.most) == (15, most)


@pytest.mark.parametrize(
    ("members", "level", "of_delegates", "fault"),
    [
        (199, Level.GRASSROOTS, False, ""),
        (200, Level.GRASSROOTS, True, ""),
        (200, Level.GRASSROOTS, False, "Khi đại hội có 200 đoàn viên; từ 200 đoàn viên là đại hội đại biểu"),
        (199, Level.GRASSROOTS, True, "Khi đại hội có 199 đoàn viên; dưới 200 đoàn viên là đại hội toàn thể"),
        (199, Level.SUPERIOR, True, ""),
        (4_000, Level.SUPERIOR, False, "từ 200 đoàn viên là đại hội đại biểu (Kế hoạch 22/KH-TLĐ năm 2025)"),
    ],
)
def test_a_congress_meets_as_a_whole_or_by_delegates(
    members: int, level: Level, of_delegates: bool, fault: str
) -> None:
    told = Sizes(TABLES, TODAY, level, members, 9).congress_fault(is_of_delegates=of_delegates)
    assert fault in told
    assert bool(told) == bool(fault)
    assert Sizes(TABLES, date(2023, 3, 24), level, members, 9).congress_fault(is_of_delegates=of_delegates) == ""


def test_committees_of_women_have_no_limits() -> None:
    assert limits(100)[Body.WOMEN] == (None, None)


def test_before_the_tables_hold_nothing_is_refused() -> None:
    assert list(Sizes(TABLES, date(2020, 1, 1), Level.GRASSROOTS, 10, 50).faults({Body.EXECUTIVE: 50})) == []


def test_what_does_not_fit_is_said_with_its_source() -> None:
    told = dict(
        Sizes(TABLES, TODAY, Level.GRASSROOTS, 40, 8).faults({Body.EXECUTIVE: 8, Body.STANDING: 2, Body.CONTROL: 3})
    )
    assert told.keys() == {Body.EXECUTIVE, Body.STANDING}
    assert told[Body.EXECUTIVE] == "Có 8 người, nhiều nhất là 3 (Hướng dẫn 38/HD-TLĐ ngày 27/12/2024)."
    few = dict(Sizes(TABLES, TODAY, Level.GRASSROOTS, 40, 2).faults({Body.EXECUTIVE: 2}))
    assert "ít nhất là 3" in few[Body.EXECUTIVE]


# --- The actions -----------------------------------------------------------------------------------------------------


def people(world: World, count: int = 3, unit: Unit | None = None) -> list[Member]:
    return [membership.member for membership in world.admit(unit or world.mill, date(2019, 3, 1), count)]


def congress(world: World, day: date = FIRST, name: str = "2020 – 2025") -> Term:
    return hold_congress(world.clerk, unit=world.mill, day=day, name=name, congress=Congress.DELEGATES, attended=120)


def sitting(unit: Unit, day: date) -> set[tuple[int, str]]:
    return {(seat.member_id, seat.body) for seat in Seat.objects.on(day).filter(unit=unit)}


def test_those_elected_sit_from_that_day_on_and_count(world: World) -> None:
    one, other, _third = people(world)
    term = congress(world)
    elect(world.clerk, term=term, body=Body.EXECUTIVE, members=[one, other], day=FIRST)
    assert sitting(world.mill, FIRST - DAY) == set()
    assert sitting(world.mill, FIRST) == {(one.pk, "executive"), (other.pk, "executive")}
    entries = Entry.objects.filter(noun="appointment")
    assert [entry.traits for entry in entries] == [{"role": "executive", "sex": "male"}] * 2
    assert Deed.objects.get(verb="elected").words == {"people": 2, "body": "executive", "day": "2020-05-04"}


def test_a_congress_ends_the_term_before_it_and_all_its_seats(world: World) -> None:
    one, other, third = people(world)
    first = congress(world)
    seats = elect(world.clerk, term=first, body=Body.EXECUTIVE, members=[one, other], day=FIRST)
    unseat(world.clerk, seat=seats[1], day=date(2022, 1, 1))
    second = congress(world, SECOND, "2025 – 2030")
    elect(world.clerk, term=second, body=Body.EXECUTIVE, members=[other, third], day=SECOND)
    assert sitting(world.mill, SECOND - DAY) == {(one.pk, "executive")}
    assert sitting(world.mill, SECOND) == {(other.pk, "executive"), (third.pk, "executive")}
    assert Term.objects.get(pk=first.pk).last_day == SECOND - DAY
    assert Entry.objects.filter(noun="appointment").count() - Entry.objects.filter(noun="relief").count() == 2


def test_only_who_belongs_to_the_unit_or_beneath_is_elected(world: World) -> None:
    (stranger,) = people(world, 1, world.plant)
    (below,) = people(world, 1)
    with pytest.raises(ValidationError, match="không sinh hoạt tại đơn vị"):
        elect(world.clerk, term=congress(world), body=Body.CONTROL, members=[stranger], day=FIRST)
    above = hold_congress(world.chair, unit=world.north, day=FIRST, name="XV", congress=Congress.DELEGATES)
    assert elect(world.chair, term=above, body=Body.CONTROL, members=[below], day=FIRST)


@pytest.mark.parametrize("day", [FIRST - DAY, TODAY + DAY])
def test_nobody_is_elected_outside_the_term_or_ahead(world: World, day: date) -> None:
    with pytest.raises(ValidationError):
        elect(world.clerk, term=congress(world), body=Body.EXECUTIVE, members=people(world, 1), day=day)


def test_a_committee_has_one_head_and_nobody_twice(world: World) -> None:
    one, other, _third = people(world)
    term = congress(world)
    elect(world.clerk, term=term, body=Body.EXECUTIVE, members=[one], day=FIRST, office=Office.HEAD)
    with pytest.raises(ValidationError, match="đang có người đứng đầu"):
        elect(world.clerk, term=term, body=Body.EXECUTIVE, members=[other], day=FIRST, office=Office.HEAD)
    with pytest.raises(ValidationError, match="đang ở trong ban"):
        elect(world.clerk, term=term, body=Body.EXECUTIVE, members=[one], day=TODAY)
    assert elect(world.clerk, term=term, body=Body.CONTROL, members=[one], day=FIRST, office=Office.HEAD)


def test_the_database_itself_refuses_a_second_head(world: World) -> None:
    one, other, _third = people(world)
    term = congress(world)
    (seat,) = elect(world.clerk, term=term, body=Body.WOMEN, members=[one], day=FIRST, office=Office.HEAD)
    (second,) = elect(world.clerk, term=term, body=Body.WOMEN, members=[other], day=FIRST)
    with pytest.raises(IntegrityError, match="one_head_a_day"), transaction.atomic():
        Seat.objects.filter(pk=second.pk).update(office=Office.HEAD, span=seat.span)


@pytest.mark.parametrize("day", [FIRST, FIRST - DAY])
def test_a_congress_cannot_come_before_the_last(world: World, day: date) -> None:
    congress(world)
    with pytest.raises(ValidationError, match="phải sau đại hội trước"):
        congress(world, day, "2019 – 2024")


def test_a_congress_outside_the_life_of_its_unit_is_refused(world: World) -> None:
    with pytest.raises(ValidationError, match="Đơn vị thành lập ngày 01/01/2010"):
        congress(world, BEGINNING - DAY)
    dissolve(world.officer, unit=world.mill, day=FIRST)
    with pytest.raises(ValidationError, match="Đơn vị đã kết thúc hoạt động ngày 04/05/2020"):
        congress(world, FIRST + DAY)
    assert not Term.objects.exists()


def ended(world: World, day: date = SECOND) -> tuple[Term, list[Seat]]:
    """A term with two who sit in its committee, at a unit that is dissolved on the day."""
    hall, term = people(world, 2), congress(world)
    seats = elect(world.clerk, term=term, body=Body.EXECUTIVE, members=hall, day=FIRST)
    leave(world.clerk, memberships=list(Membership.objects.filter(member__in=hall)), day=SECOND, reason="resigned")
    dissolve(world.officer, unit=world.mill, day=day)
    return term, seats


def test_committees_end_with_their_unit_and_sit_to_its_last_day(world: World) -> None:
    term, seats = ended(world)
    assert len(sitting(world.mill, SECOND)) == 2
    assert sitting(world.mill, SECOND + DAY) == set()
    assert Term.objects.get(pk=term.pk).last_day == SECOND
    left = Entry.objects.filter(seat_left__in=seats)
    assert list(left.values_list("noun", "first_day", "by")) == [("relief", SECOND, world.officer.pk)] * 2
    deeds = Deed.objects.filter(verb="unseated", unit=world.mill, by=world.officer)
    assert {deed.subject for deed in deeds} == {f"seat {seat.pk}" for seat in seats}
    assert deeds[0].words == {"day": "2025-01-21", "body": "executive", "reason": "Đơn vị kết thúc hoạt động"}


def test_a_unit_does_not_end_before_its_last_congress(world: World) -> None:
    congress(world)
    with pytest.raises(ValidationError, match="đại hội hoặc bầu cử ghi sau ngày này"):
        dissolve(world.officer, unit=world.mill, day=FIRST - DAY)
    assert Unit.objects.get(pk=world.mill.pk).is_open


def test_committees_that_outlived_their_unit_are_ended_by_the_book(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(closing, "END_WITH_A_UNIT", [])
        term, _seats = ended(world)
    assert len(sitting(world.mill, TODAY)) == 2
    assert [end_outlived() for _time in range(2)] == [1, 0]
    assert (sitting(world.mill, SECOND + DAY), Term.objects.get(pk=term.pk).last_day) == (set(), SECOND)
    assert {deed.by for deed in Deed.objects.filter(verb="unseated")} == {the_book()}


def test_whose_sex_was_written_wrongly_is_counted_rightly_in_committees_too(world: World) -> None:
    (one,) = people(world, 1)
    (seat,) = elect(world.clerk, term=congress(world), body=Body.EXECUTIVE, members=[one], day=FIRST)
    unseat(world.clerk, seat=seat, day=SECOND)
    correct_person(world.clerk, member=one, person=NewMember(one.name, "female", direct_worker=True))
    told = Entry.objects.filter(noun__in=["appointment", "relief"]).values_list("traits", flat=True)
    assert list(told) == [{"role": "executive", "sex": "female"}] * 2
    assert Membership.objects.get().entered.traits == {"sex": "female", "direct_worker": True}


def test_a_congress_ahead_or_without_a_name_is_refused(world: World) -> None:
    with pytest.raises(ValidationError, match="chưa đến"):
        congress(world, TODAY + DAY)
    with pytest.raises(ValidationError, match="Nhập tên nhiệm kỳ"):
        congress(world, name="  ")


def test_leaving_is_said_once_and_after_the_election(world: World) -> None:
    term = congress(world)
    (seat,) = elect(world.clerk, term=term, body=Body.EXECUTIVE, members=people(world, 1), day=FIRST)
    with pytest.raises(ValidationError, match="phải sau ngày được bầu"):
        unseat(world.clerk, seat=seat, day=FIRST)
    unseat(world.clerk, seat=seat, day=TODAY, reason="nghỉ hưu")
    with pytest.raises(ValidationError, match="chỉ ghi một lần"):
        unseat(world.clerk, seat=seat, day=TODAY)
    assert sitting(world.mill, TODAY) == set()


def test_who_may_not_manage_members_writes_nothing_here(world: World) -> None:
    with pytest.raises(PermissionDenied):
        hold_congress(world.stranger, unit=world.mill, day=FIRST, name="XV", congress=Congress.WHOLE)
    term = congress(world)
    with pytest.raises(PermissionDenied):
        elect(world.stranger, term=term, body=Body.EXECUTIVE, members=people(world, 1), day=FIRST)
    (seat,) = elect(world.clerk, term=term, body=Body.EXECUTIVE, members=people(world, 1), day=FIRST)
    with pytest.raises(PermissionDenied):
        unseat(world.stranger, seat=seat, day=TODAY)


def test_sizes_count_the_members_beneath_on_the_day(world: World) -> None:
    with override_settings(CATALOGUE=VGCL):
        hall = world.admit(world.mill, date(2019, 3, 1), 55)
        assert sizes(world.industry, TODAY).members == 55
        assert sizes(world.mill, TODAY).bounds(Body.EXECUTIVE).most == 5
        leave(world.clerk, memberships=hall[:10], day=date(2024, 1, 1), reason="resigned")
        assert sizes(world.mill, date(2023, 12, 31)).members == 55
        assert sizes(world.mill, TODAY).bounds(Body.EXECUTIVE).most == 3


def test_a_term_of_no_days_cannot_be(world: World) -> None:
    term = congress(world)
    with pytest.raises(IntegrityError, match="term_lasts_at_least_a_day"), transaction.atomic():
        Term.objects.filter(pk=term.pk).update(span=days(FIRST, FIRST - DAY))
    assert Membership.objects.count() == 0
