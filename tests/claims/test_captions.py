"""Photographs and captions, marked and unmarked: their figures are left, those of headings and sentences are read."""

import pytest
from tests.claims.pages import BODY, OWN, TAIL, figures


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
        "[Ảnh 1] Căn nhà 70m2 của gia đình chị Sen",
        "(Hình 3) Trao 40 suất quà",
        "Ảnh 2: Trao 40 suất quà",
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


def test_pictures_below_their_heading_are_left() -> None:
    page = f"{BODY}\n\nMột số hình ảnh tại buổi lễ:\nTrao 20 suất quà.\nẢnh TL: Trại hè có 120 cháu"
    assert figures(page) == OWN


def test_a_block_of_captions_above_the_byline_is_left() -> None:
    block = "Các tập thể nhận Cờ thi đua của ngành\n40 cá nhân được biểu dương"
    assert figures(f"Tổng kết\n\n{BODY}\n\n{BODY}\n\n{block}\n\nLò Sen") == OWN + OWN


def test_a_heading_below_a_credit_and_an_empty_line_is_read() -> None:
    page = f"Tổng kết\n\n{BODY}\n\nCô giáo dạy trẻ.\nẢnh: Lò Sen\n\n1.860 sáng kiến từ bục giảng\n\n{BODY}"
    assert figures(page) == [*OWN, "1.860 sáng kiến", *OWN]


def test_captions_in_a_row_above_their_credit_are_left() -> None:
    block = "Ông Páo tặng quà chị Sen.\nThợ thi nấu ăn.\n16 đội bóng chuyền tranh tài.\nẢnh: Xưởng 2 cung cấp"
    assert figures(f"Tổng kết\n\n{BODY}\n\n{block}\n\n{BODY}") == OWN + OWN


def test_what_a_caption_tells_in_brackets_is_of_the_caption() -> None:
    assert figures(f"Tổng kết\n\n{BODY}\n\nMâm cơm của đội Nậm Pung (đạt 92 điểm)\n\n{BODY}") == OWN + OWN


def test_a_heading_on_who_hires_is_read() -> None:
    page = f"Tổng kết\n\n{BODY}\n\n9 doanh nghiệp nhận người\n\n{BODY}"
    assert figures(page) == [*OWN, "9 doanh nghiệp", *OWN]


def test_captions_under_one_another_beneath_as_many_photographs_are_left() -> None:
    seen = "Trao quà cho lớp 1B.\nBữa trưa bán trú của 87 học sinh."
    assert figures(f"{BODY}\n\nPT_27.JPG\nPT_31.JPG\n{seen}\n\n{BODY}") == OWN + OWN
    assert figures(f"{BODY}\n\nPT_27.JPG\n{seen}\n\n{BODY}") == [*OWN, "87 học sinh", *OWN]
    assert figures(f"{BODY}\n\nPT_27.JPG\nPT_31.JPG\nTrao quà.\n{BODY}") == OWN + OWN


def test_where_an_empty_line_stands_below_each_a_caption_may_stand_so_below_its_photograph() -> None:
    page = f"Tổng kết\n\n{BODY}\n\nPT_27.JPG\n\nLễ ra mắt xưởng mới, 31 thợ.\n\n{BODY}"
    assert figures(page) == OWN + OWN
    told = "Xưởng đã nhận 31 thợ trong tháng qua."
    assert figures(f"Tổng kết\n\n{BODY}\n\nPT_27.JPG\n\n{told}\n\n{BODY}") == [*OWN, "31 thợ", *OWN]


def test_an_indented_caption_between_paragraphs_is_left() -> None:
    seen = "        Xe bồn 30 tấn vào bản. Mỗi hộ nhận 10 can."
    assert figures(f"Tổng kết\n\n{BODY}\n\n{seen}\n\n{BODY}") == OWN + OWN
    indented = f"Tổng kết\n\n    {BODY}\n\n{seen}\n\n    {BODY}"
    assert figures(indented) == [*OWN, "30 tấn", "10 can", *OWN]
    assert figures(f"Tổng kết\n\n{BODY}\n\n        - Trao 10 can nước.\n\n{BODY}") == [*OWN, "10 can", *OWN]


def test_a_headline_with_a_bullet_alone_beneath_a_caption_is_left() -> None:
    seen, news = "Thợ dựng rạp. Ảnh: L.S", "• Lào Cai thu hút 40 dự án"
    assert figures(f"{BODY}\n\n{seen}\n\n{news}\n\n{BODY}") == OWN + OWN
    assert figures(f"{BODY}\n\n{news}\n\n{BODY}") == [*OWN, "40 dự án", *OWN]
    assert figures(f"{BODY}\n\n{seen}\n\n{news}\n• Trao 9 xe đạp\n\n{BODY}") == [*OWN, "40 dự án", "9 xe đạp", *OWN]
    assert figures(f"{BODY}\n\n{seen}\n\n• Kết nạp 30 đoàn viên\n\n{BODY}") == [*OWN, "30 đoàn viên", *OWN]


