"""The journal: every action leaves a line in the words of the business, and no line is ever changed."""

import inspect
from collections.abc import Callable
from datetime import date
from io import BytesIO
from types import ModuleType
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from PIL import Image
from psycopg.errors import InsufficientPrivilege, RestrictViolation
from tests.conftest import Opener
from tests.records.asking import written
from tests.world import BEGINNING, TODAY, World, the_day

import congdoan.figures.actions
import congdoan.org.actions
import congdoan.records.activities.actions
import congdoan.records.members.actions
import congdoan.records.structure.actions
from congdoan.base import clock
from congdoan.base.bound import Bound
from congdoan.base.period import parse_period
from congdoan.catalogue.rules import Basis, Level, Purpose
from congdoan.figures.actions import (
    NewDeclaration,
    correct_declaration,
    declare,
    declare_many,
    set_plan,
    share_plan,
    withdraw_declaration,
    withdraw_plan,
)
from congdoan.org.actions import appoint, ask_for, give_password, note, open_account, relieve, take_list
from congdoan.org.models import Deed, Position, User
from congdoan.org.rules import Role
from congdoan.records.activities.actions import (
    NewActivity,
    add_document,
    add_photo,
    caption_photo,
    correct_activity,
    record_activities,
    record_activity,
    remove_document,
    remove_photo,
    withdraw_activity,
)
from congdoan.records.activities.rules import SORTS, Paper, read_picture
from congdoan.records.members.actions import (
    NewMember,
    admit,
    admit_applicants,
    answer_transfer,
    apply,
    ask_transfer,
    correct_person,
    decide,
    erase,
    give_cards,
    leave,
    leave_all,
    look_up,
    open_proof,
    readmit,
    record_ground,
    resume,
    suspend,
    take_back_transfer,
    take_file,
    transfer,
    transfer_all,
    unmask,
    withdraw_admission,
    withdraw_consent,
    withdraw_leaving,
    withdraw_suspension,
    withdraw_transfer,
)
from congdoan.records.structure.actions import (
    NewUnit,
    absorb,
    begin,
    demote,
    dissolve,
    found,
    hand_over,
    merge,
    promote,
    reclassify,
    rename,
    split,
)

SPRING, SUMMER, AUTUMN = date(2024, 3, 1), date(2024, 6, 1), date(2024, 9, 1)
YEAR = parse_period("2023")
TEN = Bound.exactly(10)
DAM = NewUnit("dam", "Công đoàn Thủy điện", Level.GRASSROOTS)
LOCK = NewUnit("lock", "Công đoàn Âu thuyền", Level.GRASSROOTS)
LAN = NewMember("Nguyễn Thị Lan", "female")
PAPER = Paper("Nguyễn Thị Lan.pdf", SORTS["pdf"], b"%PDF-")

Act = Callable[[User], object]


