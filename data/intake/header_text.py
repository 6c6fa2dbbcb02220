"""How headers are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")


@lru_cache(maxsize=8192)
def normalise(header: str) -> str:
    """A header as it is compared: half-width, no blanks, no required mark, lower case."""
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", header))
    return re.sub(r"\s+", "", text).strip("*:").lower()
