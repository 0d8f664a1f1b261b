"""What readers wrote beneath a text, and how many they are: no figure of the work."""

import pytest
from tests.claims.pages import BODY, OWN, TAIL, figures


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


def test_counters_of_a_page_are_left() -> None:
    assert figures(f"1.204 lượt xem\nA- A A+\n\n{BODY}\nTải về: bc46.pdf (1,2 MB) - 88 lượt tải\nHết") == OWN


def test_who_liked_a_text_is_left() -> None:
    assert figures(f"{BODY}\n\nBạn và 318 người khác\n56 bình luận 12 lượt chia sẻ\n\n{BODY}") == OWN + OWN


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


HEADS = [
    *("Ý KIẾN BÌNH LUẬN", "Ý kiến bạn đọc", "Bình luận", "Phản hồi", "Ý kiến phản hồi (2)", "Bạn đọc bình luận:"),
    *("Góc bạn đọc", "Bình luận mới nhất", "Bình luận từ bạn đọc", "Gửi ý kiến của bạn", "Hộp thư bạn đọc", "Comments"),
    *("Trao đổi", "Thảo luận", "Nhận xét", "Ý kiến đóng góp", "Cư dân mạng", "Hỏi đáp", ""),
]
COMMENTS = [
    "tho_dien_35: Đội em 12 người mà có 5 bộ thôi ạ.",
    "sen.lo: 12 suất ít quá.",
    "@sen_lo Công ty 12 người.",
    "nguyen***@thu.example: 12 suất ít.",
    "Khách: Năm nay 12 suất à?",
    "Sen Lò (Nậm Pung): Chỗ tôi 12 suất.",
    "Lò Thị Sen: 12 suất thì ít quá.",
    "lanhuong1990\nNăm nay 12 suất.",
]


@pytest.mark.parametrize("comment", COMMENTS)
@pytest.mark.parametrize("head", HEADS)
def test_comments_beneath_any_usual_heading_are_left(head: str, comment: str) -> None:
    assert figures(f"{BODY}\n\n{head}\n{comment}") == OWN
    assert figures(f"{BODY}\n\n{head}\n{comment}\nGiàng Páo: Bên em 15 suất.\n\nTin khác\nTặng 20 suất quà") == OWN


@pytest.mark.parametrize("head", ["Trao đổi", "Thảo luận", "Nhận xét", "Ý kiến đóng góp"])
def test_a_part_of_the_text_beneath_such_a_heading_is_read(head: str) -> None:
    assert figures(f"{BODY}\n\n{head}\nCác đại biểu nêu 15 ý kiến.\n- Tổ 1: 9 ý kiến") == [
        *OWN,
        "15 ý kiến",
        "9 ý kiến",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Trang · 14.218 người theo dõi",
        "Nhóm công khai · 12,3K thành viên",
        "(Đăng trên Trang tin, mục Công đoàn; cập nhật 26/6/2024; đã xem 502 lần)",
        "8,1K lượt thích • 9K người theo dõi",
        "1,2 triệu lượt xem · 3 tuần trước",
        "318 cảm xúc · 45 bình luận · 12 lần chia sẻ",
        "1.234 lượt xem, 12 lượt thích",
        "Đã có 318 người đọc bài này",
        "Bài viết này đã được xem 1.204 lần",
        "Tất cả cảm xúc: 318",
        "26/6/2024 08:10 | 1.204 lượt chia sẻ | Tin",
        "21/05/2024 | Chuyên mục: Tin tức | 874 lượt đọc, 12 phản hồi",
        "Posted by Admin, 12/6/2024. Views 502",
        "26/04/2024 - 17:05 | 2.061 lượt xem | 6 phút đọc",
        "❤️ 563    148 bình luận    22 lượt chia sẻ",
        "👍❤️😆 Lò Sen và 562 người khác    148 bình luận",
        "563 lượt cảm xúc | 148 bình luận",
    ],
)
def test_how_many_saw_or_follow_a_page_is_left(line: str) -> None:
    assert figures(f"{line}\n\n{BODY}\n\n{line}") == OWN


@pytest.mark.parametrize(
    ("sentence", "figure"),
    [
        ("Trang của công đoàn có 14.218 người theo dõi.", "14.218 người"),
        ("- Đăng 120 tin, bài (45.000 lượt xem)", "45.000 lượt"),
        ("Truyền thông | 45.000 lượt tiếp cận | tăng", "45.000 lượt"),
        ("• 45.000 lượt xem", "45.000 lượt"),
    ],
)
def test_what_the_union_tells_of_its_own_pages_is_read(sentence: str, figure: str) -> None:
    assert any(text.startswith(figure) for text in figures(f"{BODY}\n{sentence}\n{BODY}"))


@pytest.mark.parametrize("row", ["❤️ 12" + " bình luận 12" * 200, "12 lượt xem " * 200, "❤️ 12" + " 12 bình luận" * 200])
def test_a_long_row_of_counters_is_read_to_its_end(row: str) -> None:
    assert figures(f"{BODY}\n\n{row} rồi\n\n{BODY}")[:3] == OWN