NAMED = [
    "Bữa ăn ca tại Công ty TNHH Gỗ Nậm Pung với 4 món mặn, 1 món canh và trái cây tráng miệng",
    "Vườn rau 300 m2 sau khu trọ của công nhân",
    "Mâm cơm ca đêm cho 120 thợ mỏ",
    "Dãy trọ 12 phòng ở bản Nậm Pung",
    "Chị Lò Thị Sen (xưởng may) bên vườn rau 300 m2",
    "Anh Giàng A Páo, thợ lò, với 12 tấm bằng khen",
]


@pytest.mark.parametrize("end", ["", ".", ". Ảnh: Minh Đức", "\nẢnh: Minh Đức"])
@pytest.mark.parametrize("named", NAMED)
def test_what_is_named_and_not_told_is_a_caption(named: str, end: str) -> None:
    assert figures(f"Tổng kết\n\n{BODY}\n\n{named}{end}\n\n{BODY}") == OWN + OWN
    assert figures(f"Tổng kết\n{BODY}\n{named}{end}\n{BODY}\n{BODY}") == OWN * 3


@pytest.mark.parametrize("below", ["", "\n\nLò Thị Sen", "\n\nTin liên quan\nTặng 20 suất quà"])
@pytest.mark.parametrize("named", NAMED)
def test_what_is_named_beneath_the_last_paragraph_is_a_caption(named: str, below: str) -> None:
    assert figures(f"Tổng kết\n\n{BODY}\n\n{BODY}\n\n{named}.{below}") == OWN + OWN


@pytest.mark.parametrize(
    "told",
    [
        "Bữa ăn ca của công nhân có 40 món.",
        "Siêu thị 0 đồng phục vụ 40 công nhân ở bản.",
        "Lớp học tiếng ở xã thu hút 40 học viên.",
        "Suất ăn bình quân của 40 đơn vị đủ chất.",
        "Chị Lò Thị Sen với 40 sáng kiến được khen.",
    ],
)
def test_a_short_sentence_that_tells_of_the_work_is_read(told: str) -> None:
    [figure] = figures(f"Tổng kết\n\n{BODY}\n\n{told}\n\n{BODY}")[3:-3]
    assert figure.startswith("40")


def test_captions_and_lines_of_the_site_say_nothing_of_how_paragraphs_end() -> None:
    site = "[Ảnh] Đoàn giám sát xem mẫu lưu thức ăn của 1.200 suất cơm tại bếp ăn tập thể Khu công nghiệp Nậm Pung"
    foot = "© 2024 - Cơ quan của Công đoàn. Giấy phép thiết lập trang số 87 do Cục Báo chí cấp ngày 11/4/2022"
    assert figures(f"Tổng kết\n\n{BODY}\n\n{NAMED[0]}.\n\n{BODY}\n\n{site}\n\n{BODY}\n\n{foot}") == OWN * 3


def test_captions_under_one_another_that_tell_nothing_are_left() -> None:
    seen = "65 học viên trong giờ thảo luận nhóm.\nGiảng viên Lò Thị Sen trao đổi với nhóm bạn."
    assert figures(f"Tổng kết\n{BODY}\n{seen}\n{BODY}\n{BODY}") == OWN * 3
    told = seen.replace("trao đổi với", "đã giúp")
    assert figures(f"Tổng kết\n{BODY}\n{told}\n{BODY}\n{BODY}") == [*OWN, "65 học viên", *OWN, *OWN]


SEEN_AT_WORK = "Nữ công nhân chuyền 8 xưởng may trong ca sản xuất 1.400 chiếc áo"


def test_a_short_paragraph_that_tells_of_the_work_is_prose_beside_a_caption() -> None:
    page = f"Tổng kết\n\n{BODY}\n\nLễ phát động thu hút 600 đoàn viên của xã.\n\n{SEEN_AT_WORK}\n\n{BODY}"
    assert figures(page) == [*OWN, "600 đoàn viên", *OWN]


def test_a_long_headline_and_a_long_foot_are_no_torn_paragraphs() -> None:
    head = "Công đoàn các khu công nghiệp trong tỉnh phát động đợt thi đua nước rút mừng đại hội đảng các cấp"
    foot = "Cơ quan chủ trì: Liên đoàn Lao động tỉnh, tầng trệt nhà làm việc khối đoàn thể, đường Hoàng Liên"
    assert figures(f"{head}\n\n{BODY}\n\n{SEEN_AT_WORK}\n\n{BODY}\n\n{foot}") == OWN + OWN


def test_an_item_with_a_bullet_that_names_a_thing_is_read() -> None:
    items = "• Gian hàng của 12 CĐCS\n• Vườn rau của 9 tổ công đoàn"
    assert figures(f"Tổng kết\n{BODY}\n{items}\n{BODY}\n{BODY}") == [*OWN, "12 CĐCS", "9 tổ công đoàn", *OWN, *OWN]


