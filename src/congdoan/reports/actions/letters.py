"""Letters of reminder: sent apart from the reminding, over one connection; what did not go is tried again."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from congdoan.base import clock
from congdoan.base.language import in_vietnamese
from congdoan.org.models import names_on
from congdoan.reports.models import Mailing, Owed, Reminder, owed_by
from congdoan.reports.rules import period_name

TRIED_FOR = timedelta(days=2)
"""A reminder older than this says nothing that is of use any more."""
FAILURES = 3
"""After so many letters in a row that did not go, the server is left in peace until the next time."""
PEOPLE_AT_ONCE = 200
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Letter:
    """What one address is told at once."""

    address: str
    reminders: tuple[Reminder, ...]
    lines: tuple[str, ...]


@in_vietnamese
def send_letters() -> int:
    """Send the letters of the reminders that wait for it, one a person; says how many went.

    A letter goes within the transaction that writes it down: of two who send at once, one does. One that does not go
    holds up no other; it is tried again when this is called next. One whose address is refused for good is not.
    """
    count = failures = 0
    connection = get_connection()
    try:
        for letter in _waiting():
            try:
                connection.open()
                count += _send(connection, letter)
                failures = 0
            except SMTPRecipientsRefused as error:
                _note_refused(letter, error)
            except OSError:
                failures += 1
                _log.exception("letter to user %s was not sent", letter.reminders[0].user_id)
                connection.close()
                if failures == FAILURES:
                    break
    finally:
        connection.close()
    return count


def _send(connection: BaseEmailBackend, letter: Letter) -> int:
    is_new = all(each.set_by_id for each in letter.reminders)
    subject = _("Sổ Công Đoàn: cấp trên đặt hạn báo cáo") if is_new else _("Sổ Công Đoàn: báo cáo đến hạn")
    body = "\n".join([_("Báo cáo cần gửi:"), "", *(f"- {line}" for line in letter.lines)])
    message = EmailMessage(subject, body, None, [letter.address], connection=connection)
    try:
        with transaction.atomic():
            _write_down(letter)
            return message.send()
    except IntegrityError:
        return 0  # another sends it at this very moment


def _write_down(letter: Letter, refused: str = "") -> None:
    at = clock.now()
    Mailing.objects.bulk_create(Mailing(reminder=each, at=at, refused=refused) for each in letter.reminders)


def _note_refused(letter: Letter, error: SMTPRecipientsRefused) -> None:
    code, said = next(iter(error.recipients.values()), (0, b""))
    text = said.decode("utf-8", "replace")
    _log.warning("letter to user %s was refused: %s %s", letter.reminders[0].user_id, code, text)
    if code >= 500:
        _write_down(letter, f"{code} {text}".replace("\x00", "")[:300])


def _waiting() -> Iterator[Letter]:
    """The letters that have not gone, read some people at a time.

    None tells of what was sent meanwhile, or of a day that holds no more: of another there is another letter.
    """
    waiting = Reminder.objects.filter(mailing=None, at__gte=clock.now() - TRIED_FOR).exclude(address="")
    people = list(waiting.order_by("user").values_list("user", flat=True).distinct())
    for first in range(0, len(people), PEOPLE_AT_ONCE):
        some = waiting.filter(user__in=people[first : first + PEOPLE_AT_ONCE])
        yield from _letters(list(some.select_related("unit").order_by("user", "pk")))


def _letters(reminders: Sequence[Reminder]) -> Iterator[Letter]:
    units = {each.unit_id for each in reminders} | {each.set_by_id for each in reminders if each.set_by_id}
    names, owing = names_on(units, clock.today()), _owing(reminders)
    told: dict[tuple[int, str], list[tuple[Reminder, str]]] = defaultdict(list)
    for each in reminders:
        owed = owing.get((each.unit_id, each.form, each.period))
        if owed and owed.due == each.due:
            by = names[each.set_by_id] if each.set_by_id else ""
            told[each.user_id, each.address].append((each, line_of(owed, names[each.unit_id], by)))
    for (_user, address), rows in told.items():
        yield Letter(address, tuple(row for row, _line in rows), tuple(dict.fromkeys(line for _row, line in rows)))


def _owing(reminders: Iterable[Reminder]) -> dict[tuple[int, str, str], Owed]:
    """What the units that were reminded owe at this moment, by unit, form and period, and by which day."""
    units = {each.unit_id: each.unit for each in reminders}
    found = owed_by(units.values(), clock.today())
    return {(owed.unit.pk, owed.form.code, str(owed.period)): owed for owed in found}


def line_of(owed: Owed, unit: str, set_by: str = "") -> str:
    """What a letter says of one sheet; `set_by` is the name of the union of whose new day it tells."""
    left = owed.days_left(clock.today())
    if left < 0:
        when = _("chờ gửi lại") if owed.has_come else ngettext("trễ %(n)s ngày", "trễ %(n)s ngày", -left) % {"n": -left}
    else:
        when = ngettext("còn %(n)s ngày", "còn %(n)s ngày", left) % {"n": left} if left else _("hạn hôm nay")
    said = {
        "form": owed.form.name,
        "period": period_name(owed.period),
        "unit": unit,
        "due": f"{owed.due:%d/%m/%Y}",
        "when": when,
        "set_by": set_by,
    }
    if set_by:
        return _("%(unit)s: %(form)s, %(period)s; %(set_by)s đặt hạn %(due)s (%(when)s)") % said
    return _("%(unit)s: %(form)s, %(period)s; hạn %(due)s (%(when)s)") % said
