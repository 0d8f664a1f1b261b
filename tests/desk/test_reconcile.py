"""The pages of checked texts: pasted or sent, the figure in hand, what can be pressed, who may."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document
from tests.desk.conftest import Desk, Door
from tests.desk.saying import text as said
from tests.world import the_day

from congdoan.claims.actions import check_text, judge_again, put_away
from congdoan.claims.models import CheckedClaim, CheckedText, Habit
from congdoan.desk.reconcile import waiting
from congdoan.org.actions import appoint, finish, hear, take
from congdoan.org.models import Deed
from congdoan.org.rules import Role

WORDS = "Ngày 25/06/2024, Công đoàn mill báo cáo: 6 tháng đầu năm 2024, Công đoàn mill kết nạp được 3 đoàn viên."


def page_of(text: CheckedText) -> str:
    return reverse("desk:reconcile_text", args=[text.pk])


def claim(desk: Desk, words: str) -> CheckedClaim:
    return desk.text.claims.get(words=words)


def press(door: Client, desk: Desk, do: str, **more: object) -> Any:
    return door.post(page_of(desk.text), {"do": do, **more}, follow=True)


def test_a_pasted_text_is_judged_and_shown(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.officer)
    answer = door.post(reverse("desk:reconcile"), {"text": WORDS}, follow=True)
    text = CheckedText.objects.latest("pk")
    assert (text.unit.code, text.dated, text.keeper.username) == ("mill", date(2024, 6, 25), "officer")
    assert answer.redirect_chain[-1][0] == page_of(text)
    assert "1 con số, không chỗ nào khác sổ" in said(answer)
    assert 'class="claim agrees"' in answer.content.decode()


def test_what_is_pasted_in_an_old_encoding_is_put_into_unicode(desk: Desk, signed_in: Door) -> None:
    written = "Trong 6 th¸ng ®Çu n¨m 2024, C«ng ®oµn mill kÕt n¹p ®­îc 3 ®oµn viªn míi."
    answer = signed_in(desk.world.officer).post(reverse("desk:reconcile"), {"text": written}, follow=True)
    assert "Công đoàn mill kết nạp được 3 đoàn viên mới" in said(answer)
    assert "Văn bản viết bằng TCVN3, đã chuyển sang Unicode." in said(answer)


@pytest.mark.parametrize("kind", ["txt", "docx"])
def test_a_file_is_opened(desk: Desk, signed_in: Door, kind: str) -> None:
    content = WORDS.encode()
    if kind == "docx":
        document, kept = Document(), BytesIO()
        document.add_paragraph(WORDS)
        document.save(kept)
        content = kept.getvalue()
    file = SimpleUploadedFile(f"bai.{kind}", content)
    answer = signed_in(desk.world.officer).post(reverse("desk:reconcile"), {"file": file}, follow=True)
    assert CheckedText.objects.latest("pk").title == f"bai.{kind}"
    assert "1 con số" in said(answer)


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"text": " "}, "Dán văn bản vào ô, hoặc chọn file."),
        ({"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 rubbish")}, "File a.pdf là PDF đã hỏng nên không đọc được."),
        ({"file": SimpleUploadedFile("a.txt", b"")}, "File a.txt trống."),
        ({"text": WORDS, "dated": "31/06/2024"}, "Ngày 31/06 không có."),
        ({"text": WORDS, "dated": "01/01/2044"}, "Ngày này chưa đến."),
        ({"text": WORDS, "unit": "plant"}, "plant"),
    ],
)
def test_what_cannot_be_checked_is_refused_beside_its_field(
    desk: Desk, signed_in: Door, answers: dict[str, object], sentence: str
) -> None:
    count = CheckedText.objects.count()
    answer = signed_in(desk.world.clerk).post(reverse("desk:reconcile"), answers)
    assert answer.status_code == 200
    assert sentence in said(answer)
    assert CheckedText.objects.count() == count


def test_a_text_that_names_a_unit_beyond_reach_is_kept_at_the_own_one(desk: Desk, signed_in: Door) -> None:
    words = "Trong 6 tháng đầu năm 2024, Công đoàn plant kết nạp được 3 đoàn viên."
    desk.world.admit(desk.world.plant, date(2024, 3, 1), 77)
    answer = signed_in(desk.world.clerk).post(reverse("desk:reconcile"), {"text": words}, follow=True)
    assert CheckedText.objects.latest("pk").unit == desk.world.mill
    assert "ngoài phạm vi được xem" in said(answer)
    assert "77" not in said(answer)


def test_the_figure_in_hand_opens_into_its_records(desk: Desk, signed_in: Door) -> None:
    answer = signed_in(desk.world.clerk).get(page_of(desk.text), {"claim": claim(desk, "2 cuộc").pk})
    html = answer.content.decode()
    assert "Trong sổ là 1:" in said(answer)
    assert "Văn bản nêu nhiều hơn sổ 1." in said(answer)
    assert f'href="{reverse("desk:activity", args=[desk.dialogue.pk])}"' in html
    assert reverse("desk:figure", args=["dialogue.held"]) + "?unit=mill&amp;period=2024-H1&amp;cutoff=05-31" in html
    assert "Sửa thành 1 cuộc" in said(answer)


def test_a_number_is_corrected_with_one_press(desk: Desk, signed_in: Door) -> None:
    answer = press(signed_in(desk.world.clerk), desk, "correct", claim=claim(desk, "2 cuộc").pk)
    assert "“1 cuộc” thay cho “2 cuộc”" in said(answer)
    desk.text.refresh_from_db()
    assert "tổ chức 1 cuộc đối thoại" in desk.text.text
    assert "không chỗ nào khác sổ" in said(answer)


def test_a_number_is_kept_only_with_a_reason(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.clerk)
    assert "Nêu lý do giữ số này." in said(press(door, desk, "keep", claim=claim(desk, "2 cuộc").pk, reason=" "))
    answer = press(door, desk, "keep", claim=claim(desk, "2 cuộc").pk, reason="gồm cả cuộc tháng 6")
    assert "2 con số, không chỗ nào khác sổ" in said(answer)
    assert "Giữ vì: gồm cả cuộc tháng 6" in said(answer)
    answer = press(door, desk, "keep", claim=claim(desk, "2 cuộc").pk, reason="", undo="1")
    assert "1 chỗ khác sổ" in said(answer)


def test_figures_that_agree_become_fields_and_words_again(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.clerk)
    answer: Any = press(door, desk, "fields")
    assert "Đã gắn 1 số vào sổ." in said(answer)
    assert 'class="bound-field"' in answer.content.decode()
    answer = door.get(page_of(desk.text), {"field": 0})
    assert "văn bản luôn nêu số của sổ" in said(answer)
    desk.world.admit(desk.world.mill, date(2024, 4, 3), 2)
    assert "đơn vị kết nạp được 5" in said(door.get(page_of(desk.text)))
    press(door, desk, "unfield", number=0)
    desk.text.refresh_from_db()
    assert "kết nạp được 5 đoàn viên" in desk.text.text


def test_a_frozen_text_can_be_read_but_not_changed(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.clerk)
    press(door, desk, "fields")
    assert "Đã chốt" in said(press(door, desk, "freeze"))
    assert "đã chốt" in said(press(door, desk, "fields"))
    assert door.get(reverse("desk:reconcile_edit", args=[desk.text.pk])).status_code == 404
    assert door.get(page_of(desk.text)).status_code == 200


def test_a_figure_is_bound_by_hand(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.clerk)
    place = claim(desk, "2 cuộc").place
    address = reverse("desk:reconcile_bind", args=[desk.text.pk, place])
    assert "“2 cuộc” là số gì" in said(door.get(address))
    answers = {"indicator": "dialogue.people", "unit": "MILL", "period": "2024-03", "scope": "own"}
    answer: Any = door.post(address, answers, follow=True)
    assert "Trong sổ là 126" in said(answer)
    assert Habit.objects.get().indicator == "dialogue.people"
    assert "Đã gắn bằng tay." in said(answer)
    answer = press(door, desk, "unbind", claim=claim(desk, "2 cuộc").pk)
    assert not Habit.objects.exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"unit": "plant"}, "Không có đơn vị mang mã “plant” trong phạm vi được xem."),
        ({"period": "2024-13"}, "2024-13"),
        ({"indicator": "x.y"}, "x.y"),
        ({"indicator": "members.transferred_in", "scope": "subtree"}, "không cộng lên được"),
    ],
)
def test_a_binding_that_cannot_be_is_refused(
    desk: Desk, signed_in: Door, change: dict[str, str], sentence: str
) -> None:
    address = reverse("desk:reconcile_bind", args=[desk.text.pk, 1])
    answers = {"indicator": "dialogue.people", "unit": "mill", "period": "2024-03", "scope": "own"}
    answer = signed_in(desk.world.clerk).post(address, answers | change)
    assert answer.status_code == 200
    assert sentence in said(answer)
    assert not Habit.objects.exists()


def test_words_are_changed_and_judged_anew(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.clerk)
    address = reverse("desk:reconcile_edit", args=[desk.text.pk])
    words = desk.text.text.replace("2 cuộc", "7 cuộc")
    answer = door.post(address, {"title": "Bài nói", "dated": "25/06/2024", "text": words}, follow=True)
    assert "1 chỗ khác sổ" in said(answer)
    assert desk.text.claims.filter(words="7 cuộc", verdict="differs").exists()
    assert "Ngày này chưa đến." in said(door.post(address, {"title": "x", "dated": "1/1/2044", "text": words}))


def test_a_reader_sees_a_text_but_changes_nothing(desk: Desk, signed_in: Door) -> None:
    inspector = desk.world.stranger
    appoint(desk.world.officer, user=inspector, unit=desk.world.mill, role=Role.INSPECTOR, day=date(2024, 1, 1))
    door = signed_in(inspector)
    html = door.get(page_of(desk.text)).content.decode()
    assert 'value="correct"' not in html
    assert 'value="fields"' not in html
    assert press(door, desk, "correct", claim=claim(desk, "2 cuộc").pk).status_code == 404
    assert door.get(reverse("desk:reconcile_edit", args=[desk.text.pk])).status_code == 404
    assert press(door, desk, "nonsense").status_code == 404


def test_numbers_of_units_beyond_a_reader_are_masked(desk: Desk, signed_in: Door) -> None:
    words = "Trong 6 tháng đầu năm 2024, Công đoàn mine kết nạp được 88 đoàn viên."
    desk.world.admit(desk.world.mine, date(2024, 3, 1), 88)
    text = check_text(desk.world.officer, unit=desk.world.mill, title="x", text=words, dated=date(2024, 6, 25))
    assert text.claims.get().verdict == "agrees"
    answer = signed_in(desk.world.clerk).get(page_of(text))
    assert "ngoài phạm vi được xem" in said(answer)
    assert "Trong sổ là" not in said(answer)


def test_the_keeper_is_told_at_home_when_the_book_changed(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.clerk)
    assert "đã khác trong sổ" not in said(door.get(reverse("desk:home")))
    with the_day(date(2025, 1, 30)):
        desk.world.admit(desk.world.mill, date(2024, 4, 3), 2)
        judge_again(desk.world.officer, text=desk.text)
    answer = door.get(reverse("desk:home"))
    assert "Số trong “Bài nói” đã khác trong sổ" in said(answer)
    assert "1 kết luận mới" in said(answer)
    assert "đã khác trong sổ" not in said(signed_in(desk.world.chair).get(reverse("desk:home")))
    page = door.get(page_of(desk.text))
    assert "Sổ đã đổi" in said(page)
    assert "Trước: khớp, sổ là 3" in said(page)
    press(door, desk, "seen")
    assert "đã khác trong sổ" not in said(door.get(reverse("desk:home")))


def test_a_long_text_is_shown_page_by_page_and_judged_behind(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.clerk)
    words = (f"{desk.text.text}\n" * 150).strip()
    answer = door.post(reverse("desk:reconcile"), {"text": words, "unit": "mill"}, follow=True)
    assert "Đang xét" in said(answer)
    assert "Xét ngay" in said(answer)
    text = CheckedText.objects.latest("pk")
    mine = take({waiting.KIND})
    assert mine
    assert hear(mine, 120, 300)
    assert "120 trên 300 con số" in said(door.get(page_of(text)))
    assert "Đối soát “" in said(door.get(reverse("desk:home")))
    heard: list[tuple[int, int]] = []
    finish(mine, waiting.judge_long(mine, BytesIO(), lambda done, total: heard.append((done, total))), BytesIO())
    assert heard[0] == (0, 300)
    assert heard[-1] == (299, 300)
    assert "Đã xét 300 con số." in said(door.get(reverse("desk:works") + f"{mine.pk}/"))
    answer = door.get(page_of(text))
    assert "300 con số, 150 chỗ khác sổ" in said(answer)
    assert "Trang 1 trên 2 của văn bản." in said(answer)
    last = text.claims.last()
    assert last is not None
    assert "Trang 2 trên 2" in said(door.get(page_of(text), {"claim": last.pk}))
    assert len(door.get(page_of(text)).content) < 130_000


def test_captions_are_pale_and_other_news_is_folded(desk: Desk, signed_in: Door) -> None:
    words = f"Đầu bài\n\nanh.jpg\nTrao 40 suất quà\n\n{WORDS}\n\nTin cùng chuyên mục\n\nHuyện bên tặng 500 suất quà"
    answer = signed_in(desk.world.clerk).post(reverse("desk:reconcile"), {"text": words}, follow=True)
    html = answer.content.decode()
    assert "<h2>Đầu bài</h2>" in html
    assert '<p class="left">Trao 40 suất quà</p>' in html
    assert "2 dòng, không xét" in said(answer)


def test_the_annotated_text_is_a_word_file_with_comments(desk: Desk, signed_in: Door) -> None:
    answer = signed_in(desk.world.clerk).get(reverse("desk:reconcile_notes", args=[desk.text.pk]))
    document = Document(BytesIO(answer.content))
    assert document.paragraphs[0].text == desk.text.text
    assert [comment.text.split(".")[0] for comment in document.comments] == ["✓ khớp", "× khác sổ"]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="bai-noi.docx"'


def test_what_was_put_away_is_gone_and_found_no_more(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.clerk)
    assert "Bài nói" in said(door.get(reverse("desk:search"), {"q": "bai noi"}))
    assert "Bài nói" not in said(signed_in(desk.world.stranger).get(reverse("desk:search"), {"q": "bai noi"}))
    assert "Đã cất “Bài nói”" in said(press(door, desk, "shelve"))
    assert door.get(page_of(desk.text)).status_code == 404
    assert "Văn bản đã đối soát" not in said(door.get(reverse("desk:search"), {"q": "bai noi"}))


def test_every_deed_on_a_text_has_its_sentence(desk: Desk, signed_in: Door) -> None:
    door = signed_in(desk.world.officer)
    press(door, desk, "keep", claim=claim(desk, "2 cuộc").pk, reason="đã hỏi")
    press(door, desk, "correct", claim=claim(desk, "2 cuộc").pk)
    press(door, desk, "fields")
    put_away(desk.world.officer, text=desk.text)
    told = said(door.get(reverse("desk:journal"), {"period": "2025"}))
    assert "đối soát văn bản “Bài nói”" in told
    assert "giữ số “2 cuộc” trong văn bản “Bài nói”" in told
    assert "sửa “2 cuộc” thành “1 cuộc” trong văn bản “Bài nói”" in told
    assert "gắn 2 số của văn bản “Bài nói” vào sổ" in told
    assert Deed.objects.filter(verb="shelved").exists()
