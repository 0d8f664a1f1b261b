"""Text that lies encrypted in the database, and the blind index by which it is found without being read.

The setting KEYS is a ring: everything is sealed under its first key; the others open what was sealed before.
"""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from hmac import digest
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.utils.translation import gettext as _

KEY_BYTES = 32
_NAME_BYTES = 4
_NONCE_BYTES = 12


class Unopened(Exception):
    """No key of the ring opens what was sealed."""


@dataclass(frozen=True)
class _Key:
    """One key of the ring: its short name stands before all that it has sealed."""

    name: bytes
    cipher: AESGCM
    mark: bytes


@dataclass(frozen=True, repr=False)
class Sealed:
    """A text as it lies in the database; `purpose` is what it was sealed for, and it opens for nothing else."""

    token: bytes
    purpose: str

    @classmethod
    def of(cls, text: str, purpose: str) -> "Sealed":
        return cls(seal(text, purpose), purpose)

    def __str__(self) -> str:
        return "•••"

    __repr__ = __str__

    def open(self) -> str:
        """The text itself. Raises Unopened."""
        return unseal(self.token, self.purpose)

    @property
    def is_current(self) -> bool:
        """Whether it is sealed under the first key of the ring."""
        return is_current(self.token)


def seal(text: str, purpose: str) -> bytes:
    """The text encrypted under the first key: the key's name, a nonce, and what AES-256-GCM makes of it."""
    return seal_bytes(text.encode(), purpose)


def seal_bytes(plain: bytes, purpose: str) -> bytes:
    """What `seal` does, of bytes."""
    key = _ring()[0]
    nonce = os.urandom(_NONCE_BYTES)
    return key.name + nonce + key.cipher.encrypt(nonce, plain, purpose.encode())


def sealer(purpose: str) -> Callable[[str], bytes]:
    """What seals many texts for one purpose: as `seal` does, with the key looked up and chance drawn once for many."""
    key, told = _ring()[0], purpose.encode()
    encrypt, name = key.cipher.encrypt, key.name
    nonces = _nonces()

    def sealed(text: str) -> bytes:
        nonce = next(nonces)
        return name + nonce + encrypt(nonce, text.encode(), told)

    return sealed


def _nonces() -> Iterator[bytes]:
    while True:
        drawn = os.urandom(_NONCE_BYTES * 512)
        yield from (drawn[first : first + _NONCE_BYTES] for first in range(0, len(drawn), _NONCE_BYTES))


def unseal(token: bytes, purpose: str) -> str:
    """The text of a token, whichever key of the ring it was sealed under. Raises Unopened."""
    return unseal_bytes(token, purpose).decode()


def unseal_bytes(token: bytes, purpose: str) -> bytes:
    """What `unseal` does, of bytes. Raises Unopened."""
    name, nonce, sealed = token[:_NAME_BYTES], token[_NAME_BYTES:][:_NONCE_BYTES], token[_NAME_BYTES + _NONCE_BYTES :]
    for key in _ring():
        if key.name == name:
            try:
                return key.cipher.decrypt(nonce, sealed, purpose.encode())
            except InvalidTag:
                break
    raise Unopened(_("Không khóa nào trong bộ khóa mở được dữ liệu này. Kiểm tra lại cài đặt khóa."))


def is_sealed(token: bytes) -> bool:
    """Whether something was sealed under a key of the ring, by the name that stands before it."""
    return token[:_NAME_BYTES] in {key.name for key in _ring()}


def is_current(token: bytes) -> bool:
    """Whether something was sealed under the first key of the ring."""
    return token[:_NAME_BYTES] == current_key()


def current_key() -> bytes:
    """The name of the key under which everything is sealed now."""
    return _ring()[0].name


def marker(purpose: str) -> Callable[[str], list[bytes]]:
    """What marks many texts for one purpose: as `marks` does, with the ring looked up once."""
    keys, told = [key.mark for key in _ring()], f"{purpose}\0".encode()
    return lambda text: [digest(key, told + text.encode(), "sha256") for key in keys]


def mark(text: str, purpose: str) -> bytes:
    """The blind index of a text under the first key: equal texts have equal marks, and a mark tells nothing else."""
    return _mark(_ring()[0], text, purpose)


def marks(text: str, purpose: str) -> list[bytes]:
    """The marks of a text under each key of the ring: one of them finds it, also while the keys are being changed."""
    return [_mark(key, text, purpose) for key in _ring()]


def _mark(key: _Key, text: str, purpose: str) -> bytes:
    return digest(key.mark, f"{purpose}\0{text}".encode(), "sha256")


def _ring() -> tuple[_Key, ...]:
    return _keys(tuple(settings.KEYS))


@lru_cache(maxsize=8)
def _keys(ring: Sequence[bytes]) -> tuple[_Key, ...]:
    if not ring or any(len(key) != KEY_BYTES for key in ring):
        raise ImproperlyConfigured(_("Mỗi khóa mã hóa phải dài đúng %d byte.") % KEY_BYTES)
    return tuple(_Key(sha256(key).digest()[:_NAME_BYTES], AESGCM(key), digest(key, b"mark", "sha256")) for key in ring)


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """A column whose text lies encrypted; in Python it is a `Sealed` that opens on request, or None."""

    @property
    def purpose(self) -> str:
        """What this column's texts are sealed for: `members.member.identity`."""
        return f"{self.model._meta.label_lower}.{self.name}"

    def from_db_value(self, value: Any, expression: object, connection: object) -> Sealed | None:
        return None if value is None else Sealed(bytes(value), self.purpose)

    def get_prep_value(self, value: Any) -> Any:
        return value.token if isinstance(value, Sealed) else value


class SealedJSONField(models.BinaryField):  # type: ignore[type-arg]
    """A column whose JSON lies encrypted as a whole; in Python it is what the JSON says. Nothing is found by it."""

    # For those who check types: what stands in it is whatever JSON may be.
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    @property
    def purpose(self) -> str:
        """What this column's texts are sealed for: `imports.upload.preview`."""
        return f"{self.model._meta.label_lower}.{self.name}"

    def from_db_value(self, value: Any, expression: object, connection: object) -> Any:
        return None if value is None else json.loads(unseal_bytes(bytes(value), self.purpose))

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else seal_bytes(json.dumps(value, ensure_ascii=False).encode(), self.purpose)
