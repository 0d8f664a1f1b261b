"""What a page says, without its marks."""

import re
from typing import Any


def text(response: Any) -> str:
    """The words between the page's frame, or of a part of a page, one space between them."""
    page = response.content.decode()
    main = page.split("<main", 1)[1].split(">", 1)[1].split("</main", 1)[0] if "<main" in page else page
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())
