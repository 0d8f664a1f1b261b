"""Long work in portions: cut once, each done once by whichever hand is free, none lost or done twice after a kill."""

import logging
from collections.abc import Callable, Iterable, Sequence

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
def do_portions(work: Work, do: Callable[[Sequence[Portion]], None], *, at_once: int = 1) -> bool:
    """Do the next portions that no other hand is at; False where there is none, or the work is done no longer.

    What `do` writes and that they are done are one transaction. Where several at once are refused, or fail, each is
    done by itself. One that is refused so is done all the same: it keeps the sentence, and what it wrote is undone.
    """
    free = work.portions.open().select_for_update(skip_locked=True, of=("self",))
    portions = list(free.filter(work__stage=Stage.RUNNING)[:at_once])
    if not portions:
        return False
    said = _tried(work, do, portions)
    for portion in portions:
        portion.said = _tried(work, do, [portion]) if said and len(portions) > 1 else said
        portion.done = True
        portion.save(update_fields=["done", "said", "name", "made"])
    return True


def _tried(work: Work, do: Callable[[Sequence[Portion]], None], portions: Sequence[Portion]) -> str:
    """Why these could not be done, with what they wrote undone; nothing where they were."""
    try:
        with transaction.atomic():
            do(portions)
    except (ValidationError, PermissionDenied) as refusal:
        said = _sentence(refusal)[:500]
    except GONE:
        raise
    except Exception:
        _log.exception("%s %s: %s", work.kind, work.pk, ", ".join(portion.key for portion in portions))
        said = _("Gặp lỗi chưa lường trước, đã ghi lại cho người quản trị xem.")
    else:
        return ""
    for portion in portions:
        portion.name, portion.made = "", None
    return said


def go_on(work: Work) -> None:
    """A portion of one's own work was done: no kill before it counts against the work."""
    if work.tries > 1:
        Work.objects.filter(pk=work.pk, stage=Stage.RUNNING, taken=work.taken).update(tries=1)
        work.tries = 1


def _sentence(refusal: ValidationError | PermissionDenied) -> str:
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
