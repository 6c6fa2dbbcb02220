"""The 督办单 as PDF: one page, longer lists on further pages under the same headings."""

from __future__ import annotations

import re
from pathlib import Path

from components.exports.orders_paper import (
    ASKED,
    HEADINGS,
    INSET_X,
    INSET_Y,
    LEADING,
    NAME,
    NO_ORDERS,
    SIGNED,
    OrdersPaper,
)
from components.exports.report_pdf import head_of, set_pages
from components.views.tokens import LIGHT

DATE_LINE = "年　　月　　日"
_TEMPLATE = Path(__file__).with_name("orders.typ")
_LONG_WORD = re.compile(r"[!-~]{9,}")
_MAY_BREAK = "\u200b"


def write_orders_pdf(paper: OrdersPaper, path: Path) -> None:
    """Write a 督办单 as PDF. Equal papers give equal bytes.

    Args:
        paper: what it says.
        path: of the file; its folder is there.
    """
    content = head_of(paper.document, paper.facts) | {
        "name": NAME,
        "subtitle": paper.subtitle,
        "issuer_size": paper.issuer_size,
        "size": paper.size,
        "leading": LEADING,
        "inset_x": INSET_X,
        "inset_y": INSET_Y,
        "widths": list(paper.widths),
        "headings": list(HEADINGS),
        "rows": [
            {"cells": [list(map(breakable, cell.split("\n"))) for cell in row], "is_late": line.state == "late"}
            for row, line in zip(paper.rows, paper.lines, strict=True)
        ],
        "none": NO_ORDERS,
        "asked": ASKED if paper.lines else "",
        "signed": list(SIGNED),
        "date_line": DATE_LINE,
        "control": LIGHT.control,
    }
    set_pages(_TEMPLATE, content, path)


def breakable(words: str) -> str:
    """The words with places where a long run of letters or digits may go on to the next line."""
    return _LONG_WORD.sub(lambda run: re.sub(r"(.{4})(?=.)", rf"\1{_MAY_BREAK}", run[0]), words)
