"""By what right a person's data are used: each purpose with its ground and proof, written anew and never edited."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.db import Error, connection, transaction
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st
from tests.desk.files import PDF, SCRIPT, jpeg
from tests.records.asking import refused
from tests.world import TODAY, World

from congdoan.base.asking import asking
from congdoan.base.period import DAY
from congdoan.base.sealing import Unopened
from congdoan.catalogue.rules import Basis, Purpose
from congdoan.org.models import Deed
from congdoan.records.activities.actions import correct_activity, record_activity
from congdoan.records.activities.actions.correcting import Around
from congdoan.records.activities.models import Activity
from congdoan.records.members.actions import (
    erase,
    leave,
    open_proof,
    record_ground,
    seal_proofs_anew,
    take_file,
    transfer,
    withdraw_consent,
)
from congdoan.records.members.models import Ground, Member, Standing, grounds_of, standings, without_consent
from congdoan.records.members.rules import is_agreed, read_proof

SPRING, SUMMER, AUTUMN = date(2024, 3, 1), date(2024, 6, 3), date(2024, 9, 3)
SLIP = "phiếu đồng ý, lưu tại văn phòng"
OLD, NEW = b"o" * 32, b"n" * 32


@pytest.fixture
def lan(world: World) -> Member:
    return world.admit(world.mill, SPRING)[0].member


def agree(world: World, member: Member, purpose: Purpose = Purpose.PARTY, day: date = SUMMER) -> Ground:
    return record_ground(world.clerk, member=member, purpose=purpose, basis=Basis.CONSENT, day=day, proof=SLIP)


def stands(member: Member, purpose: Purpose, day: date = TODAY) -> Standing:
    here = member.memberships.on(day).first()
    since = here.first_day if here else None
    return next(each for each in standings(member, day, since=since) if each.purpose is purpose)


def introduce(world: World, member: Member, day: date = AUTUMN) -> Activity:
    return record_activity(
        world.clerk,
        unit=world.mill,
        day=day,
        kind="party-introduction",
        measures={"people": 1},
        beneficiaries=[member],
    )


def test_a_members_charter_stands_for_itself_and_consent_never_does(world: World, lan: Member) -> None:
    by_charter = stands(lan, Purpose.MEMBERSHIP)
    assert (by_charter.is_allowed, by_charter.since, by_charter.last) == (True, SPRING, None)
    for purpose in (Purpose.PARTY, Purpose.PUBLICATION):
        assert (stands(lan, purpose).is_allowed, stands(lan, purpose).asks_for_consent) == (False, True)
    assert not stands(lan, Purpose.SHARING).is_allowed
    leave(world.clerk, memberships=[lan.memberships.get()], day=SUMMER, reason="resigned")
    assert not stands(lan, Purpose.MEMBERSHIP).is_allowed


def test_before_the_law_nothing_had_to_be_shown(world: World, lan: Member) -> None:
    assert stands(lan, Purpose.PARTY, date(2023, 12, 31)).is_allowed
    assert without_consent([lan.pk], Purpose.PARTY, date(2023, 12, 31)) == set()


def test_consent_is_written_with_its_proof_and_noted(world: World, lan: Member) -> None:
    with refused("làm chứng"):
        record_ground(world.clerk, member=lan, purpose=Purpose.PARTY, basis=Basis.CONSENT, day=SUMMER, proof=" ")
    with refused("chưa đến"):
        agree(world, lan, day=date(2025, 2, 1))
    with refused("không có quyền", PermissionDenied):
        record_ground(world.stranger, member=lan, purpose=Purpose.PARTY, basis=Basis.CONSENT, day=SUMMER, proof=SLIP)
    agree(world, lan)
    assert stands(lan, Purpose.PARTY).is_allowed
    deed = Deed.objects.latest("pk")
    assert (deed.verb, deed.subject, deed.words["purpose"]) == ("consented", f"member {lan.pk}", "party")


def test_a_ground_that_the_law_does_not_admit_is_refused(world: World, lan: Member) -> None:
    with refused("phải dựa trên: sự đồng ý của người ấy"):
        record_ground(world.clerk, member=lan, purpose=Purpose.PARTY, basis=Basis.CHARTER, day=SUMMER, proof=SLIP)
    record_ground(world.clerk, member=lan, purpose=Purpose.SHARING, basis=Basis.LAW, day=SUMMER, proof="NĐ 130")
    assert stands(lan, Purpose.SHARING).is_allowed
    assert Deed.objects.latest("pk").verb == "grounded"


def test_consent_is_withdrawn_from_a_day_and_what_was_before_stays(world: World, lan: Member) -> None:
    with refused("không có sự đồng ý nào"):
        withdraw_consent(world.clerk, member=lan, purpose=Purpose.PARTY, day=AUTUMN, proof="đơn")
    agree(world, lan)
    with refused("không thể trước ngày đồng ý 03/06/2024"):
        withdraw_consent(world.clerk, member=lan, purpose=Purpose.PARTY, day=SPRING, proof="đơn")
    withdraw_consent(world.clerk, member=lan, purpose=Purpose.PARTY, day=AUTUMN, proof="đơn")
    held = stands(lan, Purpose.PARTY)
    assert (held.is_withdrawn, held.is_allowed, held.may_be_withdrawn) == (True, False, False)
    assert without_consent([lan.pk], Purpose.PARTY, date(2024, 9, 2)) == set()
    assert without_consent([lan.pk], Purpose.PARTY, AUTUMN) == {lan.pk}
    assert [ground.ends for ground in grounds_of(lan)] == [False, True]


def test_who_withdrew_what_the_charter_allows_has_said_more_than_nothing(world: World, lan: Member) -> None:
    agree(world, lan, Purpose.MEMBERSHIP)
    withdraw_consent(world.clerk, member=lan, purpose=Purpose.MEMBERSHIP, day=AUTUMN, proof="đơn")
    assert not stands(lan, Purpose.MEMBERSHIP).is_allowed


def test_the_database_lets_no_ground_be_edited_nor_stand_without_proof(world: World, lan: Member) -> None:
    ground = agree(world, lan)
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE members_ground SET day = '2024-01-01' WHERE id = %s", [ground.pk])
    with pytest.raises(Error, match="a_ground_has_its_proof"), transaction.atomic():
        Ground.objects.create(
            member=lan, unit=world.mill, purpose="party", basis="consent", day=SPRING, by=world.clerk, at=ground.at
        )


@pytest.mark.parametrize(
    ("name", "content", "ending"), [("phieu.pdf", PDF, "pdf"), ("IMG_1.png", jpeg(), "jpg")], ids=["paper", "photo"]
)
def test_a_scan_is_kept_and_opened_with_a_line_in_the_journal(
    world: World, lan: Member, name: str, content: bytes, ending: str
) -> None:
    paper = read_proof(name, content)
    ground = record_ground(
        world.clerk, member=lan, purpose=Purpose.PUBLICATION, basis=Basis.CONSENT, day=SUMMER, file=paper
    )
    assert ground.name.endswith(ending)
    assert open_proof(world.clerk, ground=ground) == paper.content
    assert Deed.objects.latest("pk").verb == "opened_proof"
    with refused("không có quyền", PermissionDenied):
        open_proof(world.stranger, ground=ground)


def test_a_scan_lies_sealed_and_follows_the_keys(world: World, lan: Member) -> None:
    paper = read_proof("phieu.pdf", PDF)

    def written() -> Ground:
        return record_ground(
            world.clerk, member=lan, purpose=Purpose.PARTY, basis=Basis.CONSENT, day=SUMMER, file=paper
        )

    with override_settings(KEYS=[OLD]):
        ground, before = written(), written()
        path = Path(before.file.path)
        assert PDF not in Path(ground.file.path).read_bytes()
        path.write_bytes(PDF)  # as scans lay before they were sealed
        assert open_proof(world.clerk, ground=before) == PDF
        assert [seal_proofs_anew() for _time in range(2)] == [1, 0]
        assert PDF not in path.read_bytes()
    with override_settings(KEYS=[NEW, OLD]):
        assert [seal_proofs_anew() for _time in range(2)] == [2, 0]
    with override_settings(KEYS=[NEW]):
        assert [open_proof(world.clerk, ground=each) for each in (ground, before)] == [PDF, PDF]
    with override_settings(KEYS=[OLD]), pytest.raises(Unopened):
        open_proof(world.clerk, ground=ground)


def test_what_is_neither_paper_nor_photo_proves_nothing() -> None:
    with pytest.raises(ValidationError, match="không phải ảnh"):
        read_proof("phieu.html", SCRIPT)


def test_a_whole_file_tells_the_grounds_and_erasing_drops_them_with_their_scans(
    world: World, lan: Member, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
) -> None:
    paper = read_proof("phieu.pdf", PDF)
    ground = record_ground(
        world.clerk, member=lan, purpose=Purpose.PARTY, basis=Basis.CONSENT, day=SUMMER, proof=SLIP, file=paper
    )
    told = take_file(world.chair, member=lan, reason="đơn của người ấy")["grounds"]
    assert told == [
        {
            "purpose": "party",
            "basis": "consent",
            "withdrawn": False,
            "day": "2024-06-03",
            "proof": SLIP,
            "file": "phieu.pdf",
        }
    ]
    leave(world.officer, memberships=[lan.memberships.get()], day=AUTUMN, reason="resigned")
    name = str(ground.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        erase(world.chair, member=lan, reason="đơn của người ấy")
    assert not Ground.objects.exists()
    assert not default_storage.exists(name)


def test_the_unit_that_comes_to_keep_the_file_knows_what_was_agreed_elsewhere(world: World, lan: Member) -> None:
    agree(world, lan)
    transfer(world.officer, membership=lan.memberships.get(), to=world.mine, day=AUTUMN)
    with asking(world.chair.pk):
        assert [ground.unit for ground in grounds_of(lan)] == [world.mill]
        withdraw_consent(world.chair, member=lan, purpose=Purpose.PARTY, day=AUTUMN, proof="đơn")
    assert [ground.unit for ground in grounds_of(lan)] == [world.mill, world.mine]


def test_nobody_is_introduced_to_the_party_who_did_not_agree(world: World, lan: Member) -> None:
    with refused("chưa đồng ý cho việc “giới thiệu vào Đảng” tính đến 03/09/2024"):
        introduce(world, lan)
    agree(world, lan, day=date(2024, 9, 4))
    with refused("chưa đồng ý"):
        introduce(world, lan)
    agree(world, lan, day=SUMMER)
    found = introduce(world, lan)
    withdraw_consent(world.clerk, member=lan, purpose=Purpose.PARTY, day=date(2024, 10, 1), proof="đơn")
    correct_activity(world.clerk, activity=found, reason="gõ nhầm", measures={"people": 2})
    with refused("chưa đồng ý"):
        correct_activity(world.clerk, activity=found, reason="gõ nhầm", day=date(2024, 10, 2))
    other = world.admit(world.mill, SPRING)[0].member
    with refused("chưa đồng ý"):
        correct_activity(world.clerk, activity=found, reason="thêm", around=Around(beneficiaries=[lan, other]))


@given(st.sets(st.integers(0, 27), max_size=8).map(sorted), st.integers(0, 27))
def test_who_agrees_and_withdraws_by_turns_agrees_on_the_days_between(turns: list[int], asked: int) -> None:
    told = [(SPRING + number * DAY, place % 2 == 1) for place, number in enumerate(turns)]
    day = SPRING + asked * DAY
    assert is_agreed(told, day) == (sum(number <= asked for number in turns) % 2 == 1)
    assert is_agreed([*told, (day, False)], day)


def test_a_consent_written_again_while_it_holds_is_its_correction() -> None:
    assert not is_agreed([(SPRING, False), (AUTUMN, False)], SUMMER)
    assert is_agreed([(SPRING, False), (SUMMER, True), (AUTUMN, False)], SPRING)
