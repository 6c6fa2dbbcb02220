"""What a report says, before it is Word or PDF: sections, paragraphs, numbered figures and tables, the annexes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

import pandas as pd

from components.exports.document import Document, Item
from components.exports.prose import draft
from components.exports.prose_numbers import ROWS, Paragraph
from components.exports.svg import is_drawn
from components.exports.tables import Column, Table, table_of
from data.measures.model import Measure
from data.measures.registry import MEASURES

BODY_ROWS = 15
"""A longer table stands in the annex, its first rows in the text."""
FIRST_ROWS = 10
MOST_ROWS = 600
"""Of one table in the annex; who needs more rows wants a workbook."""
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Caption:
    """A number and a title: 图 3 微心愿实现率.

    Attributes:
        kind: 图, 表 or 附表.
        number: counted through the document, each kind by itself.
        text: what is shown, with unit and period.
    """

    kind: str
    number: int
    text: str

    @property
    def label(self) -> str:
        """图3: how it is referred to."""
        return f"{self.kind}{self.number}"

    @property
    def anchor(self) -> str:
        """A name for bookmarks and links."""
        return {"图": "fig", "表": "tab", "附表": "app"}[self.kind] + str(self.number)


@dataclass(frozen=True, slots=True)
class Block:
    """One view in the report.

    Attributes:
        item: the view.
        heading: （一）从提出到实现.
        paragraphs: drafted; the references to its figures come after them.
        figure: caption below the drawing; None where nothing is drawn.
        table: caption above the table; None where there is none.
        rows: the table as it stands in the text, at most its first rows.
        annex: caption of the full numbers in the annex; None where the text has them all.
    """

    item: Item
    heading: str
    paragraphs: tuple[Paragraph, ...]
    figure: Caption | None = None
    table: Caption | None = None
    rows: Table | None = None
    annex: Caption | None = None

    @property
    def references(self) -> tuple[Caption, ...]:
        """What the last paragraph points to."""
        return tuple(caption for caption in (self.figure, self.table, self.annex) if caption)

    @property
    def source(self) -> str:
        """来源：… · 截至 … · 引用码 …, below figure or table."""
        code = f"引用码 {self.item.code}" if self.item.code else ""
        return " · ".join(part for part in (self.item.view.footnote, code) if part)


@dataclass(frozen=True, slots=True)
class Section:
    """The views of one page under 一、."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Annex:
    """The numbers behind a figure, or a table in full."""

    caption: Caption
    table: Table
    note: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A report ready to be set.

    Attributes:
        document: title, area, period, issuer and the standing line.
        opening: the sentence before the first section.
        sections: 一、二、三…
        measures: what the numbers mean, for the annex.
        annexes: numbers behind the figures.
        has_contents: whether the first page lists the headings.
    """

    document: Document
    opening: str
    sections: tuple[Section, ...]
    measures: tuple[Measure, ...]
    annexes: tuple[Annex, ...] = field(default=())
    has_contents: bool = True

    @property
    def measure_heading(self) -> str:
        """附件1　指标口径."""
        return f"附件{'1' if self.annexes else ''}　指标口径"

    @property
    def annex_heading(self) -> str:
        """附件2　图表数据."""
        return "附件2　图表数据"

    @property
    def facts(self) -> str:
        """范围 … · 期间 … · 截至 …: the line under the title."""
        document = self.document
        day = f"{document.as_of.year}年{document.as_of.month}月{document.as_of.day}日"
        return f"{document.area or document.district} · {document.period} · 截至{day}"


def plan(document: Document) -> Report:
    """Number and order everything a document says."""
    figures, tables, appended = count(1), count(1), count(1)
    sections, annexes = [], []
    for place, (title, items) in enumerate(document.sections, 1):
        blocks = []
        for index, item in enumerate(items, 1):
            block, annex = _block(item, f"（{chinese(index)}）{item.view.title}", figures, tables, appended)
            blocks.append(block)
            annexes += [annex] if annex else []
        sections.append(Section(f"{chinese(place)}、{title}", tuple(blocks)))
    return Report(document, _opening(document), tuple(sections), _measures(document, sections), tuple(annexes))


def around_references(paragraph: Paragraph) -> tuple[str, str]:
    """The words before and after the references: （见图1） stands before the last full stop, 详见表1。 alone."""
    text = paragraph.text
    if not text:
        return "详", "。"
    return (f"{text[:-1]}（", "）。") if text.endswith("。") else (f"{text}（", "）")


def chinese(number: int) -> str:
    """一, 十二, 二十, 一百零三: a number up to 999 in Chinese figures."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    said = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        said += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        said += "零"
    return said + (_DIGITS[ones] if ones or not number else "")


