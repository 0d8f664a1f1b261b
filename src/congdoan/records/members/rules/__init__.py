"""What people write about themselves, read: pure rules."""

from congdoan.records.members.rules.consent import is_agreed
from congdoan.records.members.rules.persons import (
    MASK,
    YOUNGEST_YEARS,
    masked,
    read_birth,
    read_card,
    read_identity,
    read_name,
    read_party,
    read_phone,
)
from congdoan.records.members.rules.places import address_in_words, check_place, provinces, wards, wards_of
from congdoan.records.members.rules.proofs import PHOTO, read_proof, read_signature
from congdoan.records.members.rules.terms import Terms, months_after, working_days_after

__all__ = [
    "MASK",
    "PHOTO",
    "YOUNGEST_YEARS",
    "Terms",
    "address_in_words",
    "check_place",
    "is_agreed",
    "masked",
    "months_after",
    "provinces",
    "read_birth",
    "read_card",
    "read_identity",
    "read_name",
    "read_party",
    "read_phone",
    "read_proof",
    "read_signature",
    "wards",
    "wards_of",
    "working_days_after",
]