def acts(world: World) -> dict[str, Act]:
    """Each action of the rooms, ready to be done by somebody; what it needs is there."""
    stays, moves, leaves, mistaken, excused = world.admit(world.mill, SPRING, 5)
    (gone,) = world.admit(world.mill, SPRING)
    leave(world.officer, memberships=[gone], day=SUMMER, reason="resigned")
    world.admit(world.plant, SPRING)
    pulled, wanted, far, wanderer = world.admit(world.plant, SPRING, 4)
    pulls = [ask_transfer(world.clerk, membership=each, to=world.mill, day=SUMMER) for each in (pulled, wanted)]
    arrived = transfer(world.officer, membership=wanderer, to=world.mill, day=SUMMER)
    waiting, welcome = (
        apply(world.officer, unit=world.mill, day=SPRING, person=NewMember(name, "female"), signed="paper")
        for name in ("Sùng Thị Mỷ", "Lò Thị Ban")
    )
    welcome = decide(world.officer, application=welcome, day=SPRING, accept=True, decision="1/QĐ")
    suspension = suspend(world.officer, membership=excused, day=SUMMER)
    consent: dict[str, Any] = {"member": stays.member, "purpose": Purpose.PARTY, "basis": Basis.CONSENT, "day": SPRING}
    agreed = record_ground(world.officer, **consent, file=PAPER)
    activity, wrong = world.hold_dialogue(world.mill, SPRING), world.hold_dialogue(world.mill, SPRING)
    told, mistold = (world.declare(world.mill, code, "2022", 10) for code in ("wages.sum", "wages.counted"))
    position = Position.objects.get(user=world.clerk)
    mistaken_plan = world.plan(world.north, "2023", 90)
    to = BytesIO()
    Image.new("RGB", (40, 30)).save(to, "PNG")
    picture = read_picture("Nguyễn Thị Lan.png", to.getvalue())
    shots = [add_photo(world.officer, activity=activity, picture=picture) for _number in range(2)]
    paper = add_document(world.officer, activity=activity, paper=PAPER)
    new = [NewActivity(unit, SUMMER, "dialogue", {"people": 5}) for unit in (world.mill, world.mine)]
    many = [NewDeclaration(world.school, code, YEAR, TEN, "báo cáo") for code in ("wages.sum", "wages.counted")]
    return {
        "appoint": lambda by: appoint(by, user=world.stranger, unit=world.mill, role=Role.CLERK, day=TODAY),
        "relieve": lambda by: relieve(by, position=position, day=TODAY),
        "declare": lambda by: declare(
            by, unit=world.mine, indicator="wages.sum", period=YEAR, bound=TEN, basis="báo cáo"
        ),
        "declare_many": lambda by: declare_many(by, many),
        "correct_declaration": lambda by: correct_declaration(by, declaration=told, bound=TEN + TEN, reason="nhầm"),
        "withdraw_declaration": lambda by: withdraw_declaration(by, declaration=mistold, reason="nhầm"),
        "set_plan": lambda by: set_plan(by, unit=world.mill, indicator="members.admitted", period="2024", target=480),
        "share_plan": lambda by: share_plan(
            by, unit=world.north, indicator="members.admitted", period="2024", targets={world.industry: 300}
        ),
        "withdraw_plan": lambda by: withdraw_plan(by, plan=mistaken_plan, reason="nhầm"),
        "open_account": lambda by: open_account(by, name="Lý Dín", unit=world.mill, role=Role.CLERK, day=TODAY),
        "give_password": lambda by: give_password(by, user=world.clerk),
        "found": lambda by: found(by, DAM, parent=world.industry, day=SUMMER),
        "rename": lambda by: rename(by, unit=world.mine, name="Công đoàn Mỏ", day=SUMMER),
        "reclassify": lambda by: reclassify(by, unit=world.mine, sector="non-state", day=SUMMER),
        "promote": lambda by: promote(by, unit=world.mine, level=Level.SUPERIOR, day=SUMMER),
        "demote": lambda by: demote(by, unit=world.mine, level=Level.SECTION, day=SUMMER),
        "hand_over": lambda by: hand_over(by, unit=world.mine, to=world.schools, day=SUMMER),
        "absorb": lambda by: absorb(by, unit=world.mine, into=world.school, day=SUMMER),
        "merge": lambda by: merge(by, units=[world.mine, world.school], new=DAM, parent=world.industry, day=SUMMER),
        "split": lambda by: split(by, unit=world.mine, into=[DAM, LOCK], day=SUMMER),
        "dissolve": lambda by: dissolve(by, unit=world.mine, day=SUMMER),
        "admit": lambda by: admit(by, unit=world.mill, day=SUMMER, people=[LAN]),
        "readmit": lambda by: readmit(by, unit=world.mill, day=AUTUMN, members=[gone.member]),
        "withdraw_admission": lambda by: withdraw_admission(by, membership=mistaken, reason="nhầm"),
        "transfer": lambda by: transfer(by, membership=moves, to=world.mine, day=AUTUMN),
        "transfer_all": lambda by: transfer_all(by, unit=world.mill, to=world.mine, day=AUTUMN),
        "withdraw_transfer": lambda by: withdraw_transfer(by, membership=arrived, reason="nhầm"),
        "ask_transfer": lambda by: ask_transfer(by, membership=far, to=world.mine, day=SUMMER),
        "answer_transfer": lambda by: answer_transfer(by, transfer=pulls[0], agree=True),
        "take_back_transfer": lambda by: take_back_transfer(by, transfer=pulls[1], reason="nhầm"),
        "apply": lambda by: apply(by, unit=world.mill, day=SUMMER, person=LAN, signed="paper"),
        "decide": lambda by: decide(by, application=waiting, day=SUMMER, accept=False, reason="chưa đủ tuổi"),
        "admit_applicants": lambda by: admit_applicants(by, unit=world.mill, day=SUMMER, applications=[welcome]),
        "give_cards": lambda by: give_cards(by, unit=world.mill, members=[stays.member]),
        "look_up": lambda by: look_up(by, unit=world.mill, identity="001088001234", reason="xin chuyển đến"),
        "correct_person": lambda by: correct_person(by, member=stays.member, person=LAN),
        "record_ground": lambda by: record_ground(by, **consent, proof="phiếu ngày 01/03/2024"),
        "withdraw_consent": lambda by: withdraw_consent(
            by, member=stays.member, purpose=Purpose.PARTY, day=SUMMER, proof="đơn"
        ),
        "open_proof": lambda by: open_proof(by, ground=agreed),
        "unmask": lambda by: unmask(by, member=stays.member, fields=["identity"], reason="đối chiếu"),
        "take_file": lambda by: take_file(by, member=stays.member, reason="theo yêu cầu"),
        "erase": lambda by: erase(by, member=gone.member, reason="theo yêu cầu"),
        "take_list": lambda by: take_list(by, unit=world.mill, rows=3, columns=["name"], ending="csv"),
        "ask_for": lambda by: ask_for(by, kind="list", unit=world.mill, title="Danh sách", asked={}),
        "suspend": lambda by: suspend(by, membership=stays, day=SUMMER),
        "resume": lambda by: resume(by, suspension=suspension, day=AUTUMN),
        "withdraw_suspension": lambda by: withdraw_suspension(by, suspension=suspension, reason="nhầm"),
        "leave": lambda by: leave(by, memberships=[leaves], day=SUMMER, reason="retired"),
        "withdraw_leaving": lambda by: withdraw_leaving(by, membership=gone, reason="nhầm"),
        "leave_all": lambda by: leave_all(by, unit=world.mill, day=AUTUMN),
        "record_activity": lambda by: record_activity(
            by, unit=world.mill, day=SUMMER, kind="dialogue", measures={"people": 5}
        ),
        "record_activities": lambda by: record_activities(by, new),
        "correct_activity": lambda by: correct_activity(by, activity=activity, reason="nhầm", measures={"people": 5}),
        "add_photo": lambda by: add_photo(by, activity=activity, picture=picture, caption="Giàng A Páo"),
        "add_document": lambda by: add_document(by, activity=activity, paper=PAPER),
        "caption_photo": lambda by: caption_photo(by, photo=shots[0], caption="Giàng A Páo"),
        "remove_photo": lambda by: remove_photo(by, photo=shots[1]),
        "remove_document": lambda by: remove_document(by, document=paper),
        "withdraw_activity": lambda by: withdraw_activity(by, activity=wrong, reason="nhầm"),
    }


