"""Who owes what by when, the board above, and reminders that go out once."""

from collections.abc import Sequence
from datetime import date
from smtplib import SMTPRecipientsRefused
from typing import ClassVar

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from tests.reports.conftest import HALF, UNION, opened, sent
from tests.world import World, the_day

from congdoan.base.period import parse_period
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Form, Level
from congdoan.org.actions import appoint
from congdoan.org.models import Deed, User
from congdoan.org.rules import Role
from congdoan.records.structure.actions import dissolve
from congdoan.reports.actions import accept_sheet, remind_due, remind_late, return_sheet, send_letters
from congdoan.reports.models import MISSING, Mailing, Mark, Reminder, board, forms_owed_beneath, owed_by
from congdoan.reports.rules.owing import before, closed_from, due_day, is_owed_for, kind_of, periods_ended, year_of

JUNE = date(2024, 6, 5)


def form(code: str = "own-half") -> Form:
    return current().forms[code]


# --- Periods ---------------------------------------------------------------------------------------------------------


def test_the_periods_owed_are_the_halfs_and_the_years_of_the_forms_own_calendar(world: World) -> None:
    ended = periods_ended(form(), date(2024, 12, 1), 4)
    assert [str(period) for period in ended] == ["2024", "2024-H1", "2023", "2023-H1"]
    assert [str(period) for period in periods_ended(form(), date(2024, 11, 29), 1)] == ["2024-H1"]


def test_who_asks_what_is_owed_may_do_with_it_as_they_like(world: World) -> None:
    periods_ended(form(), date(2024, 12, 1), 4).clear()
    assert len(periods_ended(form(), date(2024, 12, 1), 4)) == 4


def test_the_second_half_is_told_with_its_year_and_a_run_when_asked(world: World) -> None:
    assert not is_owed_for(form(), parse_period("2024-H2", UNION))
    assert not is_owed_for(form("review"), parse_period("2008..2024-05"))


def test_due_and_closed_days_follow_the_last_day_of_the_period(world: World) -> None:
    period = parse_period(HALF, UNION)
    assert due_day(form(), Level.GRASSROOTS, period) == date(2024, 6, 10)
    assert due_day(form(), Level.SUPERIOR, period) is None
    assert closed_from(form(), period) == date(2025, 7, 5)
    assert closed_from(form("upper-half"), period) is None


@pytest.mark.parametrize(
    ("period", "earlier"),
    [("2024-01", "2023-12"), ("2024-Q1", "2023-Q4"), ("2024-Q3", "2024-Q2"), ("2024-H1", "2023-H1")],
)
def test_last_time_is_the_month_before_or_the_year_before(period: str, earlier: str) -> None:
    assert str(before(parse_period(period, UNION))) == earlier


def test_the_year_to_date_begins_in_the_forms_own_calendar() -> None:
    assert year_of(parse_period("2024-03", UNION)).first_day == date(2023, 12, 1)
    assert year_of(parse_period("2024-12", UNION)).first_day == date(2024, 12, 1)
    assert str(kind_of(parse_period("2023/2024"))) == "school_year"


# --- What is owed ----------------------------------------------------------------------------------------------------


def test_a_unit_owes_what_it_has_not_sent(world: World) -> None:
    with the_day(JUNE):
        owed = [(str(each.period), each.days_left(JUNE)) for each in owed_by([world.mill], JUNE)]
        assert owed == [("2023-H1", -361), ("2023", -178), ("2024-H1", 5)]
        sent(world, world.mill)
        assert [str(each.period) for each in owed_by([world.mill], JUNE)] == ["2023-H1", "2023"]


def test_a_returned_one_is_owed_again(world: World) -> None:
    with the_day(JUNE):
        sheet = sent(world, world.mill).sheet
        return_sheet(world.officer, sheet=sheet, revision=1, remarks={"": "sửa"})
        latest = owed_by([world.mill], JUNE)[-1]
        assert latest.sheet == sheet