@pytest.mark.parametrize(
    "seen",
    [
        "Ông Lò Sơn (thứ 3 từ trái sang) trao bảng tượng trưng 40 triệu đồng cho gia đình chị Sen",
        "Bà Lò Sen (bìa phải) trao quà cho 40 hộ",
        "Các cá nhân nhận Bằng khen của ngành (40 cá nhân)",
        "▲ 40 đồng chí nhận Giấy khen tại lễ",
        "Trao cờ lưu niệm cho 40 đoàn /Ảnh: Minh Đức",
        "Chị Sen và 2 con gái cùng hiến máu | ẢNH MINH ĐỨC",
        "*Trao giải Nhất trị giá 40 triệu đồng cho đội Nậm Pung*",
        "_Các đội chụp ảnh trước giờ khai mạc với 40 thợ_",
        "Giờ ăn trưa của 40 cháu lớp Lá.",
    ],
)
def test_a_line_that_says_where_one_looks_is_a_caption(seen: str) -> None:
    assert figures(f"Tổng kết\n\n{BODY}\n\n{seen}\n\n{BODY}") == OWN + OWN
    assert figures(f"Tổng kết\n{BODY}\n{seen}\n{BODY}\n{BODY}") == OWN * 3


def test_a_line_that_tells_again_what_stands_above_is_a_caption() -> None:
    again = "Các cấp công đoàn tổ chức 120 cuộc kiểm tra, giám sát"
    assert figures(f"Tổng kết\n\n{BODY}\n\n{again}\n\n{BODY}") == OWN + OWN
    assert figures(f"Trao 40 tủ thuốc cho thợ ở trọ\n\n{BODY}\n\nTặng 40 tủ thuốc cho thợ ở trọ") == [
        "40 tủ thuốc",
        *OWN,
    ]
    other = "Các cấp công đoàn bàn giao 95 căn nhà ở vùng sâu"
    assert "95 căn nhà" in figures(f"Tổng kết\n\n{BODY}\n\n{other}\n\nHọp tổng kết:\n\n{BODY}")


def test_where_all_paragraphs_are_short_a_whole_sentence_is_read() -> None:
    first = "Trung thu\n\nTối 20/9, có 300 cháu dự hội ở xã.\n\nBan Tổ chức trao 60 suất học bổng cho học sinh."
    seen, last = (
        "Thiếu nhi phá cỗ với 40 mâm hoa quả",
        "Mỗi em còn được xem 8 tiết mục.\n\nTổng kinh phí là 420 triệu đồng.",
    )
    told = ["300 cháu", "60 suất học bổng", "8 tiết mục", "420 triệu đồng"]
    assert figures(f"{first}\n\n{last}") == told
    assert figures(f"{first}\n\n{seen}\n\n{last}") == told


def test_a_text_goes_on_beneath_a_credit_though_its_sentence_is_short() -> None:
    page = f"Tổng kết\n\n{BODY}\n\nThợ trong ca.\nẢnh: L. Sen\n\nThu kinh phí đạt 46 tỷ đồng, giúp 63 thợ."
    assert figures(page) == [*OWN, "46 tỷ đồng", "63 thợ"]


def test_a_paragraph_full_of_figures_beneath_a_photograph_is_text() -> None:
    assert figures(f"Tổng kết\n\nIMG_2041.JPG\n{BODY}\n\n{BODY}") == OWN + OWN


def test_items_without_full_stops_do_not_hide_captions_between_paragraphs() -> None:
    items = "+ Thăm 40 đoàn viên ốm đau, thai sản, gặp hoạn nạn ở các tổ công đoàn trong toàn xã vùng cao Nậm Pung"
    told = "Công đoàn xã Nậm Pung đã họp tổng kết hoạt động trong năm và bàn việc chăm lo Tết cho đoàn viên toàn xã."
    page = f"{told}\n{items}\n{items}\n{told}\nBan tổ chức trao quà cho 30 nữ giáo viên\n{told}\n{told}"
    assert figures(page) == ["40 đoàn viên", "40 đoàn viên"]


def test_a_line_by_itself_above_a_heading_is_a_caption() -> None:
    told = "Công đoàn xã Nậm Pung đã họp tổng kết hoạt động trong năm và bàn việc chăm lo Tết cho đoàn viên toàn xã."
    caption = "Các ủy viên biểu quyết thông qua quy chế với tỷ lệ 100%"
    assert figures(f"{told}\n\n{caption}\n\nViệc sắp tới\n\n{told}\n\n{told}") == []
    item = "Việc sắp tới: sửa 12 căn nhà cho đoàn viên"
    assert figures(f"{told}\n\n{item}:\n\nViệc sắp tới\n\n{told}\n\n{told}") == ["12 căn nhà"]


def test_the_buttons_of_a_page_count_nothing() -> None:
    assert figures(f"Tiêu đề\n04/03/2024 10:20 GMT+7\n31 Bình luận  Chia sẻ  Lưu\n{BODY}") == OWN
