"""Pages: figures of boxes, of other news and of the site are left; those of the text are read."""

from decimal import Decimal

import pytest
from tests.claims.pages import BODY, OWN, TAIL, figures

from congdoan.claims.rules import read
from congdoan.claims.rules.layout import body


@pytest.mark.parametrize(
    "mark",
    [
        *("Có thể bạn quan tâm", "Tin cùng chuyên mục", "CÁC TIN KHÁC", "Tin mới hơn:", "Đọc nhiều", "Bình luận (3)"),
        *("Đừng bỏ lỡ!", "Tin tức - Sự kiện khác", "Tin Công đoàn khác", "0 bình luận", "TIN NỔI BẬT KHÁC", "Xem thêm"),
        *("Bạn có biết?", "Tin xem thêm", "Bài đọc thêm", "Tin bài đọc kèm", "Bạn đã biết chưa?"),
        *("Bạn đọc quan tâm", "Các tin liên quan khác", "Mời bạn đọc theo dõi trang của báo", "Thống kê truy cập"),
        *(
            "Mới - Nóng",
            "Nhiều người đọc",
            "Để lại bình luận",
            "Bài viết gần đây",
            "Xem thêm các tin khác",
            "Tin công đoàn",
        ),
        *("RELATED ARTICLES   MORE FROM AUTHOR", "More from this author"),
    ],
)
def test_other_news_under_a_page_is_left(mark: str) -> None:
    assert figures(f"{BODY}\n\n{mark}\n\nTrao 800 suất quà\n\nHuyện bên tặng 500 suất quà cho 500 hộ nghèo.") == OWN


@pytest.mark.parametrize("mark", ["Các văn bản khác", "Văn bản mới", "Tài liệu liên quan:", "Thông báo mới"])
def test_other_documents_under_a_page_are_left(mark: str) -> None:
    documents = "+ Công văn 77/LĐLĐ về rà soát 45 doanh nghiệp (01/04/2025)\n+ Tuyển 2 viên chức"
    assert figures(f"{BODY}\n\n{mark}\n{documents}") == OWN


def test_a_document_with_its_day_in_brackets_is_left_and_a_deed_is_read() -> None:
    page = f"{BODY}\n- Kế hoạch kiểm tra 45 doanh nghiệp (01/04/2025)\n- Kiểm tra 12 đơn vị (01/04/2025)"
    assert figures(page) == [*OWN, "12 đơn vị"]


def test_a_box_of_related_headlines_ends_where_the_text_goes_on() -> None:
    assert figures(f"Tổng kết\n\nTin liên quan\nThêm 300 công nhân có quà\n\n{BODY}") == OWN


def test_headings_above_a_text_do_not_swallow_it() -> None:
    page = f"Chia sẻ\nTin nổi bật\nTrao 300 suất quà\nThêm 20 căn nhà\n\n{BODY}\n\nTin khác\n\nTặng 20 suất quà"
    assert figures(page) == OWN


def test_a_short_note_keeps_its_tail_out() -> None:
    page = "Đơn vị vừa kết nạp 12 đoàn viên, thành lập 3 tổ.\n\nTin cùng chuyên mục\n\nHuyện bên tặng 500 suất quà"
    assert figures(page) == ["12 đoàn viên", "3 tổ"]


def test_a_heading_without_a_paragraph_is_left_alone() -> None:
    assert figures("Nổi bật\nToàn ngành kết nạp 12 đoàn viên\nThành lập 3 CĐCS") == ["12 đoàn viên", "3 CĐCS"]


def test_related_headlines_at_the_end_are_left() -> None:
    assert figures(f"{BODY}\n\nTin liên quan\nThêm 300 công nhân có quà\nTặng 20 suất quà") == OWN


def test_the_headline_above_its_date_is_of_the_text() -> None:
    page = f"Mới nhất\nTặng 20 suất quà\nKết nạp 1.200 đoàn viên\nMinh Đức | 10/12/2024 10:30\n\n{BODY}"
    assert figures(page) == ["1.200 đoàn viên", *OWN]


def test_boxes_laid_out_as_tables_are_left() -> None:
    page = (
        f"Tổng kết\n| Huyện bên tặng 300 suất quà | |\n| Thêm 20 căn nhà |\n{BODY}\n![]() |\nTrao 20 suất quà |\n{BODY}"
    )
    assert figures(page) == OWN + OWN


