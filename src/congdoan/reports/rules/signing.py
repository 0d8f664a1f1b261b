"""Signatures under PDF documents: put there with a PKCS#12 certificate, and judged (NĐ 30/2020/NĐ-CP, Phụ lục I)."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from typing import Any

from asn1crypto import x509
from asn1crypto.pkcs12 import Pfx
from cryptography.hazmat.primitives.serialization import pkcs12
from django.utils.translation import gettext as _
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

# A certificate of an issuer that is not ours is an answer to be shown, not a fault of the program.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)

LARGEST = 200_000
"""Bytes: no file with a certificate is larger."""
# Either is asked of certificates for signing; Vietnamese providers set one or both.
_USES = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)


class Unsignable(ValueError):
    """A certificate that nothing can be signed with; `field` is what the user gave wrong."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class Certificate:
    """Whose certificate it is, who issued it, and when it is valid, both moments included."""

    holder: str
    issuer: str
    serial: str
    valid_from: datetime
    valid_to: datetime

    def is_valid(self, at: datetime) -> bool:
        return self.valid_from <= at <= self.valid_to


@dataclass(frozen=True)
class Verdict:
    """What became of a signature: whether the file is as it was signed, and whether its issuer is one of ours.

    `is_intact`: the signed bytes are as they were. `is_whole`: nothing was added to the file after the last signature.
    """

    is_intact: bool
    is_whole: bool
    is_trusted: bool

    @property
    def stands(self) -> bool:
        return self.is_intact and self.is_whole


def open_pkcs12(content: bytes, password: str, *, at: datetime) -> tuple[SimpleSigner, Certificate]:
    """The key and certificate in a file. Raises Unsignable: no PKCS#12, a wrong password, no key, not valid now."""
    if len(content) > LARGEST or not _is_pkcs12(content):
        raise Unsignable("certificate", _("File này không phải chứng thư PKCS#12. Chọn file .p12 hoặc .pfx."))
    try:
        key, held, _others = pkcs12.load_key_and_certificates(content, password.encode() or None)
    except ValueError:
        raise Unsignable("password", _("Mật khẩu của chứng thư không đúng.")) from None
    if key is None or held is None:
        raise Unsignable("certificate", _("File này không có khóa riêng nên không ký được."))
    signer = SimpleSigner.load_pkcs12_data(content, other_certs=[], passphrase=password.encode() or None)
    certificate = _told(signer.signing_cert)
    if at > certificate.valid_to:
        said = {"day": f"{certificate.valid_to:%d/%m/%Y}"}
        raise Unsignable("certificate", _("Chứng thư đã hết hạn ngày %(day)s.") % said)
    if at < certificate.valid_from:
        said = {"day": f"{certificate.valid_from:%d/%m/%Y}"}
        raise Unsignable("certificate", _("Chứng thư đến ngày %(day)s mới có hiệu lực.") % said)
    return signer, certificate


def _is_pkcs12(content: bytes) -> bool:
    try:
        return bool(Pfx.load(content)["version"].native == "v3")
    except (ValueError, TypeError):
        return False


def _told(held: x509.Certificate) -> Certificate:
    return Certificate(
        holder=_named(held.subject),
        issuer=_named(held.issuer),
        serial=f"{held.serial_number:x}",
        valid_from=held.not_valid_before,
        valid_to=held.not_valid_after,
    )


def _named(name: x509.Name) -> str:
    """The name that people know: the common one, else the whole."""
    common = name.native.get("common_name")
    return str(common) if isinstance(common, str) else name.human_friendly


def sign(pdf: bytes, signer: SimpleSigner, *, place: int, reason: str, location: str) -> bytes:
    """The file with one more signature, its `place`-th; what was signed before stays as it was."""
    written = IncrementalPdfFileWriter(BytesIO(pdf), strict=False)
    about = PdfSignatureMetadata(
        field_name=f"ChuKy{place}",
        md_algorithm="sha256",
        reason=reason,
        location=location,
        subfilter=SigSeedSubFilter.PADES,
    )
    signed: BytesIO = _aside(sign_pdf, written, about, signer)
    return signed.getvalue()


def _aside(work: Callable[..., Any], *given: object, **named: object) -> Any:
    """Done in a thread of its own: pyHanko runs a loop, which fails in a thread where one is running already."""
    with ThreadPoolExecutor(max_workers=1) as aside:
        return aside.submit(work, *given, **named).result()


@lru_cache(maxsize=128)
def verify(pdf: bytes, *, at: datetime, roots: tuple[bytes, ...] = ()) -> Verdict:
    """The last signature of a file, judged as of a moment against the certificates of trusted issuers."""
    reader = PdfFileReader(BytesIO(pdf), strict=False)
    signatures = reader.embedded_signatures
    if not signatures:
        return Verdict(is_intact=False, is_whole=False, is_trusted=False)
    trusted = [each for root in roots for each in load_certs_from_pemder_data(root)]
    context = ValidationContext(trust_roots=trusted, moment=at, allow_fetching=False)
    status = _aside(validate_pdf_signature, signatures[-1], context, key_usage_settings=_USES)
    return Verdict(
        is_intact=bool(status.intact and status.valid),
        is_whole=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        is_trusted=bool(roots) and bool(status.trusted),
    )


def roots_of(files: Sequence[bytes]) -> tuple[bytes, ...]:
    """The files that hold certificates; others are passed over."""
    found: list[bytes] = []
    for content in files:
        try:
            if list(load_certs_from_pemder_data(content)):
                found.append(content)
        except ValueError:
            continue
    return tuple(found)
