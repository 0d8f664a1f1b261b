"""Pages: figures of photographs, captions, boxes and other news are left; those of the text are read."""

from decimal import Decimal

import pytest

from congdoan.claims.rules import read
from congdoan.claims.rules.layout import body

BODY = (
    "Trong năm 2024, các cấp công đoàn trong tỉnh đã kết nạp 1.200 đoàn viên, tổ chức 120 cuộc kiểm tra, giám sát, "
    "hỗ trợ xây dựng 12 căn nhà cho đoàn viên nghèo ở vùng sâu, vùng xa."
)


def figures(page: str) -> list[str]:
    return [claim.text for claim in read(page)]


OWN = ["1.200 đoàn viên", "120 cuộc", "12 căn nhà"]


@pytest.mark.parametrize(
    "mark",
    [
        *("Có thể bạn quan tâm", "Tin cùng chuyên mục", "CÁC TIN KHÁC", "Tin mới hơn:", "Đọc nhiều", "Bình luận (3)"),
        *("Đừng bỏ lỡ!", "Tin tức - Sự kiện khác", "Tin Công đoàn khác", "0 bình luận", "TIN NỔI BẬT KHÁC", "Xem thêm"),
        *("Bạn đọc quan tâm", "Các tin liên quan khác", "Mời bạn đọc theo dõi trang của báo", "Thống kê truy cập"),
        *(
            "Mới - Nóng",
            "Nhiều người đọc",
            "Để lại bình luận",
            "Bài viết gần đây",
            "Xem thêm các tin khác",
            "Tin công đoàn",
        ),
    ],
)
def test_other_news_under_a_page_is_left(mark: str) -> None:
    assert figures(f"{BODY}\n\n{mark}\n\nTrao 800 suất quà\n\nHuyện bên tặng 500 suất quà cho 500 hộ nghèo.") == OWN


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


@pytest.mark.parametrize(
    "lines",
    [
        "IMG_2041.JPG\nTrao 40 suất quà cho công nhân.",
        "anh-trao-qua-1.jpg\nanh-trao-qua-2.jpg\nTrao 40 suất quà cho công nhân.",
        "![trao quà](anh/12.png)\nTrao 40 suất quà.",
        "Công đoàn trao 40 suất quà. Ảnh: Minh Đức",
        "Ảnh: 40 suất quà được trao",
        "Công đoàn trao 40 suất quà\nẢnh: Minh Đức",
        "Công đoàn chi hơn 2 tỷ đồng chăm lo Tết - Ảnh 1.",
        "Trong ảnh: Trao 40 suất quà",
        "Lãnh đạo Liên đoàn Lao động tỉnh trao 40 suất quà cho công nhân khó khăn.",
        "Xem thêm: Huyện bên tặng 40 suất quà",
        "Lễ trao 40 suất quà tại khu công nghiệp. Ảnh: M.Đ",
        "Lễ trao 40 suất quà tại khu công nghiệp. Ảnh minh họa",
        "Công đoàn tặng 40 suất quà cho công nhân. Ảnh Minh Đức",
        "Hình 2. Trao 40 suất quà",
        "Công nhân nhận 40 suất quà | Ảnh: Minh Đức",
        ">> Huyện bên tặng 40 suất quà",
        "© 2024 Bản quyền thuộc về 12 đơn vị",
        "Địa chỉ: tầng 12, số 40 đường 30/4",
    ],
)
def test_photographs_captions_and_furniture_are_left(lines: str) -> None:
    assert figures(f"Tổng kết năm 2024\n\n{BODY}\n\n{lines}\n\n{BODY}") == OWN + OWN


def test_a_paragraph_beneath_a_caption_is_text_again() -> None:
    assert figures(f"IMG_1.jpg\nQuang cảnh lễ trao 40 suất quà.\n{BODY}") == OWN


def test_a_long_paragraph_beneath_a_photograph_is_text() -> None:
    assert figures(f"IMG_1.jpg\n{BODY} {BODY} {BODY}") == OWN * 3


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


TAIL = "Thêm 40 suất quà cho hộ nghèo\nCứu 7 ngư dân gặp nạn\nGiá điện: tăng 4,8%"


