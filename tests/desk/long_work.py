"""Long work in the world of the desk: asked for by its officer, and done."""

from io import BytesIO

from tests.desk.conftest import PERIOD, Desk

from congdoan.desk.activities.exporting import CSV
from congdoan.org.actions import ask_for, finish, take
from congdoan.org.models import User, Work
from congdoan.org.rules import Made


def asked_work(desk: Desk, by: User | None = None) -> Work:
    """A list of activities that somebody wants as a file: the mill's, if nobody else's."""
    asked = {"path": "/activities/list.csv", "query": f"unit=mill&{PERIOD}", "host": "127.0.0.1", "scheme": "http"}
    by = by or desk.world.officer
    return ask_for(by, kind=CSV, unit=desk.world.mill, title="mill.csv", asked=asked, total=1400, things="dòng")


def done_work(desk: Desk) -> Work:
    """The same, with its file."""
    asked_work(desk)
    work = take({CSV})
    assert work is not None
    finish(work, Made("danh-sach.csv"), BytesIO(b"1;2"))
    work.refresh_from_db()
    return work
