"""Installing an edition: idempotent, all or nothing, and never changing what a code means."""

import hashlib
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.base import clock
from congdoan.catalogue.models import Code, Edition
from congdoan.catalogue.rules import Catalogue, CatalogueFaults, Fault, Nature, load


def _text_of(folder: Path) -> str:
    return "".join(f"# {path.name}\n{path.read_text('utf-8')}\n" for path in sorted(folder.glob("*.toml")))


def _changed_meanings(catalogue: Catalogue) -> list[Fault]:
    known = dict(Code.objects.values_list("code", "meaning"))
    sentence = _("mã đã cài không được đổi nghĩa. Thêm mã mới và cho mã này ngừng dùng (replaced_by).")
    return [
        Fault("", f"indicator {code}", "", sentence)
        for code, indicator in catalogue.indicators.items()
        if code in known and known[code] != indicator.meaning
    ]


def _missing_codes(catalogue: Catalogue) -> list[Fault]:
    sentence = _("mã đã cài không được bỏ khỏi danh mục. Giữ lại và ghi ngày ngừng dùng (retired).")
    return [
        Fault("", f"indicator {code}", "", sentence)
        for code in Code.objects.values_list("code", flat=True)
        if code not in catalogue.indicators
    ]


@transaction.atomic
def install_edition(folder: Path) -> list[str]:
    """Install the edition in a folder and return the codes that are new, which the ledger has yet to backfill.

    Raises CatalogueFaults with every fault found, and then nothing is installed.
    """
    catalogue = load(folder)
    if faults := _changed_meanings(catalogue) + _missing_codes(catalogue):
        raise CatalogueFaults(faults)
    text = _text_of(folder)
    edition, _created = Edition.objects.get_or_create(
        digest=hashlib.sha256(text.encode()).hexdigest(),
        defaults={
            "code": catalogue.edition.code,
            "version": catalogue.edition.version,
            "text": text,
            "installed_at": clock.now(),
        },
    )
    known = set(Code.objects.values_list("code", flat=True))
    new = [indicator for code, indicator in catalogue.indicators.items() if code not in known]
    Code.objects.bulk_create(
        [Code(code=i.code, meaning=i.meaning, is_stock=i.nature is Nature.STOCK, edition=edition) for i in new]
    )
    for indicator in catalogue.indicators.values():
        if indicator.retired:
            Code.objects.filter(code=indicator.code).update(
                retired=indicator.retired, replaced_by=indicator.replaced_by or ""
            )
    return [indicator.code for indicator in new]