@pytest.mark.parametrize(
    "byline",
    [
        *("P.V", "Nhóm PV", "BBT", "L. SEN", "G.Páo - L.Sen", "Lò Thị Sen", "GIÀNG PÁO", "Tẩn Mẩy – UBKT"),
        *("Tin, ảnh: Lò Sen", "Thư ký: Lò Sen - 11A1", "Thực hiện: Lò Sen", "(Theo Báo Lào Cai)", "Nguồn: Báo Lào Cai"),
    ],
)
def test_what_follows_the_byline_is_of_the_page(byline: str) -> None:
    assert figures(f"{BODY}\n\n{byline}\n\n{TAIL}") == OWN
    assert figures(f"{BODY}\n\n{byline}\n04/03/2024 - 10:20\n\nThông tin nhanh\n{TAIL}") == OWN


@pytest.mark.parametrize("byline", ["P.V", "Lò Thị Sen", "Nguồn: Báo Lào Cai"])
def test_a_text_goes_on_beneath_its_byline_with_a_whole_sentence(byline: str) -> None:
    assert figures(f"{BODY}\n\n{byline}\n\n{BODY}") == OWN + OWN
    assert figures(f"{BODY}\n\n{byline}\n\nThêm 20 căn nhà\n\n{BODY}") == [*OWN, "20 căn nhà", *OWN]
    assert figures(f"{BODY}\n\n{byline}\nTặng 9 xe đạp\nThêm 20 căn nhà\n12/6/2024\n{BODY}") == [
        *OWN,
        "20 căn nhà",
        *OWN,
    ]


@pytest.mark.parametrize("byline", ["P.V", "Lò Thị Sen"])
def test_an_appendix_beneath_a_byline_is_read(byline: str) -> None:
    assert figures(f"{BODY}\n\n{byline}\n\nPHỤ LỤC\nKết nạp 30 đoàn viên") == [*OWN, "30 đoàn viên"]
    table = "TT | Chỉ tiêu | Kết quả\n1 | Kết nạp đoàn viên | 318"
    assert figures(f"{BODY}\n\n{byline}\n\n{table}") == [*OWN, "318"]


def test_a_list_beneath_a_mere_name_is_read() -> None:
    assert figures(f"{BODY}\n\nNậm Pung\n- Kết nạp 30 đoàn viên") == [*OWN, "30 đoàn viên"]


def test_a_place_that_heads_its_part_is_no_byline() -> None:
    page = f"{BODY}\n\nNậm Pung\nToàn xã kết nạp 30 đoàn viên ở 4 tổ công đoàn.\nTrao 9 suất quà"
    assert figures(page) == [*OWN, "30 đoàn viên", "4 tổ công đoàn", "9 suất quà"]


@pytest.mark.parametrize("heading", ["KẾT QUẢ", "Tháng Công Nhân", "TM. UBKT", "A. THU"])
def test_a_heading_in_capitals_is_no_byline(heading: str) -> None:
    assert figures(f"{BODY}\n\n{heading}\n\nKết nạp 30 đoàn viên") == [*OWN, "30 đoàn viên"]


def test_the_name_beneath_a_signature_is_no_byline() -> None:
    page = f"{BODY}\n\nTM. BAN THƯỜNG VỤ\nCHỦ TỊCH\n(Đã ký)\n\nLò Thị Sen\n\nKết nạp 30 đoàn viên"
    assert figures(page) == [*OWN, "30 đoàn viên"]


def test_a_byline_above_the_text_takes_nothing() -> None:
    assert figures(f"Thêm 20 căn nhà\nLò Thị Sen\nKết nạp 30 đoàn viên\n\n{BODY}") == [
        "20 căn nhà",
        "30 đoàn viên",
        *OWN,
    ]


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


