"""Fifty people at the desk, for locust: each opens the pages of their work, thinks, and now and then records."""

import json
import os
import random
import re
from pathlib import Path
from typing import Any

from locust import HttpUser, between, task

PLAN = json.loads(Path(os.environ["CONGDOAN_LOAD"]).read_text(encoding="utf-8"))
"""What `load.py` laid down: pages with their weights, a session for each user, and where one records as whom."""

_KEPT = re.compile(r'<input type="hidden" name="(csrfmiddlewaretoken|key|alike)" value="([^"]+)">')
_TRIES = 3


class Official(HttpUser):
    """Somebody signed in, who opens a page, reads it, and opens another."""

    wait_time = between(2, 8)

    @task(9)
    def open_a_page(self) -> None:
        page = random.choices(PLAN["pages"], [page["weight"] for page in PLAN["pages"]])[0]
        with self._ask("GET", page["path"], page["user"], page["name"]) as response:
            end = "</section>" if page["path"].startswith("/sent/") else "</html>"  # a part that home brings after it
            if response.status_code != 200 or not response.text.rstrip().endswith(end):
                response.failure(str(response.status_code))

    @task(1)
    def record(self) -> None:
        """Open a form, fill it in and send it; whoever is told that there is one like it already sends it again."""
        path, user = PLAN["record"]["path"], PLAN["record"]["user"]
        with self._ask("GET", path, user, "Mở mẫu ghi đối thoại") as response:
            form = response.text
            if response.status_code != 200:
                response.failure(str(response.status_code))
                return
        for _time in range(_TRIES):
            filled = [*_KEPT.findall(form), ("do", "record"), ("day_is", "today")]
            filled.append(("people", str(random.randint(10, 90))))
            with self._ask("POST", path, user, "Ghi một cuộc đối thoại", data=filled) as response:
                if response.status_code == 302:
                    return
                form = response.text
                if response.status_code != 200 or 'name="alike"' not in form:
                    response.failure(str(response.status_code))
                    return

    def _ask(self, how: str, path: str, user: str, name: str, **more: Any) -> Any:
        cookies = {"sessionid": PLAN["sessions"][user]}
        return self.client.request(
            how, path, name=name, cookies=cookies, allow_redirects=False, catch_response=True, **more
        )
