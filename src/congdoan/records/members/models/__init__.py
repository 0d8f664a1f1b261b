"""Tables and questions of this room."""

from congdoan.records.members.models.applications import Application, ApplicationState, Signed
from congdoan.records.members.models.grounds import Ground, Standing, bases_of, grounds_of, standings, without_consent
from congdoan.records.members.models.memberships import Membership, MembershipQuerySet, Suspension, home_of
from congdoan.records.members.models.people import (
    IDENTITY,
    SEALED,
    Education,
    Holder,
    Member,
    MemberQuerySet,
    Sex,
    by_identity,
    holders,
    sealed_under_older_keys,
)
from congdoan.records.members.models.terms import terms_on
from congdoan.records.members.models.transfers import Transfer, TransferState
from congdoan.records.members.models.words import called, named

__all__ = [
    "IDENTITY",
    "SEALED",
    "Application",
    "ApplicationState",
    "Education",
    "Ground",
    "Holder",
    "Member",
    "MemberQuerySet",
    "Membership",
    "MembershipQuerySet",
    "Sex",
    "Signed",
    "Standing",
    "Suspension",
    "Transfer",
    "TransferState",
    "bases_of",
    "by_identity",
    "called",
    "grounds_of",
    "holders",
    "home_of",
    "named",
    "sealed_under_older_keys",
    "standings",
    "terms_on",
    "without_consent",
]