@pytest.mark.parametrize(
    "lines",
    [
        "Nhóm thợ của huyện gồm 40 người đang dựng sân khấu bên sông",
        "40 gương mặt trẻ trong đêm khai mạc hội diễn",
        "Thợ trẻ tập dượt trước giờ thi\nĐội múa có 40 người, tập từ tháng trước",
        "Nhóm thợ gồm 40 người đang dựng sân khấu\n\nẢnh: Minh Đức",
        "H1. Toàn cảnh hội thi\nH2. 40 thợ trẻ vào thi",
        "Thợ trẻ vào thi. Ảnh: M.Đ\nThiếu nhi xem múa lân trong hội thi với 40 đội.",
        "Thầy giáo Lò Sơn nhận 40 triệu đồng từ quỹ khuyến học của ngành.",
        "Lễ ra mắt nghiệp đoàn xe ôm xã Mường Hum, có 40 đoàn viên.",
        "Thợ điện kéo dây ở bản Nậm Pung, chiều 4/8. 40 hộ có điện ngay trong đêm.",
        "- Mời xem: 40 cách giữ ấm\n- Mời xem: Nấu cỗ cho 40 người",
        "Xem clip: 40 em nhỏ múa lân",
    ],
)
def test_a_bare_line_between_paragraphs_is_a_caption(lines: str) -> None:
    assert figures(f"Tổng kết năm 2024\n\n{BODY}\n\n{lines}\n\n{BODY}") == OWN + OWN


@pytest.mark.parametrize(
    "lines",
    [
        "- Trao 40 suất quà cho công nhân",
        "2. Trao 40 suất quà cho công nhân",
        "Trao quà: 40 suất quà",
        "Dịp này, hội trao 40 suất quà.",
        "Công đoàn ngành Y tế huy động 40 suất quà",
        "Dịp này, hội trao 40 suất quà",
        "• Trao 40 suất quà cho công nhân",
        "Buổi chiều, hội thăm và tặng 40 suất quà.",
    ],
)
def test_an_item_a_sentence_and_a_headline_between_paragraphs_are_read(lines: str) -> None:
    assert [text for text in figures(f"Tổng kết\n\n{BODY}\n\n{lines}\n\n{BODY}") if text.startswith("40")] == [
        "40 suất quà"
    ]


def test_a_bare_line_in_the_head_of_a_page_is_read() -> None:
    assert figures(f"Tổng kết\n\nTrao 40 suất quà ở Mường Hum\n\n{BODY}\n\n{BODY}") == ["40 suất quà", *OWN, *OWN]


def test_where_paragraphs_lack_their_full_stops_a_bare_line_is_read() -> None:
    bare = BODY.rstrip(".")
    page = f"{BODY}\n\n{bare}\n\n{bare}\n\n{BODY}\n\nTrao 40 suất quà ở Mường Hum\n\n{BODY}"
    assert "40 suất quà" in figures(page)


SEEN = [
    "Công đoàn viên trao quà cho 40 hộ nghèo tại xã",
    "40 công nhân tham gia hội thi nấu ăn tại nhà văn hóa xã",
    "Đoàn viên phát 40 tờ rơi trước cổng công ty",
    "Lễ kết nạp 40 đoàn viên mới tại công ty",
]
CREDITS = ["Ảnh: Minh Đức", "Ảnh Minh Đức", "(Ảnh: M.Đ)", "Nguồn ảnh: Công đoàn huyện", "Photo: Minh Đức", "(Minh Đức)"]


@pytest.mark.parametrize("credit", CREDITS)
@pytest.mark.parametrize("seen", SEEN)
def test_a_bare_line_above_or_below_whose_photograph_it_is_is_a_caption(seen: str, credit: str) -> None:
    for apart in ("\n", "\n\n"):
        assert figures(f"Tổng kết\n\n{BODY}\n\n{seen}{apart}{credit}") == OWN
        assert figures(f"Tổng kết\n\n{BODY}\n\n{credit}{apart}{seen}") == OWN
        assert figures(f"Tổng kết\n\n{BODY}\n\n{seen}{apart}{credit}\n\n{BODY}") == OWN + OWN
        assert figures(f"Tổng kết\n\n{BODY}\n\n{seen}{apart}{credit}\n\nLò Thị Sen\n\n{TAIL}") == OWN


@pytest.mark.parametrize("name", ["Minh Đức", "M.Đ"])
@pytest.mark.parametrize("seen", SEEN)
def test_a_bare_line_above_a_photographer_s_name_is_a_caption(seen: str, name: str) -> None:
    assert figures(f"Tổng kết\n\n{BODY}\n\n{seen}\n{name}\n\n{BODY}") == OWN + OWN
    assert figures(f"Tổng kết\n\n{BODY}\n\n{seen}\n{name}") == OWN


