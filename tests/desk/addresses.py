"""Every address of the desk, found by walking the URL conf, with what fills its parameters in the tests' world."""

from collections.abc import Callable, Iterator, Mapping

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.desk.committees import seated
from tests.desk.conftest import PERIOD, Desk
from tests.desk.directives import registered
from tests.desk.files import document, photo, waits
from tests.desk.imports import sent
from tests.desk.long_work import done_work
from tests.desk.people import agreed, applied, asked, gone, paused
from tests.desk.reports import accepted, drafted, reviewed, signed, submitted

from congdoan.org.models import User
from congdoan.records.members.models import Suspension

# What fills a parameter, by its name. An address that needs another thing has its own line in `PARAMETERS`.
USUAL: Mapping[str, Callable[[Desk], object]] = {
    "code": lambda desk: desk.world.mill.code,
    "indicator": lambda desk: "members.admitted",
    "kind": lambda desk: "dialogue",
    "photo": lambda desk: photo(desk).pk,
    "document": lambda desk: document(desk).pk,
    "key": lambda desk: waits(desk),
    "part": lambda desk: "result-0",
    "line": lambda desk: "members.admitted@own",
    "revision": lambda desk: 1,
    "shape": lambda desk: "docx",
}
ACTIVITY_PAGES = (
    "desk:activity",
    "desk:activity_correct",
    "desk:activity_withdraw",
    "desk:activity_attach",
    "desk:activity_photo",
    "desk:activity_photo_small",
    "desk:activity_photo_edit",
    "desk:activity_document",
    "desk:activity_document_edit",
)
DRAFT_PAGES = (
    "desk:sheet",
    "desk:sheet_part",
    "desk:sheet_line",
    "desk:sheet_check",
    "desk:sheet_send",
    "desk:sheet_give_up",
    "desk:sheet_proposals",
    "desk:sheet_document",
    "desk:sheet_meanwhile",
    "desk:sheet_restated",
)
DIRECTIVE_PAGES = (
    "desk:directive",
    "desk:directive_correct",
    "desk:directive_aim",
    "desk:directive_charge",
    "desk:directive_study",
    "desk:directive_review",
)
TEXT_PAGES = ("desk:reconcile_text", "desk:reconcile_edit", "desk:reconcile_notes", "desk:reconcile_bind")
MEMBER_PAGES = (
    "desk:member",
    "desk:member_edit",
    "desk:member_suspend",
    "desk:member_leave",
    "desk:member_withdraw",
    "desk:member_push",
    "desk:member_rights",
    "desk:member_grounds",
)
PARAMETERS: Mapping[str, Mapping[str, Callable[[Desk], object]]] = {
    "desk:entry": {"pk": lambda desk: desk.dialogue.pk},
    **{name: {"pk": lambda desk: desk.dialogue.pk} for name in ACTIVITY_PAGES},
    **{name: {"pk": lambda desk: desk.text.pk, "place": lambda desk: 1} for name in TEXT_PAGES},
    # A sheet at each step of its way is another unit's, so that all of them stand at once.
    **{name: {"pk": lambda desk: drafted(desk).pk} for name in DRAFT_PAGES},
    "desk:sheet_series": {"pk": lambda desk: reviewed(desk).pk},
    "desk:sheet_decide": {"pk": lambda desk: submitted(desk, desk.world.mine).pk},
    "desk:sheet_sign": {"pk": lambda desk: submitted(desk, desk.world.mine).pk},
    "desk:sheet_signed": {
        "pk": lambda desk: submitted(desk, desk.world.mine).pk,
        "signature": lambda desk: signed(desk, desk.world.mine).pk,
    },
    "desk:sheet_changes": {"pk": lambda desk: submitted(desk, desk.world.mine).pk},
    "desk:sheet_kept": {"pk": lambda desk: submitted(desk, desk.world.mine).pk},
    "desk:sheet_reopen": {"pk": lambda desk: accepted(desk, desk.world.plant).pk},
    **{name: {"pk": lambda desk: done_work(desk).pk} for name in ("desk:work", "desk:work_file")},
    **{name: {"pk": lambda desk: desk.member.member_id} for name in MEMBER_PAGES},
    "desk:member_ground_proof": {
        "pk": lambda desk: agreed(desk).member_id,
        "ground": lambda desk: agreed(desk).pk,
    },
    "desk:member_consent_withdraw": {
        "pk": lambda desk: agreed(desk).member_id,
        "purpose": lambda desk: agreed(desk).purpose,
    },
    "desk:member_resume": {"pk": lambda desk: paused(desk).pk},
    "desk:member_suspension_withdraw": {
        "pk": lambda desk: paused(desk).pk,
        "suspension": lambda desk: Suspension.objects.latest("pk").pk,
    },
    "desk:member_leave_withdraw": {"pk": lambda desk: gone(desk).pk},
    **{name: {"pk": lambda desk: applied(desk).pk} for name in ("desk:application", "desk:application_document")},
    "desk:transfer": {"pk": lambda desk: asked(desk).pk},
    **{name: {"pk": lambda desk: registered(desk).pk} for name in DIRECTIVE_PAGES},
    "desk:directive_register": {"code": lambda desk: desk.world.north.code},
    "desk:import": {"pk": lambda desk: sent(desk).pk},
    "desk:import_remarks": {"pk": lambda desk: sent(desk).pk},
    "desk:committee_elect": {"code": lambda desk: seated(desk).unit.code},
    "desk:committee_seat": {"pk": lambda desk: seated(desk).pk},
    "desk:position": {"pk": lambda desk: desk.world.clerk.positions.get().pk},
}

# Whom a page asks about, where the unit looked at before need not do: these are pages of units with others beneath.
UNITS: Mapping[str, str] = {"desk:board": "north", "desk:board_due": "north", "desk:board_remind": "north"}

# Pages about the user alone: whoever is signed in may open them.
EVERYONES = {"desk:home", "desk:member_wards", "desk:search", "desk:settings", "desk:works"}

# Whose page it is, where the officer's right to read is not the measure.
READERS: Mapping[str, Callable[[Desk], User]] = {}

# Sign-in speaks for itself, in tests of its own.
SIGN_IN = "account/"


def names() -> list[str]:
    return sorted({name for name, _pattern in _walk(get_resolver().url_patterns)})


def address(name: str, desk: Desk) -> str:
    """The address of a page in the world. Raises KeyError for a parameter that nobody told how to fill."""
    wanted = dict(_walk(get_resolver().url_patterns))[name].pattern.converters
    filled = {**USUAL, **PARAMETERS.get(name, {})}
    path = reverse(name, kwargs={parameter: filled[parameter](desk) for parameter in wanted})
    return f"{path}?{PERIOD}" + (f"&unit={UNITS[name]}" if name in UNITS else "")


def reader(name: str, desk: Desk) -> User:
    return READERS[name](desk) if name in READERS else desk.world.officer


def _walk(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if str(pattern.pattern) != SIGN_IN:
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from _walk(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name}", pattern
