"""Every text that people see has its English: sources, messages and the compiled file say the same.

What a failure names is added by `make messages` and then translated in src/congdoan/locale/en/LC_MESSAGES/django.po.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils.translation.template import templatize
from hatchling.builders.wheel import WheelBuilder

SOURCE = Path(settings.SOURCE)
ENGLISH = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
# What `makemessages` looks for; a text said by another name would never be gathered.
GATHERED = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
# Where a text is said that stands elsewhere: titles of entries, marked by gettext_noop where they are written.
SAID_LATER = {"desk/words.py": 1}
PLURAL = {"ngettext", "ngettext_lazy"}
PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?([sd%])")
TEMPLATE_CALL = re.compile(r"""\b(?:_|n?gettext)\((?:u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*"|[ ,]|count)*\)""")
BARE_TEXT = re.compile(
    r"{% *comment.*?endcomment *%}|{#.*?#}|{% *blocktrans.*?endblocktrans\w* *%}|{%.*?%}|{{.*?}}", re.S
)
# Words that stay Vietnamese in an English sentence: the money, a word of a query, and examples in quotes.
KEPT = re.compile(r"đồng|1,5 tỷ|“[^”]*”|⟦[^⟧]*⟧|\"[^\"]*\"|HĐCĐ")

# A number before what it counts: `3 other units`, `12 people`. Where a text has no plural, one is never told by it.
COUNT = r"%(?:\((?:n|count|shown|people|rows|lines|units|activities|chosen|done|files)\))?[sd]"
MANY = re.compile(rf"{COUNT} (?:[a-z]+ )?(?!(?:does|has|was|less|stays|times)\b)(?:[a-z][a-z]+s|people)\b")
NEVER_ONE = {
    "%(now)s, trong khi giữa %(n)s đơn vị cùng cấp đã gửi là %(middle)s.",
    "%(what)s %(n)s đơn vị, trong đó",
    "Có %(count)s bút toán, một file chỉ chứa %(most)s. Chọn kỳ ngắn hơn.",
    "Có %(count)s hoạt động, một file chỉ chứa %(most)s. Chọn kỳ ngắn hơn.",
    "Có %(n)s báo cáo; một lần làm được nhiều nhất %(most)s văn bản. Vào từng đơn vị cấp dưới để làm.",
    "Dài quá %d chữ; viết ngắn lại.",
    "File có hơn %d dòng. Chia thành nhiều file.",
    "Gửi nhiều nhất %d file một lần.",
    "Im lặng trên %(n)s ngày",
    "Kiến nghị dài quá %(n)s chữ.",
    "Mật khẩu phải có ít nhất %(n)d ký tự.",
    "Mỗi bên chỉ hiện %(n)s đơn nộp sớm nhất; làm xong đợt này thì các đơn sau hiện ra.",
    "Mỗi khóa mã hóa phải dài đúng %d byte.",
    "Một hoạt động giữ nhiều nhất %d văn bản.",
    "Một hoạt động giữ nhiều nhất %d ảnh.",
    "Mục này dài quá %(n)s chữ. Bớt đi rồi lưu lại.",
    "Người này chưa đủ %d tuổi.",
    "Trang tính rộng hơn %d cột. Chỉ giữ các cột của mẫu.",
    "còn chừng %s giây",
    "hơn %(shown)s người, theo đơn vị; tìm tên hoặc chọn đơn vị để thấy hết",
    "Đang có %d việc dài chưa xong. Đợi xong hoặc dừng bớt rồi thử lại.",
}

MARKED = "[àáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]"

Text = tuple[str, str]
"""A text and its plural, which is empty where it has none."""


def _files(ending: str) -> Iterator[Path]:
    yield from (path for path in sorted(SOURCE.rglob(f"*.{ending}")) if "migrations" not in path.parts)


def _aliases(tree: ast.AST) -> dict[str, str]:
    """The names under which a file knows the functions that translate."""
    return {
        name.asname or name.name: name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if name.name in GATHERED
    }


def _calls(tree: ast.AST, aliases: dict[str, str]) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in aliases:
            yield aliases[node.func.id], node


def _text(function: str, call: ast.Call) -> Text:
    said = [str(each.value) if isinstance(each, ast.Constant) else "" for each in call.args]
    return (said[0], said[1]) if function in PLURAL else (said[0], "")


def _of_code(path: Path) -> Iterator[Text]:
    tree = ast.parse(path.read_text("utf-8"))
    for function, call in _calls(tree, _aliases(tree)):
        yield _text(function, call)


def _of_template(path: Path) -> Iterator[Text]:
    for found in TEMPLATE_CALL.finditer(templatize(path.read_text("utf-8"), origin=str(path))):
        (call,) = (node for node in ast.walk(ast.parse(found[0])) if isinstance(node, ast.Call))
        assert isinstance(call.func, ast.Name)
        yield _text(call.func.id, call)


@cache
def said() -> dict[Text, str]:
    """All that is said, each with a file that says it."""
    of_code = [(text, path) for path in _files("py") for text in _of_code(path)]
    templates = [*_files("html"), *_files("txt")]
    of_templates = [(text, path) for path in templates for text in _of_template(path)]
    return {text: str(path.relative_to(SOURCE)) for text, path in of_code + of_templates if text[0]}


@cache
def messages() -> dict[Text, polib.POEntry]:
    return {(entry.msgid, entry.msgid_plural): entry for entry in polib.pofile(str(ENGLISH)) if not entry.obsolete}


def _english(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_what_is_said_was_found() -> None:
    assert len(said()) > 900
    assert ("%(shown)s hoạt động", "%(shown)s hoạt động") in said()


def test_every_text_has_its_english() -> None:
    translated = {text for text, entry in messages().items() if entry.translated() and not entry.fuzzy}
    assert [f"{path}: {text[0]}" for text, path in said().items() if text not in translated] == []


def test_no_message_is_left_that_nobody_says() -> None:
    assert messages().keys() - said().keys() == set()


def test_a_text_is_said_by_a_name_and_in_a_form_that_are_gathered() -> None:
    """A constant, by a known name, and not within an f-string: the tool that gathers messages sees no other."""
    unseen: Counter[str] = Counter()
    for path in _files("py"):
        tree = ast.parse(path.read_text("utf-8"))
        aliases = _aliases(tree)
        inner = {id(call) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for call in ast.walk(node)}
        for _function, call in _calls(tree, aliases):
            assert isinstance(call.func, ast.Name)
            constant = call.args and isinstance(call.args[0], ast.Constant)
            if call.func.id not in GATHERED or id(call) in inner or not constant:
                unseen[str(path.relative_to(SOURCE))] += 1
    assert unseen == SAID_LATER


def test_the_english_has_the_placeholders_of_the_text() -> None:
    """In a plural the singular may say `one` for the number."""
    wrong = []
    for text, entry in messages().items():
        wanted = {found[0] for each in text for found in PLACEHOLDER.finditer(each)}
        for place, english in enumerate(_english(entry)):
            given = {found[0] for found in PLACEHOLDER.finditer(english)}
            if given - wanted or (wanted - given and (place > 0 or not entry.msgid_plural)):
                wrong.append(text[0])
    assert wrong == []


def test_one_is_told_otherwise_than_many() -> None:
    """What is counted has a singular in English: in a plural of its own, two sentences that differ."""
    found = {text: _english(messages()[text]) for text in said() if text in messages()}
    alike = {text[0] for text, english in found.items() if not text[1] and MANY.search(english[0])}
    assert alike - NEVER_ONE == set()
    assert NEVER_ONE - {text[0] for text in said()} == set()
    plurals = {text[0]: english for text, english in found.items() if text[1]}
    assert {text for text, (one, many) in plurals.items() if one == many and MANY.search(many)} == set()


def test_the_english_is_english() -> None:
    assert [english for entry in messages().values() for english in _english(entry) if _vietnamese(english)] == []


def _vietnamese(text: str) -> bool:
    return bool(re.search(MARKED, KEPT.sub("", text).lower()))


def test_templates_have_no_text_of_their_own() -> None:
    bare = {
        str(path.relative_to(SOURCE)): found
        for path in _files("html")
        if (found := re.findall(f"[^<>\n]*{MARKED}[^<>\n]*", BARE_TEXT.sub("", path.read_text("utf-8")).lower()))
    }
    bare = {path: [text for text in found if text != "đ"] for path, found in bare.items()}
    assert {path: found for path, found in bare.items() if found} == {}


def test_the_compiled_file_is_that_of_the_messages() -> None:
    compiled = {
        (entry.msgid, entry.msgid_plural): _english(entry)
        for entry in polib.mofile(str(ENGLISH.with_suffix(".mo")))
        if entry.msgid
    }
    assert compiled == {text: _english(entry) for text, entry in messages().items()}, "make messages"


@pytest.mark.parametrize("ending", ["po", "mo"])
def test_the_messages_are_in_the_package(ending: str) -> None:
    root = SOURCE.parent.parent
    packed = {Path(file.relative_path) for file in WheelBuilder(str(root)).recurse_included_files()}
    assert Path("src/congdoan/locale/en/LC_MESSAGES", f"django.{ending}") in packed
