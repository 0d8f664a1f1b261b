"""Fifty people at the desk, for locust: each opens the pages of their work, and thinks a while before the next."""

import json
import os
import random
from pathlib import Path

from locust import HttpUser, between, task

PLAN = json.loads(Path(os.environ["CONGDOAN_LOAD"]).read_text(encoding="utf-8"))
"""What `load.py` laid down: pages with their weights, and a session for each user."""


class Official(HttpUser):
    """Somebody signed in, who opens a page, reads it, and opens another."""

    wait_time = between(2, 8)

    @task
    def open_a_page(self) -> None:
        page = random.choices(PLAN["pages"], [page["weight"] for page in PLAN["pages"]])[0]
        cookies = {"sessionid": PLAN["sessions"][page["user"]]}
        with self.client.get(
            page["path"], name=page["name"], cookies=cookies, allow_redirects=False, catch_response=True
        ) as response:
            if response.status_code != 200 or "</html>" not in response.text:
                response.failure(f"{response.status_code}")
