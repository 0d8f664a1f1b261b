"""The world in which records are tested."""

from tests.base.standing import standing_world, world
from tests.world import lasting_world

__all__ = ["lasting_world", "standing_world", "world"]
