"""Where Django signs in: on our own server, or on the one that is given."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from congdoan.config.databases import databases, is_ours

URL = "postgresql://app:s%40y@db.example:6432/book?sslmode=require"


def test_on_our_own_server_two_roles_share_one_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("CONGDOAN_HOME", str(tmp_path))
    ours = databases()
    assert is_ours()
    assert (ours["default"]["USER"], ours["owner"]["USER"]) == ("congdoan_app", "congdoan_owner")
    assert ours["default"]["NAME"] == ours["owner"]["NAME"]
    assert list(tmp_path.iterdir()) == []


def test_a_given_server_is_taken_as_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", URL)
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    given = databases()
    assert not is_ours()
    assert given["owner"] == given["default"]
    assert (
        given["default"]
        | {
            "HOST": "db.example",
            "PORT": "6432",
            "NAME": "book",
            "USER": "app",
            "PASSWORD": "s@y",
            "OPTIONS": {"sslmode": "require"},
        }
        == given["default"]
    )


def test_migrations_may_sign_in_by_another_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", URL)
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner@db.example/book")
    assert databases()["owner"]["USER"] == "owner"


def test_an_address_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://[")
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        databases()


@pytest.mark.django_db
def test_tests_run_as_the_role_that_owns_nothing() -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT current_user, count(*) FROM pg_tables WHERE tableowner = current_user")
        assert cursor.fetchone() == ("congdoan_app", 0)
