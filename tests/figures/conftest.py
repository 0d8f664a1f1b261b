"""The world in which figures are tested."""

from tests.figures.editions import later
from tests.world import lasting_world, world

__all__ = ["lasting_world", "later", "world"]