NAMES = (
    "appoint relieve declare declare_many correct_declaration withdraw_declaration set_plan found rename reclassify "
    "promote demote hand_over absorb merge split dissolve admit readmit withdraw_admission transfer transfer_all "
    "suspend resume leave leave_all record_activity record_activities correct_activity withdraw_activity "
    "withdraw_leaving withdraw_suspension add_photo add_document caption_photo remove_photo remove_document "
    "share_plan withdraw_plan open_account give_password withdraw_transfer ask_transfer answer_transfer "
    "take_back_transfer apply decide admit_applicants give_cards look_up correct_person unmask take_file erase "
    "take_list ask_for record_ground withdraw_consent open_proof"
)
ACTS = NAMES.split()
GROUND = {"begin", "enter", "note", "note_all", "note_each", "redact", "require"}
GROUND |= {"ask_again", "see_work", "stop_work"}
"""The first act of all has its own test; what one does to one's own long work is tried where that is; the rest are what
actions are made of."""


def actions_of(room: ModuleType) -> set[str]:
    """The functions of a room that somebody does: their first parameter is `by`."""
    public = getattr(room, "__all__", None) or [
        name for name, thing in vars(room).items() if getattr(thing, "__module__", "") == room.__name__
    ]
    functions = {name: getattr(room, name) for name in public if inspect.isfunction(getattr(room, name))}
    return {
        name
        for name, function in functions.items()
        if not name.startswith("_") and next(iter(inspect.signature(function).parameters), "") == "by"
    }


