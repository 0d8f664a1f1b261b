"""A person's papers: read as people write them, kept sealed where they are sensitive, found without being read."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from tests.records.asking import refused
from tests.world import World

from congdoan.base.refusals import sentence_of
from congdoan.records.members.actions import NewMember, admit, correct_person
from congdoan.records.members.models import SEALED, Member
from congdoan.records.members.rules import (
    address_in_words,
    check_place,
    masked,
    provinces,
    read_birth,
    read_card,
    read_identity,
    read_name,
    read_party,
    read_phone,
    wards,
    wards_of,
)

DAY = date(2024, 6, 1)
LAN = NewMember(
    "Nguyễn Thị Lan",
    "female",
    born=date(1990, 1, 1),
    born_year_only=True,
    identity="010 190 001 234",
    phone="+84 912.345.678",
    province=15,
    ward=next(iter(wards_of(15))),
    address="Số 8, đường Hoàng Liên",
    job="công nhân may",
    education="upper_secondary",
    ethnicity="Giáy",
    health="bình thường",
    party="2019-05-19",
    card="lc 00123",
    team="Tổ may 2",
)


@pytest.mark.parametrize(
    ("read", "written", "meant"),
    [
        (read_name, "  Lý   Thị Dín ", "Lý Thị Dín"),
        (read_name, "Lý\u200b Thị\u202e Dín", "Lý Thị Dín"),
        (read_identity, "\u200b010190001234\ufeff", "010190001234"),
        (read_identity, "010.190 001-234", "010190001234"),
        (read_identity, " ", ""),
        (read_phone, "+84 912 345 678", "0912345678"),
        (read_phone, "(0214) 3840 123", "02143840123"),
        (read_phone, "", ""),
        (read_card, " lc 00123 ", "LC00123"),
        (read_party, "2019-05-19", "2019-05-19"),
        (read_party, " yes ", "yes"),
    ],
)
def test_papers_are_read_as_people_write_them(read: object, written: str, meant: str) -> None:
    assert read(written) == meant  # type: ignore[operator]


@pytest.mark.parametrize(
    ("read", "written", "sentence"),
    [
        (read_name, "  ", "Nhập họ và tên"),
        (read_name, "0912 345", "phải có chữ"),
        (read_name, "a" * 121, "dài nhất 120 chữ"),
        (read_identity, "01019000123", "phải có 12 chữ số; mới có 11"),
        (read_identity, "0101900012345", "phải có 12 chữ số; đang có 13"),
        (read_identity, "01019000123O", "chỉ gồm chữ số"),
        (read_identity, "٠١٠١٩٠٠٠١٢٣٤", "chỉ gồm chữ số"),
        (read_phone, "912345678", "bắt đầu bằng số 0"),
        (read_card, "a", "Số thẻ gồm 3 đến 20"),
        (read_party, "rồi", "Ghi ngày vào Đảng"),
    ],
)
def test_what_cannot_be_is_told_in_one_sentence(read: object, written: str, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        read(written)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("born", "sentence"),
    [
        (date(1899, 12, 31), "từ 1900 trở lại"),
        (date(2024, 6, 2), "chưa đến"),
        (date(2010, 1, 1), "chưa đủ 15 tuổi"),
    ],
)
def test_who_was_never_born_or_is_too_young_is_refused(born: date, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        read_birth(born, DAY)


def test_there_are_34_provinces_and_each_ward_lies_in_one() -> None:
    assert len(provinces()) == 34
    assert len(wards()) == 3321
    assert {province for province, _name in wards().values()} == set(provinces())
    assert provinces()[15] == "Lào Cai"


def test_a_place_that_is_not_there_is_refused() -> None:
    ward, name = next(iter(wards_of(15).items()))
    for province, of, sentence in ((99, None, "mã 99"), (15, 1, "mã 1 "), (1, ward, f"{name} thuộc Lào Cai")):
        with pytest.raises(ValidationError, match=sentence):
            check_place(province, of)
    check_place(None, None)
    assert address_in_words(15, ward, "Số 8") == f"Số 8, {name}, Lào Cai"
    assert address_in_words(None, None, "thôn 2, xã Bản Phiệt, huyện Bảo Thắng") == (
        "thôn 2, xã Bản Phiệt, huyện Bảo Thắng"
    )


def test_a_person_is_kept_with_all_that_was_told_and_the_sensitive_sealed(world: World) -> None:
    (membership,) = admit(world.officer, unit=world.mill, day=DAY, people=[LAN])
    kept = Member.objects.get(pk=membership.member_id)
    assert (kept.phone, kept.card, kept.ward, kept.born_year_only) == ("0912345678", "LC00123", LAN.ward, True)
    assert [kept.told(field) for field in SEALED] == ["010190001234", "Giáy", "bình thường", "2019-05-19"]
    assert (kept.masked_identity, masked("")) == ("•••••••1234", "")
    assert membership.team == "Tổ may 2"
    with connection.cursor() as cursor:
        cursor.execute("SELECT member::text FROM members_member AS member WHERE id = %s", [kept.pk])
        (row,) = cursor.fetchone()
    assert "010190001234" not in row
    assert b"010190001234".hex() not in row
    assert "Giáy".encode().hex() not in row


def test_a_person_is_found_by_their_identity_without_reading_any(world: World) -> None:
    (membership,) = admit(world.officer, unit=world.mill, day=DAY, people=[LAN])
    assert Member.objects.identified("010190001234").get() == membership.member
    assert not Member.objects.identified("010190001235").exists()


def test_one_identity_or_card_is_one_person_here_and_in_the_register(world: World) -> None:
    hoa, mai = NewMember("Hoa", "female", identity="010190001234"), NewMember("Mai", "female", card="LC00123")
    with refused("Số định danh của Hoa đã có trong sổ"):
        admit(world.officer, unit=world.mill, day=DAY, people=[LAN, hoa])
    admit(world.officer, unit=world.mill, day=DAY, people=[LAN])
    with refused("Số định danh của Hoa đã có trong sổ"):
        admit(world.officer, unit=world.mine, day=DAY, people=[hoa])
    with refused("Số thẻ của Mai đã cấp cho người khác"):
        admit(world.officer, unit=world.mine, day=DAY, people=[mai])


def test_the_database_itself_refuses_one_identity_twice_and_one_without_its_mark(world: World) -> None:
    (membership,) = admit(world.officer, unit=world.mill, day=DAY, people=[LAN])
    twin = Member.of("Hoa", "female", identity="010190001234")
    with pytest.raises(IntegrityError, match="one_person_an_identity") as error, transaction.atomic():
        twin.save()
    assert sentence_of(error.value) == "Số định danh này đã có trong sổ."
    with pytest.raises(IntegrityError, match="an_identity_is_found_by_its_mark"), transaction.atomic():
        Member.objects.filter(pk=membership.member_id).update(identity_mark=None)


def test_nobody_is_corrected_to_have_come_before_they_may_work(world: World) -> None:
    (membership,) = admit(world.officer, unit=world.mill, day=DAY, people=[NewMember("Lý A Sơn", "male")])
    with refused("Ngày 01/06/2024 người này chưa đủ 15 tuổi"):
        son = NewMember("Lý A Sơn", "male", born=date(DAY.year - 14, 1, 1))
        correct_person(world.officer, member=membership.member, person=son)
    son = NewMember("Lý A Sơn", "male", born=date(DAY.year - 15, 12, 31))
    assert correct_person(world.officer, member=membership.member, person=son) == ["born"]