# --- The board -------------------------------------------------------------------------------------------------------


def test_the_board_shows_who_has_sent_who_is_late_and_who_was_returned(world: World) -> None:
    with the_day(date(2024, 6, 12)):
        sheet = sent(world, world.mill).sheet
        return_sheet(world.officer, sheet=sheet, revision=1, remarks={"": "sửa"})
        accept_sheet(world.officer, sheet=sent(world, world.school).sheet, revision=1)
        told = board(world.north, form(), [parse_period(HALF, UNION)])
    assert [(row.code, row.cells[0].mark) for row in told.rows()] == [
        ("mine", Mark.LATE),
        ("mill", Mark.RETURNED),
        ("school", Mark.ACCEPTED),
    ]
    column = told.columns[0]
    assert (column.owed, column.sent, column.timely, column.due) == (3, 1, 0, date(2024, 6, 10))
    assert [row.code for row in told.rows(MISSING)] == ["mine", "mill"]
    assert told.rows()[2].cells[0].days == 2, "it came two days after the due day"


def test_a_unit_is_asked_only_for_periods_in_which_it_lived(world: World) -> None:
    new = world.found("new", Level.GRASSROOTS, world.industry, day=date(2024, 3, 1))
    dissolve(world.officer, unit=world.mine, day=date(2023, 11, 20))
    periods = [parse_period(name, UNION) for name in ("2023", "2024-H1", "2024")]
    with the_day(date(2024, 12, 28)):
        told = {row.code: [cell.mark for cell in row.cells] for row in board(world.industry, form(), periods).rows()}
    assert told[new.code] == [Mark.APART, Mark.LATE, Mark.LATE]
    assert told["mine"] == [Mark.LATE, Mark.APART, Mark.APART]


def test_what_was_not_sent_before_the_period_closed_is_no_longer_late(world: World) -> None:
    with the_day(date(2025, 7, 5)):
        told = board(world.industry, form(), [parse_period(HALF, UNION)])
        assert {row.cells[0].mark for row in told.rows()} == {Mark.NONE}


def test_the_forms_of_a_board_are_those_owed_beneath(world: World) -> None:
    today = date(2024, 6, 5)
    assert [each.code for each in forms_owed_beneath(world.industry, today)] == ["own-half"]
    assert {each.code for each in forms_owed_beneath(world.north, today)} == {"own-half", "upper-half"}
    assert forms_owed_beneath(world.mill, today) == []


# --- Reminders -------------------------------------------------------------------------------------------------------


SEVENTH = date(2024, 6, 7)


def with_addresses(*users: User) -> None:
    for user in users:
        user.email = f"{user.username}@example.org"
        user.save()


class Server(BaseEmailBackend):
    """A mail server that fails as it is told to, letter by letter; it counts how often it was called."""

    failures: ClassVar[list[Exception | None]] = []
    calls = 0

    def open(self) -> bool:
        type(self).calls += 1
        return False

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        failure = self.failures.pop(0) if self.failures else None
        if failure:
            raise failure
        mail.outbox.extend(email_messages)
        return len(email_messages)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> type[Server]:
    monkeypatch.setattr("congdoan.reports.actions.letters.get_connection", Server)
    Server.failures, Server.calls = [], 0
    return Server


def test_who_may_report_is_reminded_on_the_desk_and_by_letter_once(world: World) -> None:
    with_addresses(world.clerk)
    with the_day(SEVENTH):
        assert [remind_due(), remind_due()] == [1, 0]
        assert not mail.outbox, "letters go by themselves"
        assert [send_letters(), send_letters()] == [1, 0]
    assert [(each.period, each.days_left, each.address) for each in Reminder.objects.filter(user=world.clerk)] == [
        ("2024-H1", 3, "clerk@example.org")
    ]
    assert len(mail.outbox) == 1
    assert mail.outbox[0].to == ["clerk@example.org"]
    assert "Công đoàn mill: Báo cáo của công đoàn cơ sở, 6 tháng đầu năm 2024; hạn 10/06/2024 (còn 3 ngày)" in str(
        mail.outbox[0].body
    )


