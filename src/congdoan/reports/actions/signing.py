"""Signing what was sent: its PDF with a signature, kept beside the revision."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.org.actions import note, require
from congdoan.org.models import User
from congdoan.org.rules import Right
from congdoan.reports.actions.holding import locked
from congdoan.reports.models import Revision, Signature
from congdoan.reports.rules import digest_of, document_of
from congdoan.reports.rules.drawing import Format, drawn
from congdoan.reports.rules.signing import Unsignable, open_pkcs12, sign


@transaction.atomic
def sign_revision(by: User, *, revision: Revision, pkcs12: bytes, password: str) -> Signature:
    """Sign the PDF of the latest revision; another signature goes beside those that are there.

    Key and password are used and not kept. Raises PermissionDenied, and ValidationError on the field that is wrong.
    """
    sheet = revision.sheet
    require(by, Right.REPORT, sheet.unit)
    held = locked(sheet)
    if revision.number != held.revisions.count():
        raise ValidationError(_("Đã có bản gửi sau; chỉ ký bản mới nhất."))
    now = clock.now()
    try:
        signer, certificate = open_pkcs12(pkcs12, password, at=now)
    except Unsignable as error:
        raise ValidationError({error.field: str(error)}) from None
    before = list(revision.signatures.all())
    contents = revision.contents
    pdf = bytes(before[-1].content) if before else drawn(document_of(contents, digest=revision.digest), Format.PDF)
    signed = sign(
        pdf, signer, place=len(before) + 1, reason=contents.form_name, location=contents.head.get("place", "")
    )
    signature = Signature.objects.create(
        revision=revision,
        content=signed,
        digest=digest_of(signed),
        holder=certificate.holder[:300],
        issuer=certificate.issuer[:300],
        serial=certificate.serial[:100],
        valid_from=certificate.valid_from,
        valid_to=certificate.valid_to,
        at=now,
        by=by,
    )
    words = {"form": held.form, "period": held.period, "revision": revision.number, "holder": certificate.holder}
    note(by, "signed", held, unit=held.unit, words=words)
    return signature
