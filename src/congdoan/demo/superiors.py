"""The unions above the grassroots: which there were, at what they are organised, and what became of them in 2025."""

from dataclasses import dataclass
from datetime import date

from congdoan.demo import workplaces as at
from congdoan.demo.workplaces import Trade

BEGUN = date(2008, 1, 2)
"""The day on which the book is begun."""
REVIEWED = date(2024, 5, 31)
"""The last day that the review of fifteen years tells of."""
MERGED = date(2025, 7, 1)
"""Yên Bái goes into Lào Cai, districts end, the first commune unions begin."""
TOLD_UNTIL = date(2025, 12, 31)

NATION, LAOCAI, YENBAI, INDUSTRY, ZONES = "VN", "LCA", "YBA", "LCA-CT", "LCA-KCN"
CHAIRED = "LCA-CT-001"
"""The grassroots union of the demo's chair."""
CHAIR_SINCE, CLERK_SINCE = date(2022, 10, 1), date(2019, 1, 7)
RECORDS_FROM = {LAOCAI: date(2015, 1, 1), INDUSTRY: date(2008, 1, 1), YENBAI: date(2020, 1, 1)}
"""From when grassroots unions keep records, by the code that theirs begin with; before it they declare."""

Mix = tuple[tuple[Trade, int], ...]


@dataclass(frozen=True)
class Superior:
    """A union directly above the grassroots, with how many grassroots unions it has had.

    `old` stood beneath it when the book began, `new` were founded until the review (in Yên Bái until the merger);
    `mix` weighs their trades. Those that `ends` tells of were dissolved in the middle of 2025;
    others were `absorbed` by their like.
    """

    code: str
    name: str
    place: str
    old: int
    new: int
    mix: Mix
    opened: date = date(1993, 3, 1)
    ends: bool = False
    absorbed: date | None = None

    @property
    def parent(self) -> str:
        return self.code.split("-")[0]


_DISTRICT: Mix = (
    (at.AGENCY, 2),
    (at.SCHOOL, 3),
    (at.STATION, 1),
    (at.COMPANY, 7),
    (at.BUILDER, 2),
    (at.COOPERATIVE, 3),
    (at.INFORMAL, 1),
)
_TOWN: Mix = (
    (at.AGENCY, 2),
    (at.SCHOOL, 3),
    (at.COMPANY, 9),
    (at.BUILDER, 3),
    (at.CLINIC, 1),
    (at.PRIVATE_SCHOOL, 1),
    (at.COOPERATIVE, 1),
    (at.INFORMAL, 2),
)
_EDUCATION: Mix = ((at.SCHOOL, 6), (at.PRIVATE_SCHOOL, 2), (at.CENTRE, 1))
_HEALTH: Mix = ((at.HOSPITAL, 4), (at.STATION, 3), (at.CLINIC, 2))
_BUILDING: Mix = ((at.BUILDER, 6), (at.STATE_FIRM, 2), (at.CENTRE, 1))
_OFFICES: Mix = ((at.AGENCY, 8), (at.CENTRE, 2), (at.ARMY, 1))
_FIELDS: Mix = ((at.STATE_FIRM, 2), (at.COOPERATIVE, 3), (at.CENTRE, 2), (at.COMPANY, 2))
_ZONES: Mix = ((at.COMPANY, 6), (at.FOREIGN, 2), (at.BUILDER, 1))
_TRADE: Mix = ((at.COMPANY, 9), (at.STATE_FIRM, 1), (at.COOPERATIVE, 1))