def test_the_name_of_a_part_of_the_site_above_a_text_takes_nothing() -> None:
    page = f"Tin công đoàn\nKết nạp 1.200 đoàn viên\n\n{BODY}\n\nTin công đoàn\nTặng 20 suất quà"
    assert figures(page) == ["1.200 đoàn viên", *OWN]


@pytest.mark.parametrize("mark", ["Quảng cáo", "Video"])
def test_a_text_goes_on_beneath_a_notice_within_it(mark: str) -> None:
    assert figures(f"{BODY}\n\n{mark}\n\n{BODY}") == OWN + OWN


@pytest.mark.parametrize(
    "line",
    [
        "Thứ hai, 04/03/2024 - 10:20 GMT+7 | Lượt xem: 1.234 | A- A A+",
        "Lào Cai Online – 04/03/2024 10:20 (12 ảnh)",
        "04/03/2024 10:20 | Đã xem: 388 | Phản hồi: 0",
        "Thời tiết Lào Cai: 12°C, độ ẩm 84% | Mực nước: 3,6m",
        "Giá vàng: 84,5 triệu đồng/lượng | Tỷ giá USD: 25.400",
        "★★★★☆ 4,5/5 (40 đánh giá)",
    ],
)
def test_what_a_site_writes_around_a_text_is_left(line: str) -> None:
    assert figures(f"{line}\n\n{BODY}\n\n{line}\n\n{BODY}") == OWN + OWN


def test_a_list_of_notices_above_the_title_is_left() -> None:
    page = f"Thông báo mới\n- Rà soát 300 thẻ lỗi\n- Chào giá 20 bàn ghế\n\nThêm 90 căn nhà\n\n{BODY}"
    assert figures(page) == ["90 căn nhà", *OWN]
    assert figures("Nổi bật\n- Kết nạp 12 đoàn viên\n- Thành lập 3 CĐCS") == ["12 đoàn viên", "3 CĐCS"]


def test_a_rubric_in_capitals_with_headlines_to_the_end_is_left() -> None:
    assert figures(f"{BODY}\n\nCHUYỆN QUANH TA\nThêm 20 xe buýt\n\nGÓC BẠN ĐỌC\nVì sao 30% người trẻ ngại cưới?") == OWN


@pytest.mark.parametrize("below", ["- Trao 20 suất quà", "Đã trao 20 suất quà.", "Trao quà: 20 suất quà"])
def test_a_heading_in_capitals_above_a_list_or_a_sentence_is_no_rubric(below: str) -> None:
    assert figures(f"{BODY}\n\nNGHĨA TÌNH NƠI BIÊN CƯƠNG\n{below}") == [*OWN, "20 suất quà"]


def test_a_headline_with_its_first_words_between_paragraphs_is_left() -> None:
    box = (
        "35.000 công nhân được xét nghiệm\n\n(BLC) - Chương trình thực hiện tại 14 khu công nghiệp trong suốt hai tháng"
    )
    assert figures(f"Tổng kết\n\n{BODY}\n\n{box}\n\n{BODY}") == OWN + OWN


def test_a_box_of_related_articles_ends_where_the_text_goes_on() -> None:
    assert figures(f"{BODY}\n\nRelated Articles:\nThêm 112 thí sinh\n\n{BODY}") == OWN + OWN


def test_rows_of_a_flattened_table_may_tell_their_unit_in_brackets() -> None:
    rows = "1\nKết nạp đoàn viên (người)\n320\n361\n112,8%\n2\nThu kinh phí (triệu đồng)\n4.150\n4.388\n105,7%"
    told = [
        (claim.text, claim.low) for claim in read(f"{BODY}\n\nTT\nNội dung\nKế hoạch\nThực hiện\nTỷ lệ\n{rows}\n\nHết")
    ][3:]
    assert told == [
        *(("320", 320), ("361", 361), ("112,8%", Decimal("112.8"))),
        *(("4.150", 4_150_000_000), ("4.388", 4_388_000_000), ("105,7%", Decimal("105.7"))),
    ]


RELATED = "TIN LIÊN QUAN\nBắt 2 tàu giã cào (29/10/2024)\nGiá cá lên 130.000 đồng/kg (28/10/2024)"


def test_a_text_goes_on_beneath_related_headlines_with_their_days() -> None:
    assert figures(f"{BODY}\n\n{RELATED}\n\nCần thêm lực đẩy\n\n{BODY}\n\nLò Sen\n\n{TAIL}") == OWN + OWN


