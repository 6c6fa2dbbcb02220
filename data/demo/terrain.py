"""The lie of the land: how closely people live, and the gentle warp that turns straight cuts into boundaries."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data.demo.drawing import DENSITY_PEAKS, OLD_TOWN, ORIGIN

Points = npt.NDArray[np.float64]

DECIMALS = 7
"""Decimals of a degree in the files: about a centimetre."""

_METRES_PER_LATITUDE = 110_940.0
_METRES_PER_LONGITUDE = 91_630.0

_WAVES = ((6_000.0, 270.0), (2_300.0, 115.0), (900.0, 42.0), (330.0, 11.0))
"""Wavelength and amplitude in metres. Amplitude stays well below wavelength / 2π, so that the warp never folds."""


def density(points: Points) -> Points:
    """Relative number of residents per area at points in metres; 1 is open country."""
    value = np.ones(len(points))
    for x, y, spread, height in DENSITY_PEAKS:
        squared = (points[:, 0] / 1000 - x) ** 2 + (points[:, 1] / 1000 - y) ** 2
        value += height * np.exp(-squared / (2 * spread**2))
    return value


def old_town_share(points: Points) -> Points:
    """1 in the middle of the old town, falling to 0 in the open country."""
    squared = (points[:, 0] / 1000 - OLD_TOWN[0]) ** 2 + (points[:, 1] / 1000 - OLD_TOWN[1]) ** 2
    return np.asarray(np.exp(-squared / (2 * 2.3**2)))


@dataclass(frozen=True, slots=True)
class Warp:
    """A smooth displacement of the plane made of a few sine waves.

    Attributes:
        waves: one row a wave: wave vector x, y (radians per metre), phase, displacement x, y (metres).
    """

    waves: Points

    @classmethod
    def drawn(cls, rng: np.random.Generator, per_length: int = 5) -> Warp:
        """A random warp; the same generator state gives the same warp."""
        rows = []
        for length, amplitude in _WAVES:
            for _ in range(per_length):
                heading, push = rng.uniform(0, 2 * np.pi, 2)
                stretch = length * rng.uniform(0.8, 1.25)
                size = amplitude / np.sqrt(per_length) * rng.uniform(0.7, 1.3)
                wave_number = 2 * np.pi / stretch
                rows.append(
                    (
                        wave_number * np.cos(heading),
                        wave_number * np.sin(heading),
                        rng.uniform(0, 2 * np.pi),
                        size * np.cos(push),
                        size * np.sin(push),
                    )
                )
        return cls(np.array(rows))

    def apply(self, points: Points) -> Points:
        """Move points (metres); least in the old town, where boundaries are streets."""
        phases = points @ self.waves[:, :2].T + self.waves[:, 2]
        shift = np.sin(phases) @ self.waves[:, 3:]
        strength = 1.0 - 0.6 * old_town_share(points)
        return np.asarray(points + shift * strength[:, None])


def smoothed(points: Points, rounds: int = 3) -> Points:
    """A line with its corners cut off again and again, for rivers and roads; its ends stay."""
    for _ in range(rounds):
        starts, ends = points[:-1], points[1:]
        corners = np.stack((0.75 * starts + 0.25 * ends, 0.25 * starts + 0.75 * ends), axis=1).reshape(-1, 2)
        points = np.vstack((points[:1], corners[1:-1], points[-1:]))
    return points


def to_degrees(points: Points) -> Points:
    """Metres of the sketch as rounded longitude and latitude."""
    scaled = points / np.array([_METRES_PER_LONGITUDE, _METRES_PER_LATITUDE]) + np.array(ORIGIN)
    return np.asarray(np.round(scaled, DECIMALS))


def square_metres(degrees_area: float) -> float:
    """Area on the sketch plane of an area given in square degrees."""
    return degrees_area * _METRES_PER_LONGITUDE * _METRES_PER_LATITUDE
