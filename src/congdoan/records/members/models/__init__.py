"""Tables and questions of this room."""

from congdoan.records.members.models.memberships import Membership, MembershipQuerySet, Suspension
from congdoan.records.members.models.people import (
    IDENTITY,
    SEALED,
    Education,
    Member,
    MemberQuerySet,
    Sex,
    by_identity,
    sealed_under_older_keys,
)

__all__ = [
    "IDENTITY",
    "SEALED",
    "Education",
    "Member",
    "MemberQuerySet",
    "Membership",
    "MembershipQuerySet",
    "Sex",
    "Suspension",
    "by_identity",
    "sealed_under_older_keys",
]
