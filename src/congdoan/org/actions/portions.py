"""Long work in portions: cut once, each done once by whichever hand is free, none lost or done twice after a kill."""

import logging
from collections.abc import Callable, Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import InterfaceError, OperationalError, transaction
from django.utils.translation import gettext as _

from congdoan.org.models import Portion, Work
from congdoan.org.rules import Stage

BATCH = 1_000
GONE = (OperationalError, InterfaceError)
_log = logging.getLogger(__name__)


@transaction.atomic
def cut(work: Work, keys: Iterable[str]) -> int:
    """Cut work into portions; of work that was cut before a kill they stand as they are. Says how many there are."""
    Work.objects.select_for_update(of=("self",)).get(pk=work.pk)
    count = work.portions.count()
    if count:
        return count
    portions = [Portion(work=work, place=place, key=key) for place, key in enumerate(keys)]
    Portion.objects.bulk_create(portions, batch_size=BATCH)
    return len(portions)


@transaction.atomic
def do_portion(work: Work, do: Callable[[Portion], None]) -> bool:
    """Do the next portion that no other hand is at; False where there is none, or the work is done no longer.

    What `do` writes and that it is done are one transaction. A portion that is refused, or fails, is done all the same:
    it keeps the sentence, and what it wrote is undone.
    """
    free = work.portions.open().select_for_update(skip_locked=True, of=("self",))
    portion = free.filter(work__stage=Stage.RUNNING).defer("made").first()
    if portion is None:
        return False
    try:
        with transaction.atomic():
            do(portion)
    except (ValidationError, PermissionDenied) as refusal:
        portion.said = _sentence(refusal)[:500]
    except GONE:
        raise
    except Exception:
        _log.exception("%s %s: %s", work.kind, work.pk, portion.key)
        portion.said = _("Gặp lỗi chưa lường trước, đã ghi lại cho người quản trị xem.")
    portion.done = True
    portion.save(update_fields=["done", "said", "name", "made"] if portion.made else ["done", "said"])
    return True


def go_on(work: Work) -> None:
    """A portion of one's own work was done: no kill before it counts against the work."""
    if work.tries > 1:
        Work.objects.filter(pk=work.pk, stage=Stage.RUNNING, taken=work.taken).update(tries=1)
        work.tries = 1


def _sentence(refusal: ValidationError | PermissionDenied) -> str:
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
