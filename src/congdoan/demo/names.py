"""Names of people who do not exist, of the peoples of the northern mountains."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class People:
    """How one people names its sons and daughters."""

    share: int
    surnames: tuple[str, ...]
    men: tuple[str, ...]
    women: tuple[str, ...]
    middles_of_men: tuple[str, ...]
    middles_of_women: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in text.split())


_MEN = _words(
    "Hùng Dũng Tuấn Minh Nam Long Quân Đức Thắng Cường Huy Sơn Hải Kiên Trung Tùng Phong Hiếu Bình Khánh Thành Toàn"
    " Vinh Quyết Lâm Đạt Tiến Hưng Duy Thái"
)
_WOMEN = _words(
    "Lan Hương Hoa Mai Hà Thu Hằng Nga Yến Linh Trang Thảo Phương Ngọc Dung Loan Thúy Huệ Oanh Nhung Xuân Hiền Tâm"
    " Thủy Ánh Liên Quyên Hạnh Chinh Duyên"
)
_PEOPLES = (
    People(
        52,
        _words("Nguyễn Trần Lê Phạm Hoàng Vũ Đỗ Bùi Đặng Ngô Dương Đinh Trịnh Mai Đoàn Lưu Cao Phùng"),
        _MEN,
        _WOMEN,
        _words("Văn Đức Hữu Quang Minh Xuân Ngọc Mạnh Tiến Công Quốc Thế"),
        _words("Thị Thu Thanh Thị_Thu Thị_Hồng Thị_Minh Thị_Kim Phương Hồng"),
    ),
    People(
        18,
        _words("Nông Hoàng Lương Hà Ma Lục Hứa Triệu La Vi"),
        _MEN,
        _WOMEN,
        _words("Văn Đức Ngọc Quang Trung"),
        _words("Thị Thị_Bích Thị_Hồng Thu"),
    ),
    People(
        14,
        _words("Giàng Thào Vàng Sùng Lý Má Hầu Cư Hạng Ly"),
        _words("Páo Lử Dơ Sình Vừ Chớ Tủa Phử Dế Lềnh Sử Tráng Chúng Dình Khoa Súa"),
        _words("Mỷ Dợ Chư Súa Máy Say Pla Dở Chở Sông Dí Mai"),
        _words("A Seo"),
        _words("Thị Thị Seo"),
    ),
    People(
        11,
        _words("Chảo Tẩn Phàn Bàn Triệu Đặng Lò Phùng"),
        _words("Tả Lở Sài Kiêm Phin Vạng Chiêu Sơn Quẩy Ú"),
        _words("Nái Mẩy Ghển Liều Pham Khé Viện Lai"),
        _words("Láo Tòn Văn Phù"),
        _words("Mùi Thị Tả"),
    ),
    People(
        5,
        _words("Lò Lù Sần Vàng Nùng Hù Cầm Hoàng"),
        _MEN,
        _WOMEN,
        _words("Văn Đức Mạnh"),
        _words("Thị Thị_Thu Hồng"),
    ),
)
_SHARES = [people.share for people in _PEOPLES]


def full_name(luck: Random, sex: str) -> str:
    """Surname, middle and given name."""
    (people,) = luck.choices(_PEOPLES, _SHARES)
    given, middles = (people.women, people.middles_of_women) if sex == "female" else (people.men, people.middles_of_men)
    return f"{luck.choice(people.surnames)} {luck.choice(middles)} {luck.choice(given)}"
