"""What leaves the house: views made ready, and the words every surface prints around them.

Exporters get a :class:`Document` and nothing else. By then small counts are hidden, personal data is masked and
the citation code is given; no exporter looks into the store.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from components.views.model import View
from components.views.passport_brief import Brief, note
from data.measures.model import Measure

Format = Literal["pptx", "docx", "pdf", "xlsx", "csv", "html", "png", "svg"]
FORMATS: tuple[Format, ...] = ("pptx", "docx", "pdf", "xlsx", "csv", "html", "png", "svg")

Ring = NDArray[np.float64]
"""Corner points, shape (n, 2), in km east and north of the picture's south-west corner; the last equals the first."""


@dataclass(frozen=True, slots=True)
class Outline:
    """Where a grid is drawn.

    Attributes:
        polygons: each polygon's outer ring, then its holes.
        label_at: a point well inside, for its name, in the same km.
        is_schematic: a tile of a schematic map instead of a real shape.
    """

    polygons: tuple[tuple[Ring, ...], ...]
    label_at: tuple[float, float]
    is_schematic: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One view ready to leave.

    Attributes:
        view: suppressed and masked; its words included.
        page_title: title of the page it stands on.
        code: citation code of this very view.
        measures: what its numbers mean, in the district's words.
        outlines: grid code → outline, of a map; empty otherwise.
        size_px: width and height it has on its page, so that a picture keeps the proportions it was designed for.
        note: for the one who presents it; "" for none. Only what is presented carries it.
        passports: measure → where its figure over the view's scope comes from, in one line.
        briefs: measure → the same in few words, for the note under a figure.
    """

    view: View
    page_title: str
    code: str
    measures: tuple[Measure, ...] = ()
    outlines: Mapping[str, Outline] = field(default_factory=dict)
    size_px: tuple[int, int] = (760, 372)
    note: str = ""
    passports: Mapping[str, str] = field(default_factory=dict)
    briefs: Mapping[str, Brief] = field(default_factory=dict)

    @property
    def small_print(self) -> str:
        """注：…, where its numbers come from, in few words; stands below the source. Empty where it shows no measure."""
        told = note((measure.code for measure in self.measures), self.briefs)
        return f"注：{told}" if told else ""


@dataclass(frozen=True, slots=True)
class Document:
    """Views under one title.

    Attributes:
        title: on the cover and in the file's properties: 网格化治理运行通报.
        district: name of the district.
        area: name of the area the scope points to (the district's where it points nowhere).
        period: the months in words: 2025年1—6月.
        items: in order; consecutive items of one page make a section.
        as_of: 截至.
        version: number of the version.
        code: citation code of the whole.
        is_demo: every surface then prints 示例数据.
        watermark: grey words across every page; "" for none.
        issuer: the office whose name stands red at the head (红头); "" for a plain head.
        issue_number: 〔2025〕12号 after the issuer; "" for none.
        occasion: 2025年7月8日会议, of the papers of a meeting; "" for none.
    """

    title: str
    district: str
    area: str
    period: str
    items: tuple[Item, ...]
    as_of: date
    version: int
    code: str
    is_demo: bool
    watermark: str = ""
    issuer: str = ""
    issue_number: str = ""
    occasion: str = ""

    @property
    def sections(self) -> list[tuple[str, list[Item]]]:
        """Items by page, in order."""
        grouped: list[tuple[str, list[Item]]] = []
        for item in self.items:
            if not grouped or grouped[-1][0] != item.page_title:
                grouped.append((item.page_title, []))
            grouped[-1][1].append(item)
        return grouped

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Every measure of the document, once, in order of appearance."""
        known = {measure.code: measure for item in self.items for measure in item.measures}
        return tuple(known.values())

    @property
    def passports(self) -> dict[str, str]:
        """Measure → where its figure comes from, as the first item that shows it says."""
        return {code: said for item in reversed(self.items) for code, said in item.passports.items()}

    @property
    def standing(self) -> str:
        """示例数据 · 截至 2025年6月30日 · 引用码 …: the line at the foot of every page."""
        day = f"{self.as_of.year}年{self.as_of.month}月{self.as_of.day}日"
        code = f"引用码 {self.code}" if self.code else ""
        parts = ("示例数据" if self.is_demo else "", self.occasion, f"截至 {day}", code)
        return " · ".join(part for part in parts if part)
