"""How Django signs in to the database: as a role that owns nothing, and for migrations as the one that owns all."""

import os
from typing import Any

import psycopg
from django.core.exceptions import ImproperlyConfigured
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from congdoan.config.home import home
from congdoan.config.server import APP_ROLE, DATABASE, OWNER_ROLE, PORT, Place, Server

# What libpq calls by one name and Django by another; the rest are Django's OPTIONS.
_NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def databases() -> dict[str, dict[str, Any]]:
    """`default` and `owner`: two roles on one database. Nothing is started or asked here."""
    if url := os.environ.get("DATABASE_URL"):
        owner_url = os.environ.get("DATABASE_OWNER_URL") or url
        return {"default": _from_url("DATABASE_URL", url), "owner": _from_url("DATABASE_OWNER_URL", owner_url)}
    return {"default": _of_our_server(APP_ROLE), "owner": _of_our_server(OWNER_ROLE)}


def ensure_running() -> None:
    """Whoever is about to use the database calls this first: our own server is started, a given one is trusted.

    Raises ServerError with a sentence for the user.
    """
    if is_ours():
        Server(home()).start()


def is_ours() -> bool:
    """Whether the server is our own to start and stop."""
    return not os.environ.get("DATABASE_URL")


def grant(owner: psycopg.Connection, *, to: str) -> None:
    """Let a role work with every table that the owner makes from now on, in the database of this connection.

    A migration takes back what must not be, as on the ledger. Says nothing new when said again.
    """
    if owner.info.user == to:
        return
    role = sql.Identifier(to)
    for right in (
        "ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {}",
        "ALTER DEFAULT PRIVILEGES GRANT USAGE ON SEQUENCES TO {}",
    ):
        owner.execute(sql.SQL(right).format(role))


def _of_our_server(role: str) -> dict[str, Any]:
    return _database(HOST=str(Place(home()).socket), PORT=str(PORT), NAME=DATABASE, USER=role)


def _from_url(variable: str, url: str) -> dict[str, Any]:
    try:
        given = {name: value for name, value in conninfo_to_dict(url).items() if value is not None}
    except psycopg.ProgrammingError as error:  # too early for gettext: the settings are being read
        raise ImproperlyConfigured(f"{variable} không đọc được: {error}") from error
    named = {_NAMES[name]: str(value) for name, value in given.items() if name in _NAMES}
    return _database(**named, OPTIONS={name: value for name, value in given.items() if name not in _NAMES})


def _database(**given: Any) -> dict[str, Any]:
    lasting = {"ENGINE": "congdoan.base.postgres", "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    return lasting | given
