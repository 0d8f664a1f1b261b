"""The bounds that the database itself keeps: raw SQL on the application's own connection finds what its asker may."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, connection, transaction
from tests.world import World

from congdoan.base.asking import asking, crossing
from congdoan.catalogue.rules import Basis, Purpose
from congdoan.org.actions import appoint
from congdoan.org.models import Deed, User
from congdoan.org.rules import Role
from congdoan.records.imports.models import Upload
from congdoan.records.members.actions import (
    NewMember,
    admit,
    admit_applicants,
    answer_transfer,
    apply,
    ask_transfer,
    complete_due,
    decide,
    leave,
    look_up,
    record_ground,
    suspend,
    transfer,
    withdraw_transfer,
)
from congdoan.records.members.models import Application, Member, Membership, Transfer, TransferState, home_of

DAY = date(2024, 4, 2)
LATER = date(2024, 10, 1)
NUMBER = "036090001234"

BOUNDED = [
    "members_member",
    "members_membership",
    "members_application",
    "members_transfer",
    "members_ground",
    "members_suspension",
    "imports_upload",
]


def raw(sql: str, *given: object) -> list[tuple[object, ...]]:
    """What a statement finds on the application's connection when it goes around every wrapper of ours."""
    connection.ensure_connection()
    found: list[tuple[object, ...]] = connection.connection.execute(sql, given or None).fetchall()
    return found


def say(asker: str) -> None:
    raw("SELECT set_config('congdoan.asker', %s, true)", asker)


def count(table: str) -> int:
    (found,) = _rows(f"SELECT count(*) FROM {table}")
    return int(str(found[0]))