@pytest.mark.parametrize("seen", SEEN)
def test_the_last_line_of_a_text_that_shows_a_scene_is_a_caption(seen: str) -> None:
    assert figures(f"Tổng kết\n\n{BODY}\n\n{seen}") == OWN
    assert figures(f"Tổng kết\n\n{BODY}\n\n{seen}\n\nTin liên quan\n{TAIL}") == OWN
    assert figures(f"Tổng kết\n\n{BODY}\n\nLò Thị Sen\n\n{seen}.") == OWN


@pytest.mark.parametrize(
    "last",
    [
        "Dịp này, hội trao 40 suất quà cho hộ nghèo tại xã",
        "Kết nạp 40 đoàn viên mới trong năm",
        "- Trao 40 suất quà cho hộ nghèo tại xã",
        "Toàn tỉnh đã trao 40 suất quà",
    ],
)
def test_a_last_line_that_tells_what_was_done_is_read(last: str) -> None:
    assert len(figures(f"Tổng kết\n\n{BODY}\n\n{last}")) == len(OWN) + 1


@pytest.mark.parametrize(
    "heading",
    [
        "Kết nạp 2.247 đoàn viên, vượt kế hoạch năm",
        "2.247 đoàn viên mới trong nửa năm",
        "Gần 40 tỷ đồng chăm lo Tết cho người lao động",
        "Ký mới 40 thỏa ước lao động tập thể",
        "Hỗ trợ xây dựng 40 mái ấm công đoàn",
        "40 sáng kiến được công nhận",
    ],
)
def test_a_heading_with_a_figure_of_the_work_is_read(heading: str) -> None:
    for page in (f"Tổng kết\n\n{BODY}\n\n{heading}\n\n{BODY}", f"Tổng kết\n{BODY}\n{heading}\n{BODY}"):
        [_one, _two, _three, figure, *_rest] = figures(page)
        assert figure in heading


@pytest.mark.parametrize(
    "seen",
    [
        "Cán bộ công đoàn phát 40 tờ rơi tại cổng công ty giờ tan ca.",
        "Trao bảng tượng trưng 40 triệu đồng cho các hộ nghèo.",
        "Đoàn kiểm tra số 3 làm việc với Công đoàn Bệnh viện, xem 40 bộ hồ sơ.",
        "Gia đình anh Lò Văn Páo trong ngôi nhà mới rộng 40m2.",
    ],
)
def test_a_sentence_between_paragraphs_that_shows_a_scene_is_a_caption(seen: str) -> None:
    assert figures(f"Tổng kết\n\n{BODY}\n\n{seen}\n\n{BODY}") == OWN + OWN


def test_a_list_of_notices_above_the_title_is_left() -> None:
    page = f"Thông báo mới\n- Rà soát 300 thẻ lỗi\n- Chào giá 20 bàn ghế\n\nThêm 90 căn nhà\n\n{BODY}"
    assert figures(page) == ["90 căn nhà", *OWN]
    assert figures("Nổi bật\n- Kết nạp 12 đoàn viên\n- Thành lập 3 CĐCS") == ["12 đoàn viên", "3 CĐCS"]


def test_a_rubric_in_capitals_with_headlines_to_the_end_is_left() -> None:
    assert figures(f"{BODY}\n\nCHUYỆN QUANH TA\nThêm 20 xe buýt\n\nGÓC BẠN ĐỌC\nVì sao 30% người trẻ ngại cưới?") == OWN


@pytest.mark.parametrize("below", ["- Trao 20 suất quà", "Đã trao 20 suất quà.", "Trao quà: 20 suất quà"])
def test_a_heading_in_capitals_above_a_list_or_a_sentence_is_no_rubric(below: str) -> None:
    assert figures(f"{BODY}\n\nNGHĨA TÌNH NƠI BIÊN CƯƠNG\n{below}") == [*OWN, "20 suất quà"]


def test_a_row_of_buttons_ends_a_text() -> None:
    assert figures(f"{BODY}\n\n1.234 lượt xem - 12 bình luận\n\n{BODY}") == OWN + OWN
    assert figures(f"{BODY}\n\nIn bài viết | Gửi email | Quay lại\n{TAIL}") == OWN