def test_units_are_gone_through_some_at_a_time(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congdoan.reports.actions.reminding.UNITS_AT_ONCE", 1)
    appoint(world.officer, user=world.clerk, unit=world.mine, role=Role.CLERK, day=date(2024, 1, 1))
    appoint(world.officer, user=world.stranger, unit=world.school, role=Role.CLERK, day=date(2024, 1, 1))
    with the_day(SEVENTH):
        assert [remind_due(), remind_due()] == [2, 0]
    assert Reminder.objects.count() == 3


def test_whoever_has_sent_since_gets_no_letter(world: World) -> None:
    with_addresses(world.clerk)
    with the_day(SEVENTH):
        remind_due()
        sent(world, world.mill)
        assert send_letters() == 0


def test_whoever_has_sent_is_not_reminded(world: World) -> None:
    with the_day(date(2024, 6, 7)):
        sent(world, world.mill)
        assert remind_due() == 0


def test_a_letter_that_does_not_go_is_tried_again_and_holds_nothing_up(world: World, server: type[Server]) -> None:
    with_addresses(world.clerk, world.stranger)
    appoint(world.officer, user=world.stranger, unit=world.mine, role=Role.CLERK, day=date(2024, 1, 1))
    server.failures = [ConnectionRefusedError()]
    with the_day(SEVENTH):
        assert remind_due() == 2
        assert [send_letters(), send_letters(), send_letters()] == [1, 1, 0]
    assert sorted(each.to[0] for each in mail.outbox) == ["clerk@example.org", "stranger@example.org"]
    assert Mailing.objects.filter(refused="").count() == 2


def test_an_address_that_is_refused_for_good_is_not_tried_again(world: World, server: type[Server]) -> None:
    with_addresses(world.clerk)
    server.failures = [SMTPRecipientsRefused({"clerk@example.org": (451, b"later")})]
    server.failures.append(SMTPRecipientsRefused({"clerk@example.org": (550, b"no such user")}))
    with the_day(SEVENTH):
        remind_due()
        assert [send_letters(), send_letters(), send_letters()] == [0, 0, 0]
    assert Mailing.objects.get().refused == "550 no such user"
    assert not mail.outbox


def test_a_server_that_is_away_is_left_in_peace(
    world: World, server: type[Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("congdoan.reports.actions.letters.FAILURES", 1)
    with_addresses(world.clerk, world.stranger)
    appoint(world.officer, user=world.stranger, unit=world.mine, role=Role.CLERK, day=date(2024, 1, 1))
    server.failures = [ConnectionRefusedError(), ConnectionRefusedError()]
    with the_day(SEVENTH):
        remind_due()
        assert send_letters() == 0
    assert len(server.failures) == 1


def test_a_letter_that_says_nothing_of_use_any_more_is_not_sent(world: World) -> None:
    with_addresses(world.clerk)
    with the_day(SEVENTH):
        remind_due()
    with the_day(date(2024, 6, 20)):
        assert send_letters() == 0


def test_the_union_above_reminds_those_who_are_late(world: World) -> None:
    period = parse_period(HALF, UNION)
    with the_day(date(2024, 6, 20)):
        count = remind_late(
            world.chair, above=world.industry, form=form(), period=period, units=[world.mill, world.mine]
        )
        assert count == 1
        assert Reminder.objects.get().days_left == -10
        with pytest.raises(PermissionDenied):
            remind_late(world.clerk, above=world.industry, form=form(), period=period, units=[world.mill])
    assert Deed.objects.get(verb="reminded").words["count"] == 2


def test_a_draft_that_is_late_shows_as_late(world: World) -> None:
    with the_day(date(2024, 6, 12)):
        opened(world, world.mill)
        told = board(world.industry, form(), [parse_period(HALF, UNION)])
        assert told.rows()[0].cells[0].mark == Mark.LATE
