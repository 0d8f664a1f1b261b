"""Where a sheet stands on its way, and which step leads where."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class State(StrEnum):
    """Draft, submitted, returned to be mended, accepted; an accepted one that is reopened is a draft again.

    Of the topmost unit, whose sheets nobody accepts, one that was submitted is reopened.
    """

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"

    @property
    def label(self) -> Promise:
        return LABELS[self]

    @property
    def is_editable(self) -> bool:
        return self in EDITABLE


LABELS: dict[State, Promise] = {
    State.DRAFT: _("nháp"),
    State.SUBMITTED: _("đã gửi"),
    State.RETURNED: _("trả lại"),
    State.ACCEPTED: _("đã nhận"),
}
EDITABLE = frozenset({State.DRAFT, State.RETURNED})
MOVES: Mapping[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.SUBMITTED}),
    State.RETURNED: frozenset({State.SUBMITTED}),
    State.SUBMITTED: frozenset({State.ACCEPTED, State.RETURNED}),
    State.ACCEPTED: frozenset({State.DRAFT}),
}


class Verdict(StrEnum):
    """What the union above decides about a submitted revision."""

    ACCEPTED = "accepted"
    RETURNED = "returned"


class Reply(StrEnum):
    """What became of a proposal."""

    RECEIVED = "received"
    SETTLED = "settled"
    REFUSED = "refused"

    @property
    def label(self) -> Promise:
        return REPLIES[self]


REPLIES: dict[Reply, Promise] = {
    Reply.RECEIVED: _("đã tiếp nhận"),
    Reply.SETTLED: _("đã giải quyết"),
    Reply.REFUSED: _("chưa giải quyết được"),
}