@pytest.mark.parametrize(
    "begins",
    [
        "Bình luận (3) Mới nhất Quan tâm nhất",
        "Lò Thị Sen 15:20 - Xã tôi có 300 hộ mà 40 suất quà thì ít quá.",
        "Giàng Páo - 2 giờ trước",
        "👍 45 Trả lời Chia sẻ",
        "Xem thêm 1 bình luận",
    ],
)
def test_where_readers_comments_begin_nothing_more_is_read(begins: str) -> None:
    assert figures(f"{BODY}\n\n{begins}\nTẩn Mẩy: Xưởng tôi thưởng 5 triệu đồng.\nThích 12 Trả lời") == OWN


@pytest.mark.parametrize("byline", ["", "Mai Lan\n\n"])
@pytest.mark.parametrize(
    "first",
    [
        "Lò Thị Sen: Công ty tôi thưởng 300 nghìn thôi.",
        "Lò Sen Chỗ em 20 suất ạ",
        "Bạn đọc Giàng Páo: 20 suất thì ít.",
        "Lò Thị Sen\nNăm nay bên tôi thưởng 300 nghìn, 20 người nghỉ việc rồi.",
        "Lò Thị Sen\n12/03/2024 10:20\nNăm nay bên tôi 20 người nghỉ việc rồi.",
        "senlo92\nCông ty thưởng 300 nghìn.\nThích Trả lời 2 giờ trước",
        "Công ty thưởng 300 nghìn.\n\nThích 3 Trả lời",
    ],
)
def test_the_first_comment_needs_no_heading(byline: str, first: str) -> None:
    assert figures(f"{BODY}\n\n{byline}{first}\n") == OWN


@pytest.mark.parametrize(
    "sentence",
    [
        "Chị Lò Thị Sen cho biết: “Nhờ công đoàn, tôi có nhà mới”.",
        "Bà Lò Thị Sen cảm ơn công đoàn đã giúp nhà mình.",
        "Ông Giàng Páo chia sẻ niềm vui của mình với bà con.",
        "Lò Thị Sen vui mừng nói với chúng tôi về căn nhà.",
        "Mường Khương những ngày này, ai cũng nhắc chúng tôi về Tết.",
    ],
)
def test_a_sentence_of_the_paper_about_somebody_is_no_comment(sentence: str) -> None:
    assert figures(f"{BODY}\n\n{sentence}\nDịp này, công đoàn trao 60 suất quà.") == [*OWN, "60 suất quà"]


@pytest.mark.parametrize(
    "second", ["Giàng Páo: Xin hỏi 12 suất ấy ở đâu?", "Giàng Páo\nChỗ tôi 30 suất.", "Thích Trả lời"]
)
def test_a_comment_above_another_or_above_buttons_ends_the_text(second: str) -> None:
    assert figures(f"{BODY}\n\nLò Sen Chỗ em 20 suất ạ\n{second}\nBên kia 15 suất.") == OWN


def test_an_answer_in_an_interview_is_no_comment() -> None:
    page = f"{BODY}\n\nPV: Kết quả ra sao?\n\nLò Thị Sen: Công ty tôi có 20 công nhân vay vốn."
    assert figures(page) == [*OWN, "20 công nhân"]


def test_a_headline_with_its_first_words_between_paragraphs_is_left() -> None:
    box = (
        "35.000 công nhân được xét nghiệm\n\n(BLC) - Chương trình thực hiện tại 14 khu công nghiệp trong suốt hai tháng"
    )
    assert figures(f"Tổng kết\n\n{BODY}\n\n{box}\n\n{BODY}") == OWN + OWN


def test_a_box_of_related_articles_ends_where_the_text_goes_on() -> None:
    assert figures(f"{BODY}\n\nRelated Articles:\nThêm 112 thí sinh\n\n{BODY}") == OWN + OWN


def test_counters_of_a_page_are_left() -> None:
    assert figures(f"1.204 lượt xem\nA- A A+\n\n{BODY}\nTải về: bc46.pdf (1,2 MB) - 88 lượt tải\nHết") == OWN


def test_pictures_below_their_heading_are_left() -> None:
    page = f"{BODY}\n\nMột số hình ảnh tại buổi lễ:\nTrao 20 suất quà.\nẢnh TL: Trại hè có 120 cháu"
    assert figures(page) == OWN


def test_headlines_below_the_byline_are_left_though_the_last_has_a_full_stop() -> None:
    page = f"{BODY}\n\nLò Sen\n\nTrao 20 suất quà\nThêm 30 căn nhà\nCông ty khánh thành phòng trị giá 60 triệu đồng."
    assert figures(f"{page}\n\nCó thể bạn quan tâm\nThêm 20 xe") == OWN