SUPERIORS = (
    Superior(INDUSTRY, "Công đoàn ngành Công Thương tỉnh Lào Cai", "Lào Cai", 4, 59, _TRADE),
    Superior("LCA-GD", "Công đoàn ngành Giáo dục tỉnh Lào Cai", "tỉnh Lào Cai", 8, 10, _EDUCATION, ends=True),
    Superior("LCA-YT", "Công đoàn ngành Y tế tỉnh Lào Cai", "tỉnh Lào Cai", 6, 11, _HEALTH, ends=True),
    Superior("LCA-XD", "Công đoàn ngành Xây dựng tỉnh Lào Cai", "Lào Cai", 4, 44, _BUILDING),
    Superior(
        "LCA-GT",
        "Công đoàn ngành Giao thông vận tải tỉnh Lào Cai",
        "Lào Cai",
        2,
        3,
        _BUILDING,
        absorbed=date(2019, 1, 2),
    ),
    Superior("LCA-NN", "Công đoàn ngành Nông nghiệp tỉnh Lào Cai", "tỉnh Lào Cai", 5, 4, _FIELDS, ends=True),
    Superior("LCA-VC", "Công đoàn Viên chức tỉnh Lào Cai", "tỉnh Lào Cai", 9, 8, _OFFICES, ends=True),
    Superior(ZONES, "Công đoàn các Khu công nghiệp tỉnh Lào Cai", "Lào Cai", 4, 112, _ZONES, date(2005, 6, 1)),
    Superior("LCA-TP", "Liên đoàn Lao động thành phố Lào Cai", "thành phố Lào Cai", 6, 34, _TOWN, ends=True),
    Superior("LCA-SP", "Liên đoàn Lao động huyện Sa Pa", "Sa Pa", 4, 13, _TOWN, ends=True),
    Superior("LCA-BX", "Liên đoàn Lao động huyện Bát Xát", "huyện Bát Xát", 4, 8, _DISTRICT, ends=True),
    Superior("LCA-BT", "Liên đoàn Lao động huyện Bảo Thắng", "huyện Bảo Thắng", 6, 10, _DISTRICT, ends=True),
    Superior("LCA-BY", "Liên đoàn Lao động huyện Bảo Yên", "huyện Bảo Yên", 3, 6, _DISTRICT, ends=True),
    Superior("LCA-VB", "Liên đoàn Lao động huyện Văn Bàn", "huyện Văn Bàn", 4, 7, _DISTRICT, ends=True),
    Superior("LCA-MK", "Liên đoàn Lao động huyện Mường Khương", "huyện Mường Khương", 2, 4, _DISTRICT, ends=True),
    Superior("LCA-BH", "Liên đoàn Lao động huyện Bắc Hà", "huyện Bắc Hà", 3, 5, _DISTRICT, ends=True),
    Superior("LCA-SMC", "Liên đoàn Lao động huyện Si Ma Cai", "huyện Si Ma Cai", 2, 3, _DISTRICT, ends=True),
    Superior("YBA-GD", "Công đoàn ngành Giáo dục tỉnh Yên Bái", "tỉnh Yên Bái", 2, 1, _EDUCATION, ends=True),
    Superior("YBA-YT", "Công đoàn ngành Y tế tỉnh Yên Bái", "tỉnh Yên Bái", 2, 1, _HEALTH, ends=True),
    Superior("YBA-VC", "Công đoàn Viên chức tỉnh Yên Bái", "tỉnh Yên Bái", 2, 1, _OFFICES, ends=True),
    Superior(
        "YBA-KCN",
        "Công đoàn các Khu công nghiệp tỉnh Yên Bái",
        "Yên Bái",
        2,
        4,
        _ZONES,
        date(2006, 9, 1),
        absorbed=MERGED,
    ),
    Superior("YBA-TP", "Liên đoàn Lao động thành phố Yên Bái", "thành phố Yên Bái", 3, 5, _TOWN, ends=True),
    Superior("YBA-NL", "Liên đoàn Lao động thị xã Nghĩa Lộ", "thị xã Nghĩa Lộ", 2, 2, _TOWN, ends=True),
    Superior("YBA-VY", "Liên đoàn Lao động huyện Văn Yên", "huyện Văn Yên", 2, 2, _DISTRICT, ends=True),
    Superior("YBA-YB", "Liên đoàn Lao động huyện Yên Bình", "huyện Yên Bình", 1, 1, _DISTRICT, ends=True),
)


@dataclass(frozen=True)
class Commune:
    """A union of a commune or ward, founded in 2025; `takes_from` are the districts whose unions went to it."""

    code: str
    name: str
    opened: date
    takes_from: tuple[str, ...]


COMMUNES = (
    Commune("LCA-PLC", "Công đoàn phường Lào Cai", MERGED, ("LCA-TP",)),
    Commune("LCA-PCD", "Công đoàn phường Cam Đường", MERGED, ("LCA-TP",)),
    Commune("LCA-PSP", "Công đoàn phường Sa Pa", MERGED, ("LCA-SP",)),
    Commune("LCA-PYB", "Công đoàn phường Yên Bái", MERGED, ("YBA-TP",)),
    Commune("LCA-PNL", "Công đoàn phường Nghĩa Lộ", MERGED, ("YBA-NL",)),
    Commune("LCA-XBT", "Công đoàn xã Bảo Thắng", MERGED, ("LCA-BT",)),
    Commune("LCA-XBX", "Công đoàn xã Bát Xát", MERGED, ("LCA-BX",)),
    Commune("LCA-XVB", "Công đoàn xã Văn Bàn", date(2025, 9, 15), ("LCA-VB",)),
    Commune("LCA-XBH", "Công đoàn xã Bắc Hà", date(2025, 9, 22), ("LCA-BH",)),
    Commune("LCA-XMA", "Công đoàn xã Mậu A", date(2025, 10, 6), ("YBA-VY",)),
    Commune("LCA-XYB", "Công đoàn xã Yên Bình", date(2025, 11, 3), ("YBA-YB",)),
)
