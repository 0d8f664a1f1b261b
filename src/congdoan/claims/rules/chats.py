"""Pages that are wholly the messages of a group: what its members wrote is the text, and no readers' comments."""

from congdoan.claims.rules.lines import Line, fits

# So early the first message begins, and a group that is not named has so many.
_HEAD_LINES, _FIRST_LINES = 6, 3
_FEWEST, _FEWEST_NAMELESS = 2, 3


def is_chat(lines: list[Line]) -> bool:
    """Whether a page is that of a group: its name or its first message stands on top, and more messages follow.

    Where one may answer beneath each, they are comments.
    """
    first = [line for line in lines if line.words][:_HEAD_LINES]
    is_named = any(fits(line, "chat_head") for line in first)
    if not any(fits(line, "message") for line in (first if is_named else first[:_FIRST_LINES])):
        return False
    messages = sum(fits(line, "message") is not None for line in lines)
    if messages < (_FEWEST if is_named else _FEWEST_NAMELESS) or any(fits(line, "answer") for line in lines):
        return False
    # What is told hour by hour has its times too, but other news beneath.
    return is_named or not any((tail := fits(line, "tail")) and "below" not in tail.flags for line in lines)


def is_beside_messages(line: Line) -> bool:
    """Whether a line of such a page is none of a message: who saw it, reacted, sent a file, joined the group."""
    return any(fits(line, table) for table in ("chat_left", "chat_head", "photograph", "caption", "furniture"))