def test_a_block_of_captions_above_the_byline_is_left() -> None:
    block = "Các tập thể nhận Cờ thi đua của ngành\n40 cá nhân được biểu dương"
    assert figures(f"Tổng kết\n\n{BODY}\n\n{BODY}\n\n{block}\n\nLò Sen") == OWN + OWN


def test_a_heading_below_a_credit_and_an_empty_line_is_read() -> None:
    page = f"Tổng kết\n\n{BODY}\n\nCô giáo dạy trẻ.\nẢnh: Lò Sen\n\n1.860 sáng kiến từ bục giảng\n\n{BODY}"
    assert figures(page) == [*OWN, "1.860 sáng kiến", *OWN]


def test_rows_of_a_flattened_table_may_tell_their_unit_in_brackets() -> None:
    rows = "1\nKết nạp đoàn viên (người)\n320\n361\n112,8%\n2\nThu kinh phí (triệu đồng)\n4.150\n4.388\n105,7%"
    told = [
        (claim.text, claim.low) for claim in read(f"{BODY}\n\nTT\nNội dung\nKế hoạch\nThực hiện\nTỷ lệ\n{rows}\n\nHết")
    ][3:]
    assert told == [
        *(("320", 320), ("361", 361), ("112,8%", Decimal("112.8"))),
        *(("4.150", 4_150_000_000), ("4.388", 4_388_000_000), ("105,7%", Decimal("105.7"))),
    ]


def test_captions_in_a_row_above_their_credit_are_left() -> None:
    block = "Ông Páo tặng quà chị Sen.\nThợ thi nấu ăn.\n16 đội bóng chuyền tranh tài.\nẢnh: Xưởng 2 cung cấp"
    assert figures(f"Tổng kết\n\n{BODY}\n\n{block}\n\n{BODY}") == OWN + OWN


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


def test_what_a_caption_tells_in_brackets_is_of_the_caption() -> None:
    assert figures(f"Tổng kết\n\n{BODY}\n\nMâm cơm của đội Nậm Pung (đạt 92 điểm)\n\n{BODY}") == OWN + OWN


def test_a_heading_on_who_hires_is_read() -> None:
    page = f"Tổng kết\n\n{BODY}\n\n9 doanh nghiệp nhận người\n\n{BODY}"
    assert figures(page) == [*OWN, "9 doanh nghiệp", *OWN]


def test_a_sentence_on_prices_is_no_ticker() -> None:
    page = f"{BODY}\n\nGiá dầu vẫn là nỗi lo: mỗi chuyến biển ngốn 12.000 lít."
    assert figures(page) == [*OWN, "12.000 lít"]


def test_a_box_of_what_may_interest_ends_where_paragraphs_go_on() -> None:
    box = "Có thể bạn quan tâm\nThêm 12 hộ thoát nghèo\nMở 5 lớp dạy nghề"
    assert figures(f"{BODY}\n\n{box}\n\n{BODY}\n\n{BODY}\n\nLò Sen\n\n{TAIL}") == OWN * 3
    assert figures(f"{BODY}\n\n{box}\n\n{BODY}") == OWN


def test_short_lines_beneath_an_advertisement_are_read() -> None:
    page = f"{BODY}\n\nQUẢNG CÁO\n\n- Cơm: 210 kg gạo.\n- Rau: 150 kg, mua của 6 hộ trong vùng."
    assert figures(page) == [*OWN, "210 kg", "150 kg", "6 hộ"]


def test_who_liked_a_text_is_left() -> None:
    assert figures(f"{BODY}\n\nBạn và 318 người khác\n56 bình luận 12 lượt chia sẻ\n\n{BODY}") == OWN + OWN


@pytest.mark.parametrize("line", ["Thực hiện: Ban Nữ công", "Tổng hợp", "Tác giả"])
def test_a_plan_goes_on_beneath_who_carries_it_out(line: str) -> None:
    page = f"{BODY}\n\n1. Phiên chợ\n{line}\nQuy mô: 30 gian hàng\nKinh phí: 250 triệu đồng"
    assert figures(page) == [*OWN, "30 gian hàng", "250 triệu đồng"]


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