def test_every_action_of_the_rooms_is_tried_here() -> None:
    rooms = (
        congdoan.org.actions,
        congdoan.figures.actions,
        congdoan.records.structure.actions,
        congdoan.records.members.actions,
        congdoan.records.activities.actions,
    )
    assert set().union(*(actions_of(room) for room in rooms)) - GROUND == set(ACTS)


@pytest.mark.parametrize("act", ACTS)
def test_every_action_leaves_a_line(world: World, act: str) -> None:
    deed = acts(world)[act]
    before = set(Deed.objects.values_list("pk", flat=True))
    with the_day(TODAY, 16, 30):
        deed(world.officer)
    lines = Deed.objects.exclude(pk__in=before)
    assert lines
    for line in lines:
        assert (line.by, line.at) == (world.officer, clock.at(TODAY, 16, 30))
        assert line.unit is not None
        noun, key = line.subject.split()
        assert noun.isalpha()
        assert key
        assert "Lan" not in str(line.words)
        assert "Giàng" not in str(line.words)


def test_no_action_is_done_by_a_stranger_and_none_leaves_a_line(world: World) -> None:
    deeds = acts(world)
    before = written()
    for deed in deeds.values():
        with pytest.raises(PermissionDenied, match="Tài khoản stranger không có quyền"):
            deed(world.stranger)
    assert written() == before


def test_the_beginning_leaves_the_first_line(db: None) -> None:
    officer = User.objects.create(username="officer")
    with the_day(BEGINNING):
        begin(officer, code="VN", name="Tổng Liên đoàn", day=BEGINNING)
    deed = Deed.objects.get()
    assert (deed.verb, deed.subject, deed.by) == ("began", "unit VN", officer)
    assert str(deed) == "2010-01-01 01:00 officer began unit VN"


def test_a_line_is_in_the_transaction_of_the_deed_itself(lasting_world: World, another_connection: Opener) -> None:
    world = lasting_world
    before = Deed.objects.count()
    with pytest.raises(PermissionDenied):
        record_activities(world.chair, [NewActivity(world.plant, SUMMER, "dialogue", {"people": 5})])
    assert Deed.objects.count() == before
    world.hold_dialogue(world.mill, SUMMER)
    ((seen,),) = another_connection().execute("SELECT count(*) FROM org_deed").fetchall()
    assert seen == before + 1


def test_the_journal_is_append_only_for_everybody(lasting_world: World, another_connection: Opener) -> None:
    before = list(Deed.objects.values())
    app, owner = another_connection(autocommit=True), another_connection(alias="owner", autocommit=True)
    for statement in (
        "UPDATE org_deed SET verb = 'x'",
        "UPDATE org_deed SET words = '{}' WHERE false",
        "DELETE FROM org_deed",
        "TRUNCATE org_deed",
    ):
        with pytest.raises(InsufficientPrivilege):
            app.execute(statement)
        with pytest.raises(RestrictViolation, match="Sổ chỉ ghi thêm"):
            owner.execute(statement)
    assert list(Deed.objects.values()) == before


def test_a_line_names_units_by_code_and_other_things_by_key(world: World) -> None:
    activity = world.hold_dialogue(world.mill, SUMMER)
    assert Deed.objects.latest("pk").subject == f"activity {activity.pk}"
    note(world.clerk, "looked", world.mill, unit=world.mill, words={"at": "members"})
    line = Deed.objects.latest("pk")
    assert (line.subject, line.words) == ("unit mill", {"at": "members"})
