"""Long work: asked for, taken by a worker, told of while it is done, ended; safe with many workers and after a kill."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from os import SEEK_END
from pathlib import Path
from typing import IO
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.base.files import seal_in_place
from congdoan.base.sealing import seal_bytes
from congdoan.org.actions.journal import note
from congdoan.org.actions.positions import require
from congdoan.org.models import Unit, User, Work
from congdoan.org.models.works import SEALED, WorkQuerySet
from congdoan.org.rules import Made, Right, Stage, WorkStopped

MOST_UNFINISHED = 10
"""So much work may somebody have waiting or running at once."""

MOST_TRIES = 3
"""Work whose worker was killed so often is given up: it may be what kills them."""

WORK_FILE = "org.work.file"
"""What the files of long work are sealed for, where they are."""

_FOLDER = "works"
_A_DAY = timedelta(days=1)


@transaction.atomic
def ask_for(
    by: User,
    *,
    kind: str,
    unit: Unit,
    title: str,
    asked: Mapping[str, object],
    total: int = 0,
    things: str = "",
    right: Right = Right.READ,
) -> Work:
    """Have something done by a worker; whoever asks twice for the same, while it is not ended, gets the same work.

    Raises PermissionDenied without the right at the unit, ValidationError where too much of theirs waits.
    """
    require(by, right, unit)
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    unfinished = Work.objects.of(by).unfinished()
    same = unfinished.filter(kind=kind, unit=unit, asked=dict(asked)).first()
    if same is not None:
        return same
    _refuse_too_many(by)
    work = Work.objects.create(
        kind=kind,
        by=by,
        unit=unit,
        title=title[:300],
        asked=dict(asked),
        language=get_language(),
        things=things,
        total=total,
        asked_at=clock.now(),
    )
    note(by, "asked", work, unit=unit, words={"title": work.title})
    return work


def _refuse_too_many(by: User) -> None:
    if Work.objects.of(by).unfinished().count() >= MOST_UNFINISHED:
        said = _("Đang có %d việc dài chưa xong. Đợi xong hoặc dừng bớt rồi thử lại.")
        raise ValidationError(said % MOST_UNFINISHED)


@transaction.atomic
def ask_again(by: User, *, work: Work) -> None:
    """Have work that failed or was stopped done anew. Raises ValidationError."""
    work = _own(by, work)
    require(by, Right.READ, work.unit)
    if work.of_stage not in {Stage.FAILED, Stage.STOPPED}:
        raise ValidationError(_("Việc này đang chờ, đang làm hoặc đã xong."))
    _refuse_too_many(by)
    work.stage, work.done, work.tries, work.said = Stage.WAITING, 0, 0, ""
    work.started_at = work.heard_at = work.ended_at = work.seen_at = None
    work.asked_at = clock.now()
    work.portions.all().delete()
    work.save()


@transaction.atomic
def stop_work(by: User, *, work: Work) -> None:
    """Leave the rest undone: who is at it hears so at their next word. Raises ValidationError where it has ended."""
    work = _own(by, work)
    if work.is_ended:
        raise ValidationError(_("Việc này đã kết thúc."))
    work.stage, work.ended_at, work.seen_at = Stage.STOPPED, clock.now(), clock.now()
    work.save(update_fields=["stage", "ended_at", "seen_at"])
    work.portions.all().delete()
    note(by, "stopped", work, unit=work.unit, words={"title": work.title})


def see_work(by: User, *, work: Work) -> None:
    """Its asker has seen what it came to: it waits for them no longer."""
    Work.objects.of(by).filter(pk=work.pk, seen_at=None).exclude(ended_at=None).update(seen_at=clock.now())


def _own(by: User, work: Work) -> Work:
    return Work.objects.select_for_update(of=("self",)).select_related("unit").get(pk=work.pk, by=by)


# ---------- by workers


@transaction.atomic
def take(kinds: Collection[str]) -> Work | None:
    """The next work of these kinds, now one's own; None where nothing is to be done. Nobody waits for anybody."""
    now = clock.now()
    open_work = Work.objects.select_for_update(skip_locked=True, of=("self",)).select_related("by", "unit")
    for work in open_work.to_take(now).filter(kind__in=kinds)[:MOST_UNFINISHED]:
        if work.tries >= MOST_TRIES:
            _end(work, Stage.FAILED, said=_given_up(work))
            continue
        work.stage, work.taken, work.tries, work.done = Stage.RUNNING, work.taken + 1, work.tries + 1, 0
        work.started_at = work.heard_at = now
        work.save(update_fields=["stage", "taken", "tries", "done", "started_at", "heard_at"])
        return work
    return None