def test_the_heading_below_related_headlines_is_read() -> None:
    assert figures(f"{BODY}\n\n{RELATED}\n\nThêm 19 nghiệp đoàn\n\n{BODY}") == [*OWN, "19 nghiệp đoàn", *OWN]
    assert figures(f"{BODY}\n\n{RELATED}\n\nBa bữa cơm, một mái nhà\n\n{BODY}") == OWN + OWN


def test_related_articles_with_their_summaries_are_left() -> None:
    summaries = f"Thêm 30 căn nhà\n\n{BODY}\n\nTrao 20 suất quà\n\n{BODY}"
    assert figures(f"{BODY}\n\nTin liên quan\n\n{summaries}") == OWN


def test_related_articles_of_which_the_first_has_a_summary_are_left() -> None:
    assert figures(f"{BODY}\n\nTin liên quan\nThêm 30 căn nhà\n{BODY}\nTrao 20 suất quà\nMở 3 lớp") == OWN


def test_a_heading_of_other_news_on_the_last_line_takes_nothing() -> None:
    assert figures(f"{BODY}\n\nTin liên quan") == OWN


def test_headlines_between_the_day_and_the_title_told_again_are_left() -> None:
    head = "Xuân về bản Nậm Pung\nMinh Đức - 10/12/2024\n\nTặng 300 suất quà Tết\nXuân về bản Nậm Pung"
    assert figures(f"{head}\n\n{BODY}") == OWN
    assert figures(f"{head.replace('quà Tết', 'quà Tết.')}\n\n{BODY}") == ["300 suất quà", *OWN]


def test_a_sentence_on_prices_is_no_ticker() -> None:
    page = f"{BODY}\n\nGiá dầu vẫn là nỗi lo: mỗi chuyến biển ngốn 12.000 lít."
    assert figures(page) == [*OWN, "12.000 lít"]


def test_a_box_of_what_may_interest_ends_where_paragraphs_go_on() -> None:
    box = "Có thể bạn quan tâm\nThêm 12 hộ thoát nghèo\nMở 5 lớp dạy nghề"
    assert figures(f"{BODY}\n\n{box}\n\n{BODY}\n\n{BODY}\n\nLò Sen\n\n{TAIL}") == OWN * 3
    assert figures(f"{BODY}\n\n{box}\n\n{BODY}") == OWN


def test_a_text_goes_on_beneath_a_box_in_sentences_shorter_than_paragraphs() -> None:
    box, short = (
        "Bài liên quan\nThợ chờ 3 tháng lương\nChủ bỏ trốn",
        "Hội đã tạm ứng 95 triệu đồng cho các thợ còn ở lại xã Nậm Pung.",
    )
    assert figures(f"{BODY}\n\n{box}\n\n{short}\n\n{short}") == [*OWN, "95 triệu đồng", "95 triệu đồng"]
    assert figures(f"{BODY}\n\n{box}\n\nThêm 9 xe\n{short}") == OWN
    assert figures(f"{BODY}\n\n{box}\n{short}") == OWN
    assert figures(f"{BODY}\n{box}\n{short}\n{short}") == [*OWN, "95 triệu đồng", "95 triệu đồng"]
    assert figures(f"{BODY}\n{box}\n{short}\nThêm 9 xe\n{short}") == OWN
    headed = f"{BODY}\n\n{box}\n\nHỗ trợ 7 thợ\n{short}\n\n{short}"
    assert figures(headed) == [*OWN, "7 thợ", "95 triệu đồng", "95 triệu đồng"]


def test_short_lines_beneath_an_advertisement_are_read() -> None:
    page = f"{BODY}\n\nQUẢNG CÁO\n\n- Cơm: 210 kg gạo.\n- Rau: 150 kg, mua của 6 hộ trong vùng."
    assert figures(page) == [*OWN, "210 kg", "150 kg", "6 hộ"]


def test_the_body_of_a_page_is_without_boxes_and_tail() -> None:
    page = f"{BODY}\n\nTin liên quan\nThêm 9 xe\n\n{BODY}\n\nTin khác\nThêm 20 xe"
    assert body(page).split() == f"{BODY} {BODY}".split()


@pytest.mark.parametrize(
    "line",
    [
        "Related: 40 tàu cá về bến",
        "← Previous: Trao 300 suất quà",
        "Next: 10 gian hàng đẹp →",
        "👉 Xem thêm: 40 tàu cá về bến",
        "Từ trái sang: 3 thợ giỏi của xưởng.",
        "[Ảnh] 40 tập thể nhận Giấy khen",
        "[Infographic] 7 nhóm phúc lợi",
        "04/03/2024   Ban Nữ công   388 lượt xem",
        "Written by Lò Sen | Published: March 4, 2024 | Reading time: 4 min",
    ],
)
def test_a_line_of_the_site_within_a_text_is_left(line: str) -> None:
    assert figures(f"Tổng kết\n\n{BODY}\n\n{line}\n\n{BODY}") == OWN + OWN


