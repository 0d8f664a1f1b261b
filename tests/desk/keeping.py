"""Answers as they are kept for somebody whose session ended while they wrote."""

from base64 import b64encode
from urllib.parse import urlencode

from django.test import Client

from congdoan.base.sealing import seal
from congdoan.desk.door import KEPT
from congdoan.org.models import User


def keep(door: Client, page: str, user: User, **answers: str) -> None:
    """Let the page find what was filled in on it."""
    session = door.session
    sealed = b64encode(seal(urlencode(answers), "congdoan.desk.door")).decode()
    session[KEPT] = {"page": page, "by": user.pk, "answers": sealed, "files": False}
    session.save()
