"""The world in which commands are tested."""

from tests.world import world

__all__ = ["world"]