@pytest.mark.parametrize(
    "head",
    [
        *("Có thể bạn bỏ lỡ", "Leave a comment (1)", "2 Comments", "senlo92 says: March 4, 2024 at 10:20 am"),
        *("Hỏi - đáp cùng phóng viên (2 câu hỏi)", "@senlo: Thợ lái lương bao nhiêu ạ? - PV: Khoảng 16 triệu."),
        *("Nhóm PV: Lò Sen, Giàng Páo", "Comments (2)", "Lò Sen on March 4, 2024 at 10:20 am said:", "Độc giả hỏi (3)"),
        *(
            "Chủ đề nóng: #tet2025 #nghiadoan",
            "← Previous: Trao 300 suất quà",
            "Bạn thấy bài viết này thế nào? Hay (19)",
        ),
    ],
)
def test_nothing_is_read_beneath_the_questions_and_comments_of_readers(head: str) -> None:
    assert figures(f"{BODY}\n\n{head}\nKhách sạn em 60 phòng có được không ạ?\nVé máy bay giảm 12%") == OWN


def test_captions_under_one_another_beneath_as_many_photographs_are_left() -> None:
    seen = "Trao quà cho lớp 1B.\nBữa trưa bán trú của 87 học sinh."
    assert figures(f"{BODY}\n\nPT_27.JPG\nPT_31.JPG\n{seen}\n\n{BODY}") == OWN + OWN
    assert figures(f"{BODY}\n\nPT_27.JPG\n{seen}\n\n{BODY}") == [*OWN, "87 học sinh", *OWN]
    assert figures(f"{BODY}\n\nPT_27.JPG\nPT_31.JPG\nTrao quà.\n{BODY}") == OWN + OWN


def test_an_indented_caption_between_paragraphs_is_left() -> None:
    seen = "        Xe bồn 30 tấn vào bản. Mỗi hộ nhận 10 can."
    assert figures(f"Tổng kết\n\n{BODY}\n\n{seen}\n\n{BODY}") == OWN + OWN
    indented = f"Tổng kết\n\n    {BODY}\n\n{seen}\n\n    {BODY}"
    assert figures(indented) == [*OWN, "30 tấn", "10 can", *OWN]
    assert figures(f"Tổng kết\n\n{BODY}\n\n        - Trao 10 can nước.\n\n{BODY}") == [*OWN, "10 can", *OWN]


def test_other_news_within_a_text_is_told_by_the_mark_of_its_agency() -> None:
    first = f"(BLC) - {BODY}"
    news = "Công đoàn huyện bên chi 3 tỷ đồng\n\n(BLC) - Quỹ đã cho 200 công nhân vay gần 9 tỉ đồng"
    assert figures(f"Tổng kết\n\n{first}\n\n{BODY}\n\n{news}\n\nMùa vui mới\n\n{BODY}") == OWN * 3
    assert figures(f"Tổng kết\n\n{BODY}\n\nMùa vui mới\n\n{news.split(chr(10))[2]}\n\n{BODY}")[3:5] == [
        "200 công nhân",
        "gần 9 tỉ đồng",
    ]


def test_a_headline_with_a_bullet_alone_beneath_a_caption_is_left() -> None:
    seen, news = "Thợ dựng rạp. Ảnh: L.S", "• Lào Cai thu hút 40 dự án"
    assert figures(f"{BODY}\n\n{seen}\n\n{news}\n\n{BODY}") == OWN + OWN
    assert figures(f"{BODY}\n\n{news}\n\n{BODY}") == [*OWN, "40 dự án", *OWN]
    assert figures(f"{BODY}\n\n{seen}\n\n{news}\n• Trao 9 xe đạp\n\n{BODY}") == [*OWN, "40 dự án", "9 xe đạp", *OWN]
    assert figures(f"{BODY}\n\n{seen}\n\n• Kết nạp 30 đoàn viên\n\n{BODY}") == [*OWN, "30 đoàn viên", *OWN]


def test_a_box_within_a_text_may_tell_since_when_something_holds() -> None:
    box = "Tin nên đọc\nTrao 100 suất quà\nThêm chính sách cho thợ từ 04/03/2024"
    assert figures(f"{BODY}\n\n{box}\n\n{BODY}\n\n{BODY}") == OWN * 3
