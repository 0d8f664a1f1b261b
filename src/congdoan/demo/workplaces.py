"""Workplaces at which grassroots unions are organised: their trades, sizes and invented names."""

from dataclasses import dataclass
from random import Random

ENTERPRISES = frozenset({"state-enterprise", "non-state", "foreign", "cooperative"})


@dataclass(frozen=True)
class Trade:
    """A sort of workplace: its sector, how many work there, and how it is called.

    `state_funded` are those whose unions were closed in June 2025 (CV 4133/TLĐ-ToC ngày 23/5/2025).
    """

    sector: str
    workers: tuple[int, int]
    forms: tuple[str, ...]
    words: str = "brand"
    state_funded: bool = False
    women: float = 0.45
    direct: float = 0.0
    association: str = "Công đoàn cơ sở"


AGENCY = Trade(
    "state-agency",
    (15, 60),
    (
        "Phòng Tài chính – Kế hoạch",
        "Phòng Nội vụ",
        "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân",
        "Ban Tổ chức",
        "Phòng Nông nghiệp",
        "Chi cục Thuế",
        "Phòng Lao động – Thương binh và Xã hội",
        "Ban Quản lý dự án",
        "Phòng Văn hóa và Thông tin",
        "Phòng Tư pháp",
        "Hạt Kiểm lâm",
        "Chi cục Thống kê",
    ),
    "place",
    state_funded=True,
)
ARMY = Trade("armed-forces", (30, 90), ("Xưởng sửa chữa", "Đội dịch vụ hậu cần", "Nhà khách"), "number", True, 0.3, 0.6)
SCHOOL = Trade(
    "public-service",
    (24, 70),
    ("Trường Mầm non", "Trường Tiểu học", "Trường Trung học cơ sở", "Trường Phổ thông dân tộc bán trú"),
    "flower",
    state_funded=True,
    women=0.72,
)
STATION = Trade(
    "public-service", (15, 40), ("Trung tâm Y tế dự phòng", "Trạm Y tế"), "place", state_funded=True, women=0.62
)
HOSPITAL = Trade("public-service", (80, 320), ("Bệnh viện", "Phòng khám đa khoa"), "flower", women=0.64)
CENTRE = Trade("public-service", (20, 80), ("Trung tâm Đăng kiểm", "Trung tâm Kỹ thuật", "Trung tâm Dịch vụ"), "number")
PRIVATE_SCHOOL = Trade("non-state", (18, 60), ("Trường Mầm non tư thục", "Trường Phổ thông"), "flower", women=0.8)
CLINIC = Trade("non-state", (15, 60), ("Phòng khám tư nhân", "Công ty Dược phẩm"), women=0.6)
STATE_FIRM = Trade(
    "state-enterprise",
    (60, 280),
    ("Công ty TNHH MTV Khai thác công trình", "Công ty Cổ phần Môi trường", "Công ty Lâm nghiệp", "Xí nghiệp"),
    women=0.35,
    direct=0.65,
)
COMPANY = Trade(
    "non-state",
    (25, 150),
    (
        "Công ty TNHH",
        "Công ty Cổ phần",
        "Công ty TNHH MTV",
        "Công ty TNHH Thương mại và Dịch vụ",
        "Công ty Cổ phần Khoáng sản",
        "Công ty TNHH Sản xuất",
        "Công ty Cổ phần Vận tải",
    ),
    women=0.42,
    direct=0.7,
)
BUILDER = Trade(
    "non-state",
    (25, 140),
    ("Công ty Cổ phần Xây dựng", "Công ty TNHH Xây lắp", "Công ty Cổ phần Tư vấn thiết kế", "Công ty TNHH Vật liệu"),
    women=0.25,
    direct=0.75,
)
FOREIGN = Trade(
    "foreign",
    (90, 460),
    ("Công ty TNHH Điện tử", "Công ty TNHH May", "Công ty TNHH Chế biến gỗ", "Công ty TNHH Luyện kim"),
    women=0.6,
    direct=0.85,
)
COOPERATIVE = Trade("cooperative", (10, 35), ("Hợp tác xã Nông nghiệp", "Hợp tác xã Vận tải", "Hợp tác xã"), direct=0.8)
INFORMAL = Trade(
    "informal",
    (12, 60),
    ("Xe ôm", "Bốc xếp", "Tiểu thương chợ", "Hướng dẫn viên du lịch", "Thợ xây"),
    "place",
    women=0.4,
    direct=1.0,
    association="Nghiệp đoàn",
)

_BRANDS = (
    "An Bảo Cát Đại Đông Gia Hà Hoàng Hưng Khải Lâm Linh Minh Nam Ngọc Phúc Quang Sơn Tân Thành Thịnh Trường",
    "Anh Bách Cường Đăng Dương Giang Hải Khang Kiên Long Mạnh Nhật Phương Quý Thái Thiên Tiến Trung Tùng Vũ",
    "An Cát Đạt Hà Hưng Khang Lợi Lộc Minh Phát Phú Sơn Tài Thịnh Tín Toàn Vinh Vượng Xuân Yên",
)
_FLOWERS = (
    "Hoa Ban, Hoa Đào, Hoa Mận, Hoa Lê, Ánh Dương, Sao Mai, Bình Minh, Họa Mi, Sơn Ca, Vành Khuyên, Hướng Dương,"
    " Hoa Sen, Tre Xanh, Suối Reo, Mây Trắng, Nắng Mai, Hoa Hồng, Hoàng Anh, Thông Xanh, Măng Non"
)


class Namer:
    """Gives every workplace a name of its own."""

    def __init__(self, luck: Random) -> None:
        self.luck = luck
        self.given: set[str] = set()

    def name(self, trade: Trade, place: str) -> str:
        """The name of a union: its association and its workplace, in a place such as `huyện Bát Xát`."""
        for attempt in range(1000):
            words = self._words(trade, place, attempt)
            name = f"{trade.association} {self.luck.choice(trade.forms)} {words}"
            if name not in self.given:
                self.given.add(name)
                return name
        raise RuntimeError(trade.forms)

    def _words(self, trade: Trade, place: str, attempt: int) -> str:
        if trade.words == "place":
            return f"khu vực {attempt // 20 + 1} {place}" if attempt > 30 else place
        if trade.words == "number":
            return f"số {self.luck.randint(1, 9 + attempt)} {place}"
        if trade.words == "flower":
            return f"{self.luck.choice(_FLOWERS.split(', '))} {place}"
        return " ".join(self.luck.choice(syllables.split()) for syllables in _BRANDS)
