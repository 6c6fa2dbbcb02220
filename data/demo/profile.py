"""What a demo district is drawn from: one TOML file a district under ``profiles/``.

``[district]`` becomes the district.toml that is imported; ``[counts]`` are the published figures the ledgers must
come to, exactly; ``[sizes]`` say how much else is drawn; ``[net]`` is the land.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from data.demo.drawing import Sketch, sketch_from
from data.ledgers import Ledger
from data.ledgers.profile import Profile, profile_from
from data.store.errors import StoreError

PROFILES = Path(__file__).parent / "profiles"
DEFAULT_PROFILE = "guancheng"


@dataclass(frozen=True)
class DemoProfile:
    """One demo district before it is drawn.

    Attributes:
        code: name of its file (lukou).
        district: keys of its district.toml.
        words: the profile in it.
        counts: published figures by name; a generator takes its own and hits them exactly.
        sizes: how many rows of a ledger are drawn where nothing is published.
        names: fixed lists of invented names (zones, organs, kinds …) by name.
        sketch: the land.
    """

    code: str
    district: Mapping[str, Any]
    words: Profile
    counts: Mapping[str, int]
    sizes: Mapping[str, int]
    names: Mapping[str, Any]
    sketch: Sketch

    def count(self, name: str, otherwise: int = 0) -> int:
        """A published count, or what stands for it in a district that has not published it."""
        return self.counts.get(name, otherwise)

    def size(self, name: str, otherwise: int = 0) -> int:
        """How many rows to draw."""
        return self.sizes.get(name, otherwise)

    def ledger(self, name: str) -> Ledger:
        """The ledger with the district's own words: its categories, stages and unit."""
        return self.words.ledger(name)

    @property
    def chain(self) -> tuple[str, ...]:
        """The organisation's levels from the top down."""
        return self.words.chain


def profile_codes() -> tuple[str, ...]:
    """Every profile there is, the default one first."""
    found = sorted(path.stem for path in PROFILES.glob("*.toml"))
    return (DEFAULT_PROFILE, *(code for code in found if code != DEFAULT_PROFILE))


@cache
def load_profile(code: str = DEFAULT_PROFILE) -> DemoProfile:
    """The profile of a code.

    Raises:
        StoreError: there is no such profile.
    """
    if code not in profile_codes():
        raise StoreError(f"没有名为“{code}”的示例区县，可用 {'、'.join(profile_codes())}")
    body = tomllib.loads((PROFILES / f"{code}.toml").read_text(encoding="utf-8"))
    return DemoProfile(
        code=code,
        district=body["district"],
        words=profile_from(body["district"]),
        counts=body.get("counts", {}),
        sizes=body.get("sizes", {}),
        names=body.get("names", {}),
        sketch=sketch_from(body["net"]),
    )
