"""How items move on, as marks: the flow between lists, and the tree over one width."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from components.exports.document import Item
from components.exports.svg_marks import Box, Fill, Mark, Path, Words
from components.views.formats import full, shortened, text_width
from components.views.model import View
from components.views.palette import role_colour, text_on
from components.views.tokens import Theme

_LINK_OPACITY = 0.26
_NAME_SHARE = 0.24
"""Of the width that the name of a node may take; longer ones are cut, pointing at the node tells the whole."""


@dataclass(slots=True)
class Node:
    """A node of the flow: where it stands, and how far its two sides are already taken by links."""

    name: str
    size: float
    column: int
    colour: str
    x: float = 0.0
    y: float = 0.0
    high: float = 0.0
    slot: float = 0.0
    label: str = ""
    out: float = 0.0
    into: float = 0.0


def sankey(item: Item, width: float, height: float, theme: Theme) -> list[Mark]:
    """Nodes in fixed columns, links as wide as what they carry, names beside the nodes."""
    view = item.view
    flows = view.frame[view.frame["n"] > 0]
    columns = _columns(view, flows, theme)
    nodes = {node.name: node for column in columns for node in column}
    if not nodes:
        return []
    for node in nodes.values():
        count = full(node.size)
        node.label = f"{shortened(node.name, width * _NAME_SHARE - text_width(count, theme.size), theme.size)} {count}"
    head = theme.size * 2.2 if view.options.get("headings") else theme.size * 0.4
    bar = theme.size * 0.9
    left = max((_name_width(node, theme) for node in columns[0]), default=0) + theme.size * 0.6
    right = max((_name_width(node, theme) for node in columns[-1]), default=0) + theme.size * 0.6
    span = width - left - right - bar
    scale = _place(columns, head, height - head - 2, theme)
    for number, column in enumerate(columns):
        for node in column:
            node.x = left + span * number / max(len(columns) - 1, 1)
    marks: list[Mark] = _links(view, flows, nodes, scale, bar)
    for node in nodes.values():
        hint = f"{node.name} {full(node.size)} {view.unit}".strip()
        marks.append(Box(node.x, node.y, bar, max(node.high, 1), Fill(node.colour), hint=hint))
    marks += [_name(node, len(columns) - 1, bar, theme) for node in nodes.values()]
    headings = list(view.options.get("headings", ()))[: len(columns)]
    return marks + [
        Words(
            left + bar / 2 + span * index / max(len(columns) - 1, 1),
            theme.size * 0.8,
            text,
            theme.size,
            theme.ink2,
            "middle",
            is_bold=True,
        )
        for index, text in enumerate(headings)
    ]


def _columns(view: View, flows: pd.DataFrame, theme: Theme) -> list[list[Node]]:
    present = [*dict.fromkeys([*flows["source"], *flows["target"]])]
    wanted = [[name for name in column if name in present] for column in view.options.get("columns", ())]
    placed = {name for column in wanted for name in column}
    if rest := [name for name in present if name not in placed]:
        wanted = [*wanted, rest]
    into, out = flows.groupby("target")["n"].sum(), flows.groupby("source")["n"].sum()
    kept = [column for column in wanted if column]
    return [
        [
            Node(name, float(max(into.get(name, 0), out.get(name, 0))), number, _colour(view, theme, name, kept))
            for name in column
        ]
        for number, column in enumerate(kept)
    ]


def _colour(view: View, theme: Theme, name: str, columns: list[list[str]]) -> str:
    role = view.options.get("roles", {}).get(name)
    if role:
        return theme.ink2 if role == "hub" else role_colour(theme, role)
    if name in columns[0] and len(columns[0]) > 1:
        return theme.cat[columns[0].index(name) % len(theme.cat)]
    return theme.ink2


def _place(columns: list[list[Node]], top: float, height: float, theme: Theme) -> float:
    """Give every node its height and place; no node is given less room than its name needs.

    Returns:
        px of one item.
    """
    least, air = theme.size * 1.25, theme.size * 0.35
    low, high = 0.0, height / max(sum(node.size for node in columns[0]), 1e-9)
    for _ in range(40):
        middle = (low + high) / 2
        fits = all(
            sum(max(node.size * middle, least) for node in column) + air * (len(column) - 1) <= height
            for column in columns
        )
        low, high = (middle, high) if fits else (low, middle)
    for column in columns:
        slots = [max(node.size * low, least) for node in column]
        free = max(height - sum(slots), 0)
        gap = min(free / max(len(column) - 1, 1), height * 0.07)
        y = top + (max(free - gap * (len(column) - 1), 0) / 2 if _is_centred(column) else 0)
        for node, slot in zip(column, slots, strict=True):
            node.high, node.slot = node.size * low, slot
            node.y = y + (slot - node.high) / 2
            y += slot + gap
    return low


def _is_centred(column: list[Node]) -> bool:
    """Whether the column stands in the middle of the height: the first, and any of one node."""
    return len(column) == 1 or column[0].column == 0


def _links(view: View, flows: pd.DataFrame, nodes: dict[str, Node], scale: float, bar: float) -> list[Mark]:
    """Ribbons in the colour of what they lead to; those of the first column in the colour of where they come from."""
    many_first = sum(node.column == 0 for node in nodes.values()) > 1
    found = [
        (nodes[s], nodes[t], float(n)) for s, t, n in zip(flows["source"], flows["target"], flows["n"], strict=True)
    ]
    starts: dict[int, float] = {}
    for index, (source, _, n) in sorted(enumerate(found), key=lambda link: (link[1][1].column, link[1][1].y)):
        starts[index] = source.y + source.out
        source.out += n * scale
    marks: list[Mark] = []
    for index, (source, target, n) in sorted(enumerate(found), key=lambda link: (link[1][0].column, link[1][0].y)):
        y2, thick = target.y + target.into, n * scale
        target.into += thick
        y1, x1, x2 = starts[index], source.x + bar, target.x
        bend = (x2 - x1) / 2
        colour = source.colour if source.column == 0 and many_first else target.colour
        steps = (
            ("M", (x1, y1)),
            ("C", (x1 + bend, y1, x2 - bend, y2, x2, y2)),
            ("L", (x2, y2 + thick)),
            ("C", (x2 - bend, y2 + thick, x1 + bend, y1 + thick, x1, y1 + thick)),
            ("Z", ()),
        )
        hint = f"{source.name} → {target.name}：{full(n)} {view.unit}"
        marks.append(Path(steps, Fill(colour, opacity=_LINK_OPACITY), hint=hint))
    return marks


def _name_width(node: Node, theme: Theme) -> float:
    return text_width(node.label, theme.size)


def _name(node: Node, last: int, bar: float, theme: Theme) -> Words:
    """Outside at both ends, over the links in between."""
    text, y = node.label, node.y + node.high / 2
    if node.column == 0 and last:
        return Words(node.x - theme.size * 0.5, y, text, theme.size, theme.ink, "end")
    halo = theme.card if node.column < last else ""
    return Words(node.x + bar + theme.size * 0.4, y, text, theme.size, theme.ink, halo=halo)


def tree(item: Item, width: float, height: float, theme: Theme) -> list[Mark]:
    """Each unit as high as what lies in it, the top at the left; names where there is room."""
    rows = item.view.frame
    values = {str(key): float(value) for key, value in zip(rows["key"], rows["value"], strict=True)}
    children: dict[str, list[int]] = {}
    for index, parent in enumerate(rows["parent"]):
        known = str(parent) if str(parent) in values else ""
        children.setdefault(known, []).append(index)
    wide = width / max(_depth(children, rows, ""), 1)
    marks: list[Mark] = []
    # Branches still to be laid: row, level, upper edge, height.
    open_ = _slices(children.get("", []), rows, values, 0, 0.0, height)
    while open_:
        index, level, y, high = open_.pop()
        marks += _branch(rows.iloc[index], level * wide, wide, y, high, theme)
        key = str(rows["key"].iloc[index])
        open_ += _slices(children.get(key, []), rows, values, level + 1, y, high, values[key])
    return marks


Slice = tuple[int, int, float, float]


def _slices(
    below: list[int],
    rows: pd.DataFrame,
    values: dict[str, float],
    level: int,
    y: float,
    high: float,
    whole: float = 0,
) -> list[Slice]:
    """The parts of a branch from top to bottom, each as high as its share of the whole."""
    sizes = [values[str(rows["key"].iloc[index])] for index in below]
    total = whole or sum(sizes) or 1.0
    slices = []
    for index, size in zip(below, sizes, strict=True):
        slices.append((index, level, y, high * size / total))
        y += high * size / total
    return slices


def _branch(row: pd.Series, x: float, wide: float, y: float, high: float, theme: Theme) -> list[Mark]:
    fill = role_colour(theme, str(row["role"]))
    drawn = max(high - min(high * 0.15, 1), 0.3)
    marks: list[Mark] = [Box(x, y, wide - 1, drawn, Fill(fill), hint=f"{row['label']}：{row['display']}")]
    if high >= theme.size * 1.05:
        text = shortened(f"{row['label']} {full(row['value'])}", wide - theme.size, theme.size)
        marks.append(Words(x + theme.size * 0.5, y + high / 2, text, theme.size, text_on(fill, theme)))
    return marks


def _depth(children: dict[str, list[int]], rows: pd.DataFrame, key: str) -> int:
    below = children.get(key, [])
    return 1 + max(_depth(children, rows, str(rows["key"].iloc[index])) for index in below) if below else 0
