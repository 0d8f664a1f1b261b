"""The columns of a workbook of members, and the words that stand in them."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy

from congdoan.records.imports.rules.columns import Column

_YES = {"co": "yes", "x": "yes", "yes": "yes", "1": "yes", "true": "yes", "da": "yes", "v": "yes"}
_NO = {"khong": "no", "no": "no", "0": "no", "false": "no", "chua": "no", "k": "no"}
YES_NO: Mapping[str, str] = _YES | _NO
YES_OR_NO = ("có", "không")
"""How these, and the sexes and educations, are shown to choose from; the other words are understood too."""
SHOWN_SEXES = ("nam", "nữ")
SEXES: Mapping[str, str] = {
    "nam": "male",
    "nu": "female",
    "male": "male",
    "female": "female",
    "m": "male",
    "f": "female",
    "trai": "male",
    "gai": "female",
    "ong": "male",
    "ba": "female",
}
EDUCATIONS: Mapping[str, str] = {
    "tieu hoc": "primary",
    "cap 1": "primary",
    "trung hoc co so": "lower_secondary",
    "thcs": "lower_secondary",
    "cap 2": "lower_secondary",
    "trung hoc pho thong": "upper_secondary",
    "thpt": "upper_secondary",
    "cap 3": "upper_secondary",
    "12/12": "upper_secondary",
    "so cap nghe": "elementary_vocational",
    "so cap": "elementary_vocational",
    "trung cap": "intermediate",
    "tc": "intermediate",
    "trung cap nghe": "intermediate",
    "cao dang": "college",
    "cd": "college",
    "cao dang nghe": "college",
    "dai hoc": "university",
    "dh": "university",
    "cu nhan": "university",
    "ky su": "university",
    "thac si": "master",
    "ths": "master",
    "cao hoc": "master",
    "tien si": "doctor",
    "ts": "doctor",
}
SHOWN_EDUCATIONS = (
    "tiểu học",
    "trung học cơ sở",
    "trung học phổ thông",
    "sơ cấp nghề",
    "trung cấp",
    "cao đẳng",
    "đại học",
    "thạc sĩ",
    "tiến sĩ",
)

COLUMNS = (
    Column(
        "name",
        gettext_lazy("Họ và tên"),
        ("ho ten", "ten doan vien", "ho ten doan vien", "full name"),
        True,
        width=28,
        parts=("family", "given"),
    ),
    Column("family", gettext_lazy("Họ đệm"), ("ho va ten dem", "ho dem va ten lot", "family name", "last name")),
    Column("given", gettext_lazy("Tên"), ("ten goi", "given name", "first name")),
    Column("sex", gettext_lazy("Giới tính"), ("gioi", "phai", "nam nu", "gender"), False, SHOWN_SEXES),
    Column(
        "born",
        gettext_lazy("Ngày sinh"),
        ("ngay thang nam sinh", "nam sinh", "sinh ngay", "ngay sinh nam sinh", "date of birth", "birthday", "dob"),
        example="05/03/1988",
    ),
    Column("born_male", gettext_lazy("Ngày sinh nam"), ("nam sinh nam", "ngay thang nam sinh nam", "born male")),
    Column("born_female", gettext_lazy("Ngày sinh nữ"), ("nam sinh nu", "ngay thang nam sinh nu", "born female")),
    Column(
        "identity",
        gettext_lazy("Số định danh"),
        (
            "cccd",
            "so cccd",
            "can cuoc",
            "so can cuoc",
            "can cuoc cong dan",
            "so can cuoc cong dan",
            "so dinh danh ca nhan",
            "cmnd",
            "so cmnd",
            "cmnd cccd",
            "id number",
            "identity number",
            "citizen id",
        ),
        example="010088001234",
        width=18,
    ),
    Column(
        "phone", gettext_lazy("Điện thoại"), ("so dien thoai", "sdt", "dien thoai di dong", "mobile", "phone number")
    ),
    Column("province", gettext_lazy("Tỉnh, thành phố"), ("tinh", "tinh thanh", "tinh tp", "province", "city")),
    Column("ward", gettext_lazy("Xã, phường"), ("xa", "phuong", "xa phuong dac khu", "phuong xa", "ward", "commune")),
    Column(
        "address",
        gettext_lazy("Địa chỉ"),
        ("noi o", "noi o hien nay", "cho o hien nay", "dia chi thuong tru", "ho khau thuong tru", "so nha duong"),
        width=32,
    ),
    Column(
        "job",
        gettext_lazy("Nghề nghiệp"),
        ("cong viec", "chuc danh", "chuc vu", "chuc danh nghe", "position", "occupation"),
    ),
    Column(
        "education",
        gettext_lazy("Trình độ"),
        ("trinh do hoc van", "hoc van", "trinh do chuyen mon", "trinh do dao tao"),
        choices=SHOWN_EDUCATIONS,
    ),
    Column("ethnicity", gettext_lazy("Dân tộc"), ("ethnic group",)),
    Column("party", gettext_lazy("Đảng viên"), ("la dang vien", "dang vien dcsvn", "party member"), choices=YES_OR_NO),
    Column("party_day", gettext_lazy("Ngày vào Đảng"), ("ngay ket nap dang", "party admission")),
    Column(
        "card", gettext_lazy("Số thẻ đoàn viên"), ("so the", "ma the", "the doan vien", "ma doan vien", "card number")
    ),
    Column(
        "team", gettext_lazy("Tổ công đoàn"), ("to", "cong doan bo phan", "bo phan", "phong ban", "to cd", "department")
    ),
    Column(
        "direct_worker",
        gettext_lazy("Lao động trực tiếp"),
        ("cong nhan truc tiep", "direct worker"),
        choices=YES_OR_NO,
    ),
    Column(
        "day",
        gettext_lazy("Ngày vào công đoàn"),
        (
            "ngay ket nap",
            "ngay vao cd",
            "ngay gia nhap",
            "ngay vao",
            "ngay gia nhap cong doan",
            "joined",
            "date joined",
        ),
    ),
)

SEALED_COLUMNS = frozenset({"identity", "ethnicity", "party", "party_day"})
"""What lies sealed once it is in the register."""
