"""What people write about themselves, read: pure rules."""

from congdoan.records.members.rules.persons import (
    MASK,
    masked,
    read_birth,
    read_card,
    read_identity,
    read_name,
    read_party,
    read_phone,
)
from congdoan.records.members.rules.places import address_in_words, check_place, provinces, wards, wards_of

__all__ = [
    "MASK",
    "address_in_words",
    "check_place",
    "masked",
    "provinces",
    "read_birth",
    "read_card",
    "read_identity",
    "read_name",
    "read_party",
    "read_phone",
    "wards",
    "wards_of",
]
