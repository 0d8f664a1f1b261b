"""What the launcher says when it cannot go on."""


class ServerError(Exception):
    """One or more plain sentences for the person at the terminal."""