def _given_up(work: Work) -> str:
    with override(work.language):
        return _("Việc này bị ngắt giữa chừng %d lần nên không làm tiếp. Thử chọn ít hơn, hoặc báo người quản trị.") % (
            MOST_TRIES
        )


def hear(work: Work, done: int, total: int) -> bool:
    """Keep how far one's work is; False where it is one's own no longer."""
    told = {"done": done, "heard_at": clock.now()} | ({"total": total} if total else {})
    return _mine(work).update(**told) == 1


def finish(work: Work, made: Made, written: IO[bytes]) -> None:
    """It is done, and what was written is kept. Raises WorkStopped, keeping nothing, where it is one's own no more."""
    place, size = "", written.seek(0, SEEK_END)
    if made.name:
        ending = SEALED if made.is_sealed else ""
        place = default_storage.save(f"{_FOLDER}/{uuid4().hex}{ending}", _kept(made, written))
    try:
        with transaction.atomic():
            held = _mine(work).select_for_update(of=("self",)).first()
            if held is None:
                raise WorkStopped
            held.file, held.name, held.link = place, made.name[:200], made.link
            held.size = size if place else 0
            held.total = held.total or held.done
            held.done = held.total
            _end(held, Stage.FINISHED, said=made.said)
    except BaseException:
        if place:
            default_storage.delete(place)
        raise


def _kept(made: Made, written: IO[bytes]) -> "File[bytes]":
    """What was written as it is to lie on the disk."""
    written.seek(0)
    return ContentFile(seal_bytes(written.read(), WORK_FILE)) if made.is_sealed else File(written)


@transaction.atomic
def fail(work: Work, said: str) -> None:
    """It cannot be done, and the sentence says why; nothing where it is one's own no longer."""
    held = _mine(work).select_for_update(of=("self",)).first()
    if held is not None:
        _end(held, Stage.FAILED, said=said)


def give_back(work: Work) -> None:
    """Leave one's work for another worker, through no fault of the work."""
    _mine(work).update(stage=Stage.WAITING, tries=work.tries - 1, heard_at=None)


def _mine(work: Work) -> WorkQuerySet:
    return Work.objects.filter(pk=work.pk, stage=Stage.RUNNING, taken=work.taken)


def _end(work: Work, stage: Stage, *, said: str) -> None:
    work.stage, work.said, work.ended_at = stage, said, clock.now()
    work.save()
    work.portions.all().delete()


def seal_works_anew() -> int:
    """Seal the files of long work that lie sealed under the first key of the ring; says how many were not yet."""
    names = Work.objects.filter(file__endswith=SEALED).order_by("pk").values_list("file", flat=True)
    return sum(seal_in_place(name, WORK_FILE) for name in names)


def purge_works(days: int) -> int:
    """Forget work that ended more than so many days ago, with its file; how much it was.

    Files that a killed worker left behind, of which no work knows, go after a day.
    """
    old = list(Work.objects.filter(ended_at__lt=clock.now() - timedelta(days=days)))
    for work in old:
        if work.file:
            default_storage.delete(work.file)
        work.delete()
    folder = Path(default_storage.path(_FOLDER))
    before = (clock.now() - _A_DAY).timestamp()
    left = {f.name for f in folder.iterdir() if f.stat().st_mtime < before} if folder.is_dir() else set()
    known = set(Work.objects.exclude(file="").values_list("file", flat=True))
    for name in left:
        if f"{_FOLDER}/{name}" not in known:
            default_storage.delete(f"{_FOLDER}/{name}")
    return len(old)
