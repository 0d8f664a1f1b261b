"""A folder of TOML files read into a Catalogue, whole or not at all."""

import hashlib
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from django.utils.translation import gettext as _
from pydantic import ValidationError

from congdoan.catalogue.rules.checking import Checker, Draft
from congdoan.catalogue.rules.edition import Catalogue, Edition, Group, Sector, Words
from congdoan.catalogue.rules.faults import CatalogueFaults, Fault, faults_of
from congdoan.catalogue.rules.forms import Form
from congdoan.catalogue.rules.indicators import Indicator
from congdoan.catalogue.rules.kinds import Kind
from congdoan.catalogue.rules.naming import Declared, Named, unknown_sentence
from congdoan.catalogue.rules.tables import DatedTable

ARRAYS: Mapping[str, type[Declared]] = MappingProxyType(
    {
        "group": Group,
        "sector": Sector,
        "kind": Kind,
        "indicator": Indicator,
        "form": Form,
        "table": DatedTable,
    }
)
EDITION = "edition"
WORDS = "words"
SINGLE: Mapping[str, type[Declared]] = MappingProxyType({EDITION: Edition, WORDS: Words})
T = TypeVar("T", bound=Declared)
Stamp = tuple[tuple[str, int, int], ...]


def load(path: Path | str) -> Catalogue:
    """The edition in a folder, read again only when one of its files has changed; raises CatalogueFaults."""
    folder = Path(path).resolve()
    return _load(folder, _stamp(folder))


@lru_cache(maxsize=8)
def _load(folder: Path, stamp: Stamp) -> Catalogue:
    return read(folder)


def _stamp(folder: Path) -> Stamp:
    states = ((file.name, file.stat()) for file in _files(folder))
    return tuple((name, state.st_mtime_ns, state.st_size) for name, state in states)


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.toml"))


def read(folder: Path) -> Catalogue:
    """Read and validate every file of an edition; raises CatalogueFaults that lists all faults of all files."""
    faults: list[Fault] = []
    texts = {file.name: _text(file, faults) for file in _files(folder)}
    drafts = [draft for name, text in texts.items() for draft in _drafts(name, text, faults)]
    faults += _edition_faults(folder, drafts)
    faults += Checker([draft for draft in drafts if draft.array not in SINGLE]).faults()
    if faults:
        raise CatalogueFaults(faults)
    return _catalogue(drafts, _fingerprint(texts))


def _text(file: Path, faults: list[Fault]) -> str:
    try:
        return unicodedata.normalize("NFC", file.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        faults.append(Fault(file.name, "", "", _("Tệp không phải là chữ UTF-8; hãy lưu lại bằng UTF-8.")))
        return ""


def _fingerprint(texts: Mapping[str, str]) -> str:
    return hashlib.sha256("\0".join(part for pair in texts.items() for part in pair).encode()).hexdigest()


def _drafts(file: str, text: str, faults: list[Fault]) -> Iterator[Draft]:
    """The entries of one file, each validated by itself."""
    try:
        written = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        faults.append(Fault(file, "", "", _("Tệp không đúng cú pháp TOML: %s.") % error))
        return
    for array, entries in written.items():
        if array in SINGLE:
            yield _draft(file, SINGLE[array], array, array, entries, faults)
        elif array not in ARRAYS:
            faults.append(Fault(file, array, "", unknown_sentence(array, [*SINGLE, *ARRAYS])))
        elif not isinstance(entries, list):
            faults.append(Fault(file, array, "", _("Hãy viết trong hai ngoặc vuông: [[%s]].") % array))
        else:
            yield from _listed(file, array, entries, faults)


def _listed(file: str, array: str, entries: list[object], faults: list[Fault]) -> Iterator[Draft]:
    for place, entry in enumerate(entries, 1):
        code = entry.get("code") if isinstance(entry, dict) else None
        label = f"{array} {code}" if isinstance(code, str) and code else f"{array} #{place}"
        yield _draft(file, ARRAYS[array], array, label, entry, faults)


def _draft(file: str, model: type[Declared], array: str, label: str, entry: object, faults: list[Fault]) -> Draft:
    code = entry.get("code") if isinstance(entry, dict) else None
    try:
        thing = model.model_validate(entry)
    except ValidationError as error:
        faults += faults_of(error, file, label, model)
        return Draft(file, array, label, code if isinstance(code, str) else "", None)
    if isinstance(thing, Named):
        thing._file = file
    faults += [Fault(file, label, field, sentence) for field, sentence in thing.refusals()]
    return Draft(file, array, label, str(code), thing)


def _edition_faults(folder: Path, drafts: list[Draft]) -> Iterator[Fault]:
    files = [draft.file for draft in drafts if draft.array == EDITION]
    if not _files(folder):
        yield Fault(str(folder), "", "", _("Không có tệp .toml nào ở thư mục này; hãy kiểm tra đường dẫn của ấn bản."))
    elif not files:
        yield Fault("edition.toml", EDITION, "", _("Thiếu mục [edition]; hãy thêm code, version và name."))
    for file in files[1:]:
        yield Fault(file, EDITION, "", _("Mục [edition] đã có ở %s; hãy bỏ một.") % files[0])


def _catalogue(drafts: list[Draft], fingerprint: str) -> Catalogue:
    forms = sorted(_all(drafts, Form), key=lambda form: (form.code, form.valid_from))
    editions = {code: tuple(them) for code, them in groupby(forms, key=lambda form: form.code)}
    return Catalogue(
        edition=_all(drafts, Edition)[0],
        groups=_by_code(drafts, Group),
        sectors=_by_code(drafts, Sector),
        kinds=_by_code(drafts, Kind),
        indicators=_by_code(drafts, Indicator),
        tables=_by_code(drafts, DatedTable),
        form_editions=MappingProxyType(editions),
        words=MappingProxyType({word: said for each in _all(drafts, Words) for word, said in each.english.items()}),
        fingerprint=fingerprint,
    )


def _all(drafts: list[Draft], model: type[T]) -> list[T]:
    return [draft.thing for draft in drafts if isinstance(draft.thing, model)]


def _by_code(drafts: list[Draft], model: type[T]) -> Mapping[str, T]:
    return MappingProxyType({draft.code: draft.thing for draft in drafts if isinstance(draft.thing, model)})
