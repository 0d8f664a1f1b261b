"""The house rules that a walk through the source can hold: files, names, and what Django offers and we do not take."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db import models
from django.db.models.constraints import BaseConstraint

import congdoan

SOURCE = Path(congdoan.__file__).parent
WRITTEN = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
TABLES = [table for table in apps.get_models() if table.__module__.startswith("congdoan.")]

LONGEST = 400
DRAWERS = {"utils", "helpers", "services", "common", "misc", "tools", "managers", "handlers", "signals"}
KEYS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
FOUR_FILES = {"rules", "models", "actions", "catalogue"}
DJANGOS_OWN = {"__init__", "apps", "migrations", "urls", "__pycache__"}
MACHINERY = {"one_standing", "one_step", "one_carried", "one_tally", "one_fold"}  # written by jobs; no user meets them
UNTOLD = BaseConstraint.default_violation_error_message


def named(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def at(path: Path, node: ast.AST) -> str:
    return f"{named(path)}:{getattr(node, 'lineno', 0)}"


def names_in(path: Path) -> Iterator[str]:
    """Every name that a file imports or speaks of."""
    for node in ast.walk(tree(path)):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name):
                yield name
            case ast.Import(names=found):
                yield from (alias.name for alias in found)
            case ast.ImportFrom(module=module, names=found):
                yield from (module or "", *(alias.name for alias in found))


def methods_in(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ClassDef):
            yield from (part for part in node.body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef))


def is_string_key(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or ast.unparse(node.func).split(".")[-1] not in KEYS:
        return False
    target = node.args[0] if node.args else next(word.value for word in node.keywords if word.arg == "to")
    return isinstance(target, ast.Constant)


def test_the_walk_finds_the_house() -> None:
    assert {"base/period.py", "org/rules.py", "records/structure/models.py"} <= {named(path) for path in WRITTEN}
    assert len(TABLES) > 15


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    lengths = {named(path): len(path.read_text("utf-8").splitlines()) for path in WRITTEN}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}


def test_every_file_begins_with_a_sentence() -> None:
    first = {named(path): (ast.get_docstring(tree(path)) or "").split("\n\n")[0].strip() for path in WRITTEN}
    assert [name for name, line in first.items() if not line.endswith((".", "?"))] == []


def test_no_file_or_folder_is_a_drawer_for_odds_and_ends() -> None:
    assert [name for name in map(named, WRITTEN) if DRAWERS & set(name.removesuffix(".py").split("/"))] == []


def test_a_domain_room_has_at_most_four_files_besides_djangos_own() -> None:
    rooms = [SOURCE / "catalogue", SOURCE / "org", SOURCE / "figures"]
    rooms += [folder for folder in (SOURCE / "records").iterdir() if (folder / "models.py").exists()]
    assert len(rooms) >= 6
    for room in rooms:
        extra = {path.stem for path in room.iterdir()} - FOUR_FILES - DJANGOS_OWN
        assert extra <= ({"vgcl"} if room.name == "catalogue" else set()), room.name


def test_foreign_keys_name_the_class_so_that_the_arrow_is_seen() -> None:
    assert [at(path, node) for path in WRITTEN for node in ast.walk(tree(path)) if is_string_key(node)] == []


def test_there_are_no_signals_generic_keys_or_models_looked_up_by_name() -> None:
    shunned = {"GenericForeignKey", "GenericRelation", "get_model", "receiver", "post_save", "pre_save", "post_delete"}
    for path in WRITTEN:
        spoken = set(names_in(path))
        assert not spoken & shunned, named(path)
        assert not [name for name in spoken if name.startswith("django.dispatch") or name.endswith(".signals")]


def test_nothing_is_hidden_in_save_or_delete() -> None:
    hidden = {"save", "delete", "save_base", "full_clean", "bulk_create"}
    assert [at(path, method) for path in WRITTEN for method in methods_in(path) if method.name in hidden] == []


def test_rules_know_no_database_clock_or_settings() -> None:
    rules = [path for path in WRITTEN if "rules" in {path.stem, path.parent.name}]
    assert rules
    for path in rules:
        impure = [name for name in names_in(path) if name.startswith(("django.db", "django.conf")) or name == "clock"]
        assert impure == [], named(path)


def test_that_spells_are_half_open_is_known_in_one_room_alone() -> None:
    for path in WRITTEN:
        if named(path).startswith("base/"):
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Attribute) and node.attr == "upper":
                assert not ast.unparse(node.value).endswith("span"), at(path, node)
            if isinstance(node, ast.FormattedValue):
                assert not ast.unparse(node.value).endswith("span"), at(path, node)
            if isinstance(node, ast.Call):
                assert not ast.unparse(node.func).endswith("DateRange"), at(path, node)


def test_every_constraint_has_a_sentence_of_its_own() -> None:
    told = {c.name: c.violation_error_message for table in TABLES for c in table._meta.constraints}
    untold = {name for name, sentence in told.items() if sentence == UNTOLD or not str(sentence).endswith(".")}
    assert untold - MACHINERY == set()


def test_what_is_pointed_at_cannot_be_deleted() -> None:
    keys = [key for table in TABLES for key in table._meta.local_fields if isinstance(key, models.ForeignKey)]
    loose = [str(key) for key in keys if key.remote_field.on_delete not in (models.PROTECT, models.DO_NOTHING)]
    assert loose == ["org.Portion.work", "activities.Beneficiary.activity"]
