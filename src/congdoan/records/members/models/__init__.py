"""Tables and questions of this room."""

from congdoan.records.members.models.applications import OPEN, Application, ApplicationState, Signed
from congdoan.records.members.models.grounds import (
    PROOF,
    Ground,
    Standing,
    bases_of,
    grounds_of,
    proofs_of,
    standings,
    without_consent,
)
from congdoan.records.members.models.memberships import Membership, MembershipQuerySet, Suspension, came_from, home_of
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
from congdoan.records.members.models.words import bearers, called, named

__all__ = [
    "IDENTITY",
    "OPEN",
    "PROOF",
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
    "bearers",
    "by_identity",
    "called",
    "came_from",
    "grounds_of",
    "holders",
    "home_of",
    "named",
    "proofs_of",
    "sealed_under_older_keys",
    "standings",
    "terms_on",
    "without_consent",
]
