"""Something that waits for the user, as home shows it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wait:
    """What waits, by when or since when, and a word more."""

    what: str
    url: str
    when: str = ""
    more: str = ""
    late: bool = False