def _rows(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


@pytest.fixture
def southerner(world: World) -> User:
    """Somebody who looks after members in the south, where the clerk of the mill has nothing to say."""
    user = User.objects.create(username="southerner")
    appoint(world.officer, user=user, unit=world.plant, role=Role.CLERK, day=date(2012, 1, 1))
    return user


@pytest.fixture
def known(world: World) -> Membership:
    """Somebody at the mill with a number and a suspension, and an application, a transfer and a workbook beside."""
    (membership,) = admit(
        world.officer, unit=world.mill, day=DAY, people=[NewMember("Lò Thị Mai", "female", identity=NUMBER)]
    )
    apply(world.officer, unit=world.mill, day=LATER, person=NewMember("Vàng A Sử", "male"), signed="paper")
    suspend(world.clerk, membership=membership, day=date(2024, 5, 2))
    ask_transfer(world.clerk, membership=membership, to=world.mine, day=LATER)
    record_ground(
        world.clerk, member=membership.member, purpose=Purpose.PARTY, basis=Basis.CONSENT, day=DAY, proof="phiếu"
    )
    Upload.objects.create(
        unit=world.mill, by=world.clerk, at="2024-04-02T00:00Z", what="members", name="a.xlsx", size=1
    )
    return membership


@pytest.mark.parametrize("table", BOUNDED)
def test_a_statement_that_says_nobody_asks_finds_nothing(world: World, known: Membership, table: str) -> None:
    assert count(table) > 0
    with transaction.atomic():
        say("")
        assert raw(f"SELECT count(*) FROM {table}") == [(0,)]


@pytest.mark.parametrize("table", BOUNDED)
def test_each_asker_finds_what_lies_within_their_reach(
    world: World, known: Membership, southerner: User, table: str
) -> None:
    world.admit(world.plant, DAY, 2)
    found = {}
    for user in (world.clerk, world.chair, southerner, world.stranger):
        with asking(user.pk):
            found[user.username] = count(table)
    everywhere = count(table)
    persons = {"members_member": 2, "members_membership": 2}.get(table, 0)
    assert found == {
        "clerk": everywhere - persons,
        "chair": everywhere - persons,
        "southerner": persons,
        "stranger": 0,
    }


def test_what_is_read_by_raw_sql_is_within_the_reach_of_the_asker(world: World, known: Membership) -> None:
    world.admit(world.plant, DAY, 2)
    with transaction.atomic():
        say(f"{world.clerk.pk} 2025-01-31")
        assert raw("SELECT name FROM members_member ORDER BY name") == [("Lò Thị Mai",), ("Vàng A Sử",)]
        assert raw("SELECT count(*) FROM members_member WHERE home_id <> %s", world.mill.pk) == [(0,)]


def test_positions_count_on_the_days_they_are_held(world: World, known: Membership) -> None:
    with transaction.atomic():
        say(f"{world.clerk.pk} 2009-12-31")
        assert raw("SELECT count(*) FROM members_member") == [(0,)]


@pytest.mark.parametrize("asker", ["system", "system:", "system:*", "1", "x 2025-01-31", "1 2025-01-31' OR true --"])
def test_an_asker_that_cannot_be_read_is_nobody(world: World, known: Membership, asker: str) -> None:
    with transaction.atomic():
        say(asker)
        assert raw("SELECT count(*) FROM members_member") == [(0,)]


def test_nobody_writes_a_person_beyond_their_reach(world: World) -> None:
    with asking(world.clerk.pk), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Member.of("Chảo Láo Tả", "male", home=world.plant).save()


def test_nobody_writes_a_membership_beyond_their_reach(world: World, known: Membership) -> None:
    with asking(world.clerk.pk), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Membership.objects.filter(pk=known.pk).update(unit=world.plant)


def test_what_is_out_of_reach_is_neither_changed_nor_deleted(world: World, known: Membership) -> None:
    there = world.admit(world.plant, DAY)[0]
    with asking(world.clerk.pk):
        assert Member.objects.filter(pk=there.member_id).update(name="Ai đó") == 0
        assert Membership.objects.filter(pk=there.pk)._raw_delete("default") == 0
    assert Member.objects.get(pk=there.member_id).name == there.member.name


def test_who_had_somebody_before_still_finds_their_name_and_their_time_there(
    world: World, known: Membership, southerner: User
) -> None:
    moved = _moved(world, known)
    with asking(southerner.pk):
        assert Membership.objects.get(member=moved.member_id) == moved
        assert Member.objects.get(pk=moved.member_id).name == "Lò Thị Mai"
    with asking(world.clerk.pk):  # whose list of a former day still names them
        assert Membership.objects.get(member=moved.member_id) == known
        assert Member.objects.filter(pk=moved.member_id).exists()
    with asking(world.clerk.pk), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Member.objects.filter(pk=moved.member_id).update(job="thợ điện")  # theirs to read, no longer theirs to change


def _moved(world: World, known: Membership) -> Membership:
    return transfer(world.officer, membership=known, to=world.plant, day=date(2024, 12, 1))


def test_the_file_goes_where_the_person_goes(world: World, known: Membership) -> None:
    moved = _moved(world, known)
    assert home_of(known.member) == world.plant
    withdraw_transfer(world.officer, membership=moved, reason="nhầm người")
    assert home_of(known.member) == world.mill


def test_the_look_across_units_takes_the_whole_number_and_is_written_down(world: World, known: Membership) -> None:
    puller = User.objects.create(username="puller")
    appoint(world.officer, user=puller, unit=world.plant, role=Role.CLERK, day=date(2012, 1, 1))
    with asking(puller.pk):
        assert not Member.objects.identified(NUMBER).exists()
        found = look_up(puller, unit=world.plant, identity=NUMBER, reason="chuyển đến làm việc")
        assert found == known
        assert look_up(puller, unit=world.plant, identity="036090001235", reason="chuyển đến làm việc") is None
    assert Deed.objects.filter(verb="looked_up", by=puller).count() == 2


def test_the_look_across_units_answers_nobody_without_an_asker(world: World, known: Membership) -> None:
    asked = "SELECT member_id FROM members_holding(ARRAY(SELECT identity_mark FROM members_member), '{}')"
    mark = Member.objects.get(pk=known.member_id).identity_mark
    with transaction.atomic():
        say("")
        assert raw(asked) == []
        assert raw("SELECT member_id FROM members_holding(ARRAY[%s::bytea], '{}')", bytes(mark or b"")) == []


def test_a_transfer_is_pulled_and_answered_by_two_who_do_not_reach_each_other(world: World, southerner: User) -> None:
    (here,) = admit(
        world.officer, unit=world.mill, day=DAY, people=[NewMember("Lò Thị Mai", "female", identity=NUMBER)]
    )
    with asking(southerner.pk):
        found = look_up(southerner, unit=world.plant, identity=NUMBER, reason="chuyển đến làm việc")
        assert found
        asked = ask_transfer(southerner, membership=found, to=world.plant, day=LATER)
        assert asked.pulled
    with asking(world.clerk.pk):
        answer_transfer(world.clerk, transfer=Transfer.objects.get(pk=asked.pk), agree=True)
        assert not Membership.objects.current().filter(member=here.member_id).exists()
    with asking(southerner.pk):
        assert Membership.objects.current().get(member=here.member_id).unit == world.plant


def test_whoever_pulls_somebody_asked_for_already_is_told_so(world: World, known: Membership, southerner: User) -> None:
    with asking(southerner.pk):
        found = look_up(southerner, unit=world.plant, identity=NUMBER, reason="chuyển đến làm việc")
        assert found
        with pytest.raises(ValidationError, match="đang chờ"):
            ask_transfer(southerner, membership=found, to=world.plant, day=date(2024, 12, 2))


def test_silence_completes_a_transfer_though_nobody_asks(world: World, known: Membership) -> None:
    Transfer.objects.update(due=date(2025, 1, 1))
    with crossing("nothing"), asking(world.stranger.pk):
        Transfer.objects.update(state=TransferState.REFUSED)  # a stranger reaches none of them
        assert complete_due() == 1


def test_somebody_who_left_elsewhere_comes_back_by_an_application(world: World, southerner: User) -> None:
    person = NewMember("Lò Thị Mai", "female", identity=NUMBER)
    (left,) = admit(world.officer, unit=world.mill, day=DAY, people=[person])
    leave(world.officer, memberships=[left], day=date(2024, 6, 1), reason="resigned")
    with asking(southerner.pk):
        asked = apply(southerner, unit=world.plant, day=LATER, person=person, signed="paper")
        decide(southerner, application=Application.objects.get(pk=asked.pk), day=LATER, accept=True)
        (again,) = admit_applicants(southerner, unit=world.plant, day=LATER, applications=[asked], cards=True)
        assert again.entered.noun == "readmission"
        assert Member.objects.get(pk=again.member_id).home == world.plant


@pytest.mark.django_db
def test_the_role_of_pages_and_jobs_owns_nothing_and_cannot_pass_the_bounds() -> None:
    role = raw("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
    owned = raw(
        "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND pg_get_userbyid(relowner) = current_user", BOUNDED
    )
    kept = raw("SELECT count(*) FROM pg_class WHERE relname = ANY(%s) AND relrowsecurity", BOUNDED)
    assert (role, owned, kept) == ([(False, False)], [], [(len(BOUNDED),)])


def test_the_reach_is_resolved_once_for_a_statement(world: World) -> None:
    with asking(world.clerk.pk):
        plan = "\n".join(str(row[0]) for row in _rows("EXPLAIN SELECT name FROM members_member"))
    assert "InitPlan" in plan
    assert "hashed SubPlan" in plan


def test_nothing_of_an_asker_is_left_on_a_connection(lasting_world: World) -> None:
    lasting_world.admit(lasting_world.mill, DAY)
    with asking(lasting_world.clerk.pk):
        assert Member.objects.count() == 1
        assert len(list(Member.objects.iterator(chunk_size=10))) == 1
        with transaction.atomic():
            assert Member.objects.count() == 1
            assert len(list(Member.objects.iterator(chunk_size=10))) == 1
    assert raw("SELECT coalesce(current_setting('congdoan.asker', true), '')") == [("",)]
    assert raw("SELECT count(*) FROM members_member") == [(0,)]


def test_an_asker_within_a_transaction_gives_way_to_the_next(world: World) -> None:
    world.admit(world.mill, DAY)
    with transaction.atomic():
        with asking(world.clerk.pk):
            assert Member.objects.count() == 1
        with asking(world.stranger.pk):
            assert Member.objects.count() == 0
            with crossing("counting"):
                assert Member.objects.count() == 1
            assert Member.objects.count() == 0


@pytest.mark.parametrize(
    "function",
    ["asker_known()", "members_holding(bytea[], text[])", "number_membership()", "members_suspension_unit()"]
    + ["members_named(text[], bigint[], bigint, date, text, int, int, int)"]
    + [f"members_words_{verb}()" for verb in ("come", "go", "change")],
)
def test_what_a_session_makes_for_itself_is_looked_at_last(world: World, function: str) -> None:
    ((told,),) = raw(f"SELECT proconfig FROM pg_proc WHERE oid = '{function}'::regprocedure")
    assert "search_path=public, pg_temp" in str(told)


def test_reach_is_not_worked_out_by_the_index_that_keeps_two_ways_up_apart(world: World) -> None:
    with transaction.atomic():
        say(f"{world.clerk.pk} 2025-01-31")
        raw("SELECT set_config('enable_seqscan', 'off', true)")
        plan = "\n".join(str(line) for (line,) in raw("EXPLAIN SELECT unit_id FROM asker_reach()"))
    assert "org_lineage" in plan
    assert "one_way_up_a_day" not in plan, plan
