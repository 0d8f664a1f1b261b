"""The figures of texts about the demo federation: the two real texts where they lie at hand, and texts of our own."""

import os
from datetime import date
from pathlib import Path

import pytest

from congdoan.base import clock
from congdoan.claims.models import Context, judge
from congdoan.claims.rules import Claim, Judgement, Verdict, read
from congdoan.claims.rules.calendar import day_of
from congdoan.claims.rules.layout import body

HERE = Path(__file__)
SHARED = Path(os.environ.get("CONGDOAN_SHARED") or HERE.parent.parent.parent.parent / "shared")

AGREES, ROUNDED, WITHIN, DIFFERS = Verdict.AGREES, Verdict.ROUNDED, Verdict.WITHIN, Verdict.DIFFERS
Row = tuple[str, Verdict, str, str, str, str]

REVIEW: list[Row] = [
    ("37 hội nghị", AGREES, "dialogue.held", "LCA", "2008..2024-05", "own"),
    ("hàng trăm hội nghị", WITHIN, "dialogue.held", "LCA", "2008..2024-05", "superior"),
    ("hàng chục nghìn lượt người", WITHIN, "dialogue.people", "LCA", "2008..2024-05", "superior"),
    ("5.559 cuộc", AGREES, "inspection.held", "LCA", "2008..2024-05", "subtree"),
    ("27.785 đoàn viên", AGREES, "members.admitted", "LCA", "2008..2024-05", "subtree"),
    ("341 công đoàn cơ sở", AGREES, "units.founded", "LCA", "2008..2024-05", "subtree"),
    ("trên 22.000 đoàn viên", WITHIN, "party.introduced", "LCA", "2008..2024-05", "subtree"),
]
HALF_YEAR: list[Row] = [
    ("4.533 đoàn viên, lao động", AGREES, "members.total", "LCA-CT", "2024-H1", "subtree"),
    ("57 đơn vị, doanh nghiệp", AGREES, "units.grassroots", "LCA-CT", "2024-H1", "subtree"),
    ("194 gia đình", AGREES, "care.families", "LCA-CT", "2024-H1", "subtree"),
    ("57 con đoàn viên", AGREES, "care.children", "LCA-CT", "2024-H1", "subtree"),
    ("297 triệu đồng", AGREES, "care.amount", "LCA-CT", "2024-H1", "subtree"),
    ("350 đoàn viên", AGREES, "meal.people", "LCA-CT", "2024-H1", "subtree"),
    ("hàng trăm đoàn viên", WITHIN, "screening.people", "LCA-CT", "2024-H1", "subtree"),
    ("5 công đoàn cơ sở", AGREES, "units.founded.non_state", "LCA-CT", "2024-H1", "subtree"),
    ("2.247 đoàn viên", AGREES, "members.admitted", "LCA-CT", "2024-H1", "subtree"),
    ("468%", ROUNDED, "members.admitted.plan_rate", "LCA-CT", "2024-H1", "subtree"),
]
# The same figures in other words and another order.
OWN_REVIEW = """Kết quả 15 năm thực hiện nghị quyết

Theo báo cáo ngày 31/05/2024 của Liên đoàn Lao động tỉnh Lào Cai, từ năm 2008 đến hết tháng 5/2024, toàn tỉnh \
đã thành lập mới 341 CĐCS, kết nạp mới 27.785 đoàn viên. Giai đoạn này, hơn 22.000 đoàn viên ưu tú được giới \
thiệu cho Đảng. Các cấp công đoàn phối hợp thanh tra, kiểm tra, giám sát việc thực hiện chế độ, chính sách đối \
với người lao động 5.559 cuộc.

Ban Thường vụ Liên đoàn Lao động tỉnh chủ trì 37 cuộc tiếp xúc, đối thoại với công nhân.
"""
OWN_HALF_YEAR = """Công đoàn ngành Công Thương Lào Cai sơ kết

Ngày 25/06/2024, Công đoàn ngành Công Thương tỉnh Lào Cai sơ kết 6 tháng đầu năm 2024. Trong kỳ, toàn ngành đã \
kết nạp mới được 2.247 đoàn viên, bằng 468% kế hoạch năm; thành lập mới 05 công đoàn cơ sở ngoài nhà nước.

Ngành đã thăm hỏi, trợ cấp 194 gia đình đoàn viên khó khăn và 57 con đoàn viên mắc bệnh hiểm nghèo (tổng số \
tiền 297.000.000 đồng). Bữa cơm Công đoàn phục vụ 350 đoàn viên.
"""
# Another half-year, a stock and a share, sums told after what they paid for, and a unit by its short name.
OWN_AUTUMN = """\
Ngày 15/12/2023, Liên đoàn Lao động tỉnh Lào Cai họp báo thông tin kết quả hoạt động 6 tháng cuối năm 2023.

Đến cuối tháng 11/2023, toàn tỉnh có 383 công đoàn cơ sở, nghiệp đoàn với 22.041 đoàn viên, trong đó có 9.711 \
đoàn viên nữ (chiếm 44%). Trong 6 tháng cuối năm 2023, các cấp công đoàn trong tỉnh thành lập mới 18 CĐCS (15 \
CĐCS ở doanh nghiệp ngoài khu vực nhà nước), kết nạp 773 đoàn viên mới; giới thiệu 1.025 đoàn viên ưu tú cho \
Đảng xem xét, kết nạp.

Các cấp công đoàn đã thăm hỏi, trợ cấp 234 lượt đoàn viên, người lao động với số tiền hơn 240 triệu đồng; tổ \
chức 8 bữa cơm công đoàn, phục vụ 538 lượt đoàn viên; khám sức khỏe miễn phí cho 877 lượt người lao động; hỗ \
trợ xây mới 1 nhà Mái ấm công đoàn với kinh phí 144 triệu đồng.

Toàn tỉnh tổ chức 26 cuộc đối thoại, thu hút 1.961 lượt người tham gia. Lũy kế cả năm 2023, kết nạp đoàn viên \
đạt 94,1% kế hoạch.

Công đoàn ngành Công Thương kết nạp 53 đoàn viên, thành lập 1 công đoàn cơ sở; tổ chức 1 cuộc đối thoại với \
119 người tham gia.
"""


