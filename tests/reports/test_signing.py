"""Signatures under documents: put there, judged, and refused with one clear sentence."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from tests.reports.certificates import HOLDER, PASSWORD, certificate, root
from tests.reports.conftest import sent
from tests.world import World

from congdoan.base import clock
from congdoan.org.models import Deed
from congdoan.reports.actions import return_sheet, sign_revision
from congdoan.reports.models import Revision, Signature
from congdoan.reports.rules.signing import Verdict, verify


@pytest.fixture
def revision(world: World) -> Revision:
    world.admit(world.mill, date(2024, 2, 1), 5)
    return sent(world, world.mill)


def signed(world: World, revision: Revision) -> Signature:
    return sign_revision(world.officer, revision=revision, pkcs12=certificate(), password=PASSWORD)


def test_a_signature_stands_beside_the_revision_and_is_in_the_journal(world: World, revision: Revision) -> None:
    signature = signed(world, revision)
    assert signature.holder == signature.issuer == HOLDER
    assert signature.verdict == Verdict(is_intact=True, is_whole=True, is_trusted=False)
    deed = Deed.objects.get(verb="signed")
    assert deed.words["holder"] == HOLDER
    assert PASSWORD not in str(deed.words)


def test_a_second_signature_goes_beside_the_first(world: World, revision: Revision) -> None:
    first, second = signed(world, revision), signed(world, revision)
    assert bytes(second.content).startswith(bytes(first.content))
    assert first.verdict.stands
    assert second.verdict.stands


def test_a_file_changed_after_signing_does_not_stand(world: World, revision: Revision) -> None:
    content = bytearray(signed(world, revision).content)
    assert not verify(bytes(content) + b"\n%", at=clock.now()).is_whole
    content[2000] ^= 1
    assert not verify(bytes(content), at=clock.now()).stands


def test_an_issuer_is_trusted_where_the_installation_holds_its_certificate(world: World, revision: Revision) -> None:
    signature = signed(world, revision)
    # The same key signed this certificate and that one, but only the very certificate is a root.
    assert not verify(bytes(signature.content), at=signature.at, roots=()).is_trusted
    assert verify(bytes(signature.content), at=signature.at, roots=(root(),)).is_trusted


@pytest.mark.parametrize(
    ("given", "password", "field", "sentence"),
    [
        (b"", "", "certificate", "không phải chứng thư PKCS#12"),
        (b"%PDF-1.7 something else", "", "certificate", "không phải chứng thư PKCS#12"),
        (b"0" * 300_000, "", "certificate", "không phải chứng thư PKCS#12"),
        (certificate(), "sai", "password", "Mật khẩu của chứng thư không đúng"),
        (certificate(), "", "password", "Mật khẩu của chứng thư không đúng"),
        (certificate(has_key=False), PASSWORD, "certificate", "không có khóa riêng"),
        (certificate(ends=-1), PASSWORD, "certificate", "đã hết hạn ngày"),
        (certificate(begins=1), PASSWORD, "certificate", "mới có hiệu lực"),
    ],
)
def test_what_cannot_sign_is_said_on_its_field(
    world: World, revision: Revision, given: bytes, password: str, field: str, sentence: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        sign_revision(world.officer, revision=revision, pkcs12=given, password=password)
    assert sentence in refused.value.message_dict[field][0]
    assert not Signature.objects.exists()


def test_only_who_reports_signs_and_only_the_latest(world: World, revision: Revision) -> None:
    with pytest.raises(PermissionDenied):
        sign_revision(world.stranger, revision=revision, pkcs12=certificate(), password=PASSWORD)
    return_sheet(world.officer, sheet=revision.sheet, revision=1, remarks={"": "sửa"})
    sent(world, world.mill)
    with pytest.raises(ValidationError, match="bản mới nhất"):
        signed(world, revision)


def test_what_is_signed_is_never_changed(world: World, revision: Revision) -> None:
    signature = signed(world, revision)
    with pytest.raises(DatabaseError), transaction.atomic():
        Signature.objects.filter(pk=signature.pk).update(holder="ai khác")
