"""The world in which reports are tested."""

from tests.world import world

__all__ = ["world"]