def judged(text: str, dated: date | None = None) -> list[tuple[Claim, Judgement]]:
    claims = read(text)
    day = dated or day_of(body(text), clock.today()) or clock.today()
    return list(zip(claims, judge(text, claims, Context(None, day)), strict=True))


def rows(found: list[tuple[Claim, Judgement]]) -> list[tuple[object, ...]]:
    return [(claim.text, told.verdict, told.indicator, told.unit, told.period, told.scope) for claim, told in found]


@pytest.mark.parametrize(("start", "wanted"), [("000_", REVIEW), ("002_", HALF_YEAR)], ids=["review", "half-year"])
def test_every_figure_of_a_real_text_gets_its_verdict(demo: None, start: str, wanted: list[Row]) -> None:
    files = sorted((SHARED / "seeds").glob(f"{start}*.txt"))
    if not files:
        pytest.skip("the real texts are not at $CONGDOAN_SHARED/seeds or ../shared/seeds")
    assert rows(judged(files[0].read_text("utf-8"))) == wanted


def test_the_same_in_words_of_our_own(demo: None) -> None:
    """The table of both texts, said otherwise: every figure agrees, none is taken for another thing."""
    assert [row[1:4] for row in rows(judged(OWN_REVIEW))] == [
        (AGREES, "units.founded", "LCA"),
        (AGREES, "members.admitted", "LCA"),
        (WITHIN, "party.introduced", "LCA"),
        (AGREES, "inspection.held", "LCA"),
        (AGREES, "dialogue.held", "LCA"),
    ]
    assert [row[1:4] for row in rows(judged(OWN_HALF_YEAR))] == [
        (AGREES, "members.admitted", "LCA-CT"),
        (ROUNDED, "members.admitted.plan_rate", "LCA-CT"),
        (AGREES, "units.founded.non_state", "LCA-CT"),
        (AGREES, "care.families", "LCA-CT"),
        (AGREES, "care.children", "LCA-CT"),
        (AGREES, "care.amount", "LCA-CT"),
        (AGREES, "meal.people", "LCA-CT"),
    ]


def test_a_text_of_another_half_year_is_judged_without_a_fault(demo: None) -> None:
    found = judged(OWN_AUTUMN)
    assert [(claim.text, told.reason) for claim, told in found if told.verdict not in {AGREES, ROUNDED, WITHIN}] == []
    assert [told.indicator for _claim, told in found] == [
        "units.grassroots",
        "members.total",
        "members.female",
        None,  # a share of the two before it: right by its own sentence
        "units.founded",
        "units.founded.non_state",
        "members.admitted",
        "party.introduced",
        "care.people",
        "care.amount",
        "meal.held",
        "meal.people",
        "screening.people",
        "housing.built",
        "housing.amount",
        "dialogue.held",
        "dialogue.people",
        "members.admitted.plan_rate",
        "members.admitted",
        "units.founded",
        "dialogue.held",
        "dialogue.people",
    ]
    assert {told.unit for _claim, told in found[-4:]} == {"LCA-CT"}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("341 CĐCS", "342 CĐCS"),
        ("27.785", "28.785"),
        ("hơn 22.000", "hơn 23.000"),
        ("5.559 cuộc", "5.595 cuộc"),
        ("37 cuộc", "73 cuộc"),
    ],
)
def test_a_figure_made_wrong_is_found_and_no_other(demo: None, right: str, wrong: str) -> None:
    found = judged(OWN_REVIEW.replace(right, wrong))
    assert [claim.text.startswith(wrong.split()[0]) for claim, told in found if told.verdict is DIFFERS] == [True]


def test_what_was_known_then_is_told(demo: None) -> None:
    """A visit of May was entered on 24 June; who spoke the day before had another number."""
    found = judged(OWN_HALF_YEAR.replace("194 gia đình", "191 gia đình"))
    [(_claim, told)] = [pair for pair in found if pair[1].verdict is DIFFERS]
    assert "2024-06-23" in [each.known for each in told.would_be]
