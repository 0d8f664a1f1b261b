"""A person as django-import-export takes them in, for the measure beside ours; read once Django is ready."""

from datetime import date

from import_export import resources
from import_export.fields import Field

from congdoan.base.text import fold, sort_key
from congdoan.records.members.models import Member

SEXES = {"nam": "male", "nữ": "female"}


class Person(resources.ModelResource):
    """A row as a person."""

    name = Field("name", "Họ và tên")
    phone = Field("phone", "Điện thoại")
    address = Field("address", "Địa chỉ")
    job = Field("job", "Nghề nghiệp")
    card = Field("card", "Số thẻ")

    class Meta:
        model = Member
        fields = ("name", "phone", "address", "job", "card")
        import_id_fields = ()
        force_init_instance = True
        use_bulk = True
        batch_size = 5_000
        skip_diff = True
        report_skipped = False

    def after_import(self, dataset: object, result: object, **more: object) -> None:
        """It would set sequences anew, which the application's role may not."""

    def before_save_instance(self, instance: Member, row: dict[str, object], **more: object) -> None:
        instance.folded, instance.sort_key = fold(instance.name), sort_key(instance.name)
        instance.sex = SEXES[str(row["Giới tính"])]
        day, month, year = str(row["Ngày sinh"]).split("/")
        instance.born = date(int(year), int(month), int(day))
