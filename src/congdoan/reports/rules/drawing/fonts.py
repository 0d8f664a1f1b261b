"""The type of PDF documents and charts: TeX Gyre Termes, cut like Times New Roman, with Vietnamese, free to embed."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

FAMILY = "TeX Gyre Termes"


@cache
def folder() -> Path:
    """Where the font files lie; the package that carries them is never run, it is made for another typesetter."""
    spec = find_spec("rinoh_typeface_texgyretermes")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("rinoh_typeface_texgyretermes")
    return Path(spec.origin).parent
