"""Certificates to sign with in tests: made here, of nobody."""

from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from tests.world import TODAY

PASSWORD = "mật khẩu"
HOLDER = "Công đoàn thử"
_NOON = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)


@cache
def _key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _certificate(valid_from: datetime, valid_to: datetime) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOLDER)])
    uses = dict.fromkeys(
        ("data_encipherment", "key_agreement", "key_encipherment", "encipher_only", "decipher_only", "crl_sign"), False
    )
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(_key().public_key())
        .serial_number(77)
        .not_valid_before(valid_from)
        .not_valid_after(valid_to)
        .add_extension(
            x509.KeyUsage(digital_signature=True, content_commitment=True, key_cert_sign=False, **uses), critical=True
        )
        .sign(_key(), hashes.SHA256())
    )


def certificate(*, begins: int = -300, ends: int = 300, has_key: bool = True) -> bytes:
    """A PKCS#12 file whose certificate is valid from so many days from today to so many."""
    held = _certificate(_NOON + timedelta(begins), _NOON + timedelta(ends))
    key = _key() if has_key else None
    return pkcs12.serialize_key_and_certificates(
        b"thu", key, held, None, serialization.BestAvailableEncryption(PASSWORD.encode())
    )


def root() -> bytes:
    """The certificate by itself, as an installation that trusts it holds it."""
    held = _certificate(_NOON - timedelta(300), _NOON + timedelta(300))
    return held.public_bytes(serialization.Encoding.PEM)