def _block(
    item: Item, heading: str, figures: Iterator[int], tables: Iterator[int], appended: Iterator[int]
) -> tuple[Block, Annex | None]:
    paragraphs = draft(item)
    view = item.view
    if view.empty or view.kind == "text" or view.frame.empty:
        return Block(item, heading, paragraphs), None
    inner = view.subtitle.replace("（", "，").replace("）", "")
    words = view.title + (f"（{inner}）" if inner else "")
    full = printed_table(item)
    if is_drawn(item):
        annex = Annex(Caption("附表", next(appended), words), *_cut(full))
        figure = Caption("图", next(figures), words)
        return Block(item, heading, paragraphs, figure=figure, annex=annex.caption), annex
    table = Caption("表", next(tables), words)
    if len(full.rows) <= BODY_ROWS:
        return Block(item, heading, paragraphs, table=table, rows=full), None
    annex = Annex(Caption("附表", next(appended), words), *_cut(full))
    first = Table(full.columns, full.rows[:FIRST_ROWS])
    table = Caption("表", table.number, f"{words}，前 {FIRST_ROWS} 行")
    return Block(item, heading, paragraphs, table=table, rows=first, annex=annex.caption), annex


def _cut(table: Table) -> tuple[Table, str]:
    if len(table.rows) <= MOST_ROWS:
        return table, ""
    return Table(table.columns, table.rows[:MOST_ROWS]), f"共 {len(table.rows)} 行，只列前 {MOST_ROWS} 行。"


def printed_table(item: Item) -> Table:
    """The item's numbers for paper: a calendar as months by days, a map without its codes."""
    if item.view.kind == "calendar":
        return _month_by_day(item.view.frame)
    table = table_of(item)
    if item.view.kind != "map":
        return table
    kept = [index for index, column in enumerate(table.columns) if column.name != "grid_code"]
    return Table(
        tuple(table.columns[index] for index in kept), tuple(tuple(row[i] for i in kept) for row in table.rows)
    )


def _month_by_day(frame: pd.DataFrame) -> Table:
    days = pd.to_datetime(frame["day"])
    values = dict(zip(((day.year, day.month, day.day) for day in days), frame["value"], strict=True))
    months = list(dict.fromkeys((day.year, day.month) for day in days))
    columns = (Column("month", "月", "text"), *(Column(str(day), str(day), "integer") for day in range(1, 32)))
    several = len({year for year, _ in months}) > 1
    rows = []
    for year, month in months:
        cells = [values.get((year, month, day)) for day in range(1, 32)]
        name = f"{year % 100}年{month}月" if several else f"{month}月"
        rows.append((name, *("" if cell is None else None if pd.isna(cell) else int(cell) for cell in cells)))
    return Table(columns, tuple(rows))


def _opening(document: Document) -> str:
    day = f"{document.as_of.year}年{document.as_of.month}月{document.as_of.day}日"
    where = document.area or document.district
    demo = "本文所用为示例数据。" if document.is_demo else ""
    return (
        f"现将{where}{document.period}有关情况通报如下。数据截至{day}，来源、本数和质量注于各图表之下，"
        f"指标口径、出处和图中数据见附件。{demo}"
    )


def _measures(document: Document, sections: Sequence[Section]) -> tuple[Measure, ...]:
    """The document's measures, then those that only sentences speak of."""
    known = {measure.code: measure for measure in document.measures}
    for section in sections:
        for block in section.blocks:
            for paragraph in block.paragraphs:
                for number in paragraph.numbers:
                    if number.measure_code != ROWS and number.measure_code not in known:
                        known[number.measure_code] = MEASURES[number.measure_code]
    return tuple(known.values())
