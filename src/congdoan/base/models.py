"""The tables of this room."""

from congdoan.base.knowledge import Moment, Restoration

__all__ = ["Moment", "Restoration"]
