"""What a page says, without its marks."""

import re
from typing import Any


def text(response: Any) -> str:
    """The words between the page's frame, one space between them."""
    main = response.content.decode().split("<main", 1)[1].split(">", 1)[1].split("</main", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())
