"""The world in which words that know no union are tested."""

from tests.world import lasting_world, world

__all__ = ["lasting_world", "world"]
