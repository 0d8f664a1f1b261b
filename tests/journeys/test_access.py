"""Every page before axe-core, at a desk and on a phone, light and dark: no serious fault in any of them."""

import pytest
from tests.desk.addresses import address, names
from tests.desk.conftest import Desk
from tests.journeys.conftest import PASSWORD, Open, Town
from tests.world import TODAY, the_day

from congdoan.claims.actions import check_text

pytestmark = pytest.mark.slow

# Parts that htmx puts into pages, and files: they are seen where they are put.
NO_PAGES = {
    "desk:activities_csv",
    "desk:activities_excel",
    "desk:activity_check",
    "desk:activity_document",
    "desk:activity_partners",
    "desk:activity_people",
    "desk:activity_photo",
    "desk:activity_photo_small",
    "desk:activity_waiting",
    "desk:application_document",
    "desk:import_remarks",
    "desk:import_template",
    "desk:member_ground_proof",
    "desk:member_wards",
    "desk:reconcile_notes",
    "desk:retirement_excel",
    "desk:sent",
    "desk:sheet_document",
    "desk:sheet_kept",
    "desk:sheet_meanwhile",
    "desk:sheet_signed",
    "desk:units_beneath",
    "desk:work_file",
}
ACCOUNT = (
    "/account/password/",
    "/account/sessions/",
    "/account/codes/",
    "/account/codes/off/",
    "/account/codes/recovery/new/",
    "/account/logout/",
)


def test_no_page_has_a_serious_fault(town: Town, wide_window: Open) -> None:
    world = town.world
    with the_day(TODAY):
        dialogue = world.hold_dialogue(world.mill, TODAY.replace(day=7), people=126)
        member = world.admit(world.mill, TODAY.replace(day=8))[0]
        world.plan(world.north, "2025", 10)
        words = "Trong tháng 1/2025, đơn vị kết nạp được 1 đoàn viên, tổ chức 2 cuộc đối thoại."
        text = check_text(world.clerk, unit=world.mill, title="Bài nói", text=words, dated=TODAY)
        paths = {name: address(name, Desk(world, dialogue, member, text)) for name in names()}
    reader = wide_window()
    reader.sign_in("officer")
    assert not {name for name in NO_PAGES if reader.is_page(paths[name])}
    for name in paths.keys() - NO_PAGES:
        reader.tour(paths[name])


def test_no_page_of_the_account_has_a_serious_fault(town: Town, window: Open) -> None:
    person = window()
    person.open("/account/login/")
    person.sign_in_at_the_door("chair")
    person.open("/account/codes/off/")
    if person.page.url.startswith(f"{town.address}/account/confirm/"):
        person.page.fill("[name=password]", PASSWORD)
        person.press("Tiếp tục", role="button")
    for path in ACCOUNT:
        response = person.open(path)
        assert response is not None
        assert response.ok
        assert person.page.url == town.address + path
    person.open("/nowhere/")


def test_pickers_open_over_the_page_and_answer_to_the_keyboard(town: Town, window: Open) -> None:
    reader = window()
    reader.sign_in("chair")
    reader.open("/figures/?unit=north&period=2025-H1&cutoff=05-31")
    page = reader.page
    page.get_by_role("link", name="Đơn vị Công đoàn north", exact=False).first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("searchbox").wait_for()
    reader.look()
    dialog.get_by_role("searchbox").fill("mill")
    found = dialog.get_by_role("link", name="Công đoàn mill", exact=False)
    found.wait_for()
    dialog.get_by_role("searchbox").focus()
    for _time in range(20):
        if page.evaluate("() => document.activeElement.textContent.includes('mill')"):
            break
        page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "unit=mill" in page.url
    page.keyboard.press("Escape")
