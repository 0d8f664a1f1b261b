"""Long work that people asked for: which kinds there are, and who does them.

Whoever does a work says each second that they are at it. Where they are not heard of for a while the work is taken up
by another from its beginning, so every kind may be begun again: it makes its file anew, or finds what it has done.
A hand that has no work of its own helps with another's, if that is cut into portions.
"""

import logging
from collections.abc import Callable, Mapping
from contextvars import copy_context
from tempfile import TemporaryFile
from threading import Event, Thread
from typing import IO, Self

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, InterfaceError, OperationalError, close_old_connections, connection
from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.base.asking import asking
from congdoan.base.refusals import sentence_of
from congdoan.config.jobs import fold_postings
from congdoan.desk import figures, workbooks
from congdoan.desk.activities import exporting
from congdoan.desk.imports import working as importing
from congdoan.desk.reconcile import waiting
from congdoan.desk.sheets import drawing
from congdoan.desk.works.sharing import Shared
from congdoan.org.actions import fail, finish, give_back, hear, take
from congdoan.org.models import Work
from congdoan.org.rules import Made, Tell, WorkStopped

Doing = Callable[[Work, IO[bytes], Tell], Made]
"""Does work that was asked for, within what its asker may do now, in the asker's language, and writes its file.

Raises ValidationError or PermissionDenied with the sentence that its asker is to read.
"""

WORKS: Mapping[str, Doing] = {
    exporting.CSV: exporting.make_csv,
    exporting.EXCEL: exporting.make_excel,
    workbooks.KIND: figures.make_postings,
    waiting.KIND: waiting.judge_long,
    importing.KIND: importing.make,
    importing.UNDO: importing.make_undone,
    importing.REMARKS: importing.make_remarks,
    drawing.DRAFTS: drawing.make_drafts,
    drawing.PAPERS: drawing.make_papers,
}
"""Who does which kind: each room that has long work adds its line here."""

BULK = frozenset({importing.KIND, importing.UNDO})
"""Kinds that post much at once: it is folded right after, not within a minute."""

SHARED: Mapping[str, Shared] = {
    drawing.DRAFTS: drawing.DRAFTING,
    drawing.PAPERS: drawing.PAPERING,
}
"""Which kinds are cut into portions: any free hand helps with them."""

BEAT = 1.0
"""Seconds between two words on how far it is."""
PAUSE = 1.0
"""Seconds until an idle hand looks again."""

GONE = (OperationalError, InterfaceError)
log = logging.getLogger(__name__)


class Voice:
    """Says how far a work is, from a session of its own: also while the work is within a transaction."""

    def __init__(self, work: Work, leaving: Event) -> None:
        self._work = work
        self._leaving = leaving
        self._done, self._total = 0, 0
        self._lost, self._over = Event(), Event()
        self._thread = Thread(target=copy_context().run, args=[self._speak], daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._thread.join()

    def __call__(self, done: int, total: int) -> None:
        self._done, self._total = done, total
        if self._lost.is_set() or self._leaving.is_set():
            raise WorkStopped

    def _speak(self) -> None:
        try:
            while not self._over.wait(BEAT):
                try:
                    if not hear(self._work, self._done, self._total):
                        self._lost.set()
                except GONE:
                    connection.close()
        finally:
            connection.close()


def do_next(works: Mapping[str, Doing] | None = None, leaving: Event | None = None) -> bool:
    """Do the next work to its end, or where none waits a portion of somebody's; False where nothing is to be done.

    When `leaving` is set the work is given back.
    """
    doing, leaving = WORKS if works is None else works, leaving or Event()
    work = take(doing)
    if work is None:
        return help_out(SHARED if works is None else {})
    with override(work.language), asking(work.by_id):
        try:
            with TemporaryFile() as to:
                with Voice(work, leaving) as tell:
                    made = doing[work.kind](work, to, tell)
                finish(work, made, to)
        except WorkStopped:
            if leaving.is_set():
                give_back(work)
        except (ValidationError, PermissionDenied) as refusal:
            fail(work, _sentence(refusal))
        except IntegrityError as refusal:
            log.warning("%s %s refused by the database", work.kind, work.pk, exc_info=True)
            fail(work, sentence_of(refusal))
        except GONE:
            raise
        except Exception:
            log.exception("%s %s", work.kind, work.pk)
            fail(work, _("Việc gặp lỗi chưa lường trước, đã ghi lại cho người quản trị xem. Có thể bấm Làm lại."))
    if work.kind in BULK:
        fold_postings()
    return True


def help_out(shared: Mapping[str, Shared]) -> bool:
    """Do some portions of a work that another hand has; False where there is none."""
    for work in Work.objects.shared().filter(kind__in=shared).select_related("by", "unit"):
        with override(work.language), asking(work.by_id):
            if shared[work.kind].some(work):
                return True
    return False


def _sentence(refusal: ValidationError | PermissionDenied) -> str:
    if isinstance(refusal, ValidationError):
        return " ".join(refusal.messages)
    return str(refusal) or _("Không còn quyền làm việc này.")


def work_until(leaving: Event) -> None:
    """Do work as it comes, until one is to leave."""
    while not leaving.is_set():
        try:
            busy = do_next(leaving=leaving)
        except GONE:
            log.warning("the database is away", exc_info=True)
            connection.close()
            busy = False
        if not busy:
            close_old_connections()
            leaving.wait(PAUSE)
    connection.close()
