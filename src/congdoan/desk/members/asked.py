"""What the address asks of the list of members, and which of them its text means."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.http import HttpRequest

from congdoan.base.text import fold
from congdoan.desk.days import day_asked
from congdoan.records.members.models import Member, MembershipQuerySet, Sex, named

SUSPENDED, LEFT = "suspended", "left"


@dataclass(frozen=True)
class Asked:
    """What the address asks of the list; what cannot be read is passed over, with a word on it."""

    text: str
    day: date
    state: str
    sex: str
    written: str = ""
    fault: str = ""

    @property
    def is_narrowed(self) -> bool:
        return bool(self.text or self.state or self.sex)

    @property
    def words(self) -> list[str] | None:
        """What words of a name begin with; None where the text is no name."""
        return None if any(sign.isdecimal() for sign in self.text) else sorted(set(fold(self.text).split()))


def read_asked(request: HttpRequest) -> Asked:
    on = day_asked(request.GET)
    state, sex = request.GET.get("state", ""), request.GET.get("sex", "")
    text = request.GET.get("q", "").strip()[:120]
    state, sex = state if state in {SUSPENDED, LEFT} else "", sex if sex in set(Sex.values) else ""
    return Asked(text, on.day, state, sex, on.written, on.fault)


def said(found: MembershipQuerySet, asked: Asked) -> MembershipQuerySet:
    """Those whose name holds every word, whose card is this one, or who hold exactly this identity number."""
    if not asked.text:
        return found
    written = "".join(asked.text.split())
    if written.isascii() and written.isdecimal() and len(written) == 12:
        return found.filter(member__in=Member.objects.identified(written))
    if asked.words is None:
        return found.filter(_carded(written))
    return found.filter(named(asked.words)) if asked.words else found.none()


def _carded(written: str) -> Q:
    """Cards that begin so: written in small letters, in capitals, or as they stand."""
    told = Q()
    for card in {written, written.upper(), written.capitalize()}:
        told |= Q(member__card__gte=card, member__card__lt=card + "\U0010ffff")
    return told & ~Q(member__card="")
