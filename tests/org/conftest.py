"""The world in which units and rights are tested."""

from tests.world import lasting_world, world

__all__ = ["lasting_world", "world"]