def test_other_news_within_a_text_is_told_by_the_mark_of_its_agency() -> None:
    first = f"(BLC) - {BODY}"
    news = "Công đoàn huyện bên chi 3 tỷ đồng\n\n(BLC) - Quỹ đã cho 200 công nhân vay gần 9 tỉ đồng"
    assert figures(f"Tổng kết\n\n{first}\n\n{BODY}\n\n{news}\n\nMùa vui mới\n\n{BODY}") == OWN * 3
    assert figures(f"Tổng kết\n\n{BODY}\n\nMùa vui mới\n\n{news.split(chr(10))[2]}\n\n{BODY}")[3:5] == [
        "200 công nhân",
        "gần 9 tỉ đồng",
    ]


def test_a_box_within_a_text_may_tell_since_when_something_holds() -> None:
    box = "Tin nên đọc\nTrao 100 suất quà\nThêm chính sách cho thợ từ 04/03/2024"
    assert figures(f"{BODY}\n\n{box}\n\n{BODY}\n\n{BODY}") == OWN * 3


BRIEFS = (
    "• Ngày 09/9, Công đoàn phường trao 60 suất học bổng, mỗi suất 800.000 đồng. Ảnh: CTV\n\n"
    "• Hội thi có 9 đội; Ban Tổ chức đã trao 6 giải cho các đội. (Ảnh: Lò Sen)"
)
TOLD = ["60 suất học bổng", "800.000 đồng", "9 đội", "6 giải"]


def test_news_in_brief_with_bullets_is_of_its_bulletin_though_a_credit_ends_it() -> None:
    assert figures(f"Bản tin tuần\n\n{BODY}\n\nTIN VẮN\n\n{BRIEFS}\n\n{BODY}") == OWN + TOLD + OWN
    assert figures(f"Bản tin tuần\n\n{BODY}\n\nTIN VẮN\n\n{BRIEFS}") == OWN + TOLD


def test_an_item_with_its_day_is_read_though_a_credit_ends_it() -> None:
    item = (
        "Ngày 09/9, công đoàn phường đã trao 60 suất quà. Mỗi suất gồm 800.000 đồng và nhiều đồ dùng học tập. Ảnh: CTV"
    )
    assert figures(f"{BODY}\n\n{item}\n\n{BODY}") == [*OWN, "60 suất quà", "800.000 đồng", *OWN]


@pytest.mark.parametrize("mark", ["* ", "+ ", "1. ", "- ", "🔹 "])
def test_items_of_news_in_brief_may_have_any_mark(mark: str) -> None:
    items = "\n\n".join(
        mark + item
        for item in (
            "Công đoàn phường Bến Gỗ vừa trao 60 suất quà cho công nhân. Ảnh: CTV",
            "Công đoàn ngành Giáo dục đã tập huấn cho 40 tổ trưởng tổ công đoàn.",
        )
    )
    assert figures(f"{BODY}\n\nTIN VẮN\n\n{items}") == [*OWN, "60 suất quà", "40 tổ trưởng"]


def test_a_paragraph_of_three_sentences_is_read_though_a_credit_ends_it() -> None:
    told = "Công đoàn xã đã trao 60 suất quà cho trẻ em. Số tiền do đoàn viên góp từ đầu năm. Đợt sau sẽ trao thêm"
    assert figures(f"{BODY}\n\n{told} ở bản xa, dành cho con công nhân nghèo vùng sâu. Ảnh: CTV\n\n{BODY}") == [
        *OWN,
        "60 suất quà",
        *OWN,
    ]


def test_headlines_in_brief_under_a_page_are_left() -> None:
    assert figures(f"{BODY}\n\nTin vắn\n{TAIL}") == OWN
    assert figures(f"{BODY}\n\nTin vắn\n• Thêm 40 suất quà cho hộ nghèo ở vùng cao\n• Cứu 7 ngư dân gặp nạn") == OWN


def test_the_counters_of_a_page_are_no_figures_however_they_stand() -> None:
    head = "By Lò Sen - March 4, 2024  318 views"
    assert figures(f"{head}\n\n{BODY}\n\n👀 4.102 lượt xem   ❤ 217   Bình luận 9\n👍 84 ❤️ 31 · 12 bình luận") == OWN
