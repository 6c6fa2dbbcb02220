"""How items move on, as marks: the flow between lists."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from components.exports.document import Item
from components.exports.svg_axes import LINE, all_zero
from components.exports.svg_marks import Box, Fill, Mark, Path, Words
from components.views.formats import full, short, shortened, text_width
from components.views.model import View
from components.views.palette import role_colour
from components.views.tokens import RADIUS, Theme

_LINK_OPACITY = 0.26
_NAME_SHARE = 0.24
"""Of the width that the name of a node may take; longer ones are cut, pointing at the node tells the whole."""
_FAR_SLOT = 2.1
"""On a wall a node has at least so many sizes of height; the smallest of a longer column are put together."""


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
    if theme.is_far:
        view, flows = few_nodes(view, flows, int(height / (theme.size * _FAR_SLOT)))
    columns = _columns(view, flows, theme)
    nodes = {node.name: node for column in columns for node in column}
    if not nodes:
        return all_zero(width, height, theme) if theme.is_far else []
    for node in nodes.values():
        node.label = _label(node, width * _NAME_SHARE, theme)
    air = theme.size * (LINE - 1) / 2 if theme.is_far else 0.0
    head = theme.size * 2.2 if view.options.get("headings") else theme.size * 0.4
    bar = theme.size * 0.9
    left = max((_name_width(node, theme) for node in columns[0]), default=0) + theme.size * 0.6
    right = max((_name_width(node, theme) for node in columns[-1]), default=0) + theme.size * 0.6
    span = width - left - right - bar
    scale = _place(columns, head + air, height - head - 2 * air - 2, theme)
    for number, column in enumerate(columns):
        for node in column:
            node.x = left + span * number / max(len(columns) - 1, 1)
    if theme.is_far:
        for column in columns[1:-1]:
            for node in column:
                node.label = _label(node, span / (len(columns) - 1) - bar - theme.size * 1.2, theme)
    marks: list[Mark] = _links(view, flows, nodes, scale, bar)
    for node in nodes.values():
        hint = f"{node.name} {full(node.size)} {view.unit}".strip()
        marks.append(Box(node.x, node.y, bar, max(node.high, 1), Fill(node.colour), hint=hint))
    for node in nodes.values():
        marks += _name(node, len(columns) - 1, bar, theme)
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


def few_nodes(view: View, flows: pd.DataFrame, most: int) -> tuple[View, pd.DataFrame]:
    """The flows with the smallest nodes of each column put together, so that no column has more than ``most``."""
    into, out = flows.groupby("target")["n"].sum(), flows.groupby("source")["n"].sum()
    present = [*dict.fromkeys([*flows["source"], *flows["target"]])]
    declared = [[name for name in column if name in present] for column in view.options.get("columns", ())]
    placed = {name for column in declared for name in column}
    renamed: dict[str, str] = {}
    columns: list[list[str]] = []
    for column in [*declared, [name for name in present if name not in placed]]:
        by_size = sorted(column, key=lambda name: -max(into.get(name, 0), out.get(name, 0)))
        rest = set(by_size[most - 1 :]) if len(column) > most else set()
        # A blank more for each column keeps the names apart.
        together = f"其余 {len(rest)} 项" + " " * len(columns)
        renamed |= dict.fromkeys(rest, together)
        columns.append([name for name in column if name not in rest] + ([together] if rest else []))
    if not renamed:
        return view, flows
    named = flows.assign(source=flows["source"].replace(renamed), target=flows["target"].replace(renamed))
    roles = {**view.options.get("roles", {}), **dict.fromkeys(renamed.values(), "muted")}
    summed = named.groupby(["source", "target"], sort=False)["n"].sum().reset_index()
    return replace(view, options={**view.options, "columns": columns, "roles": roles}), summed


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
    least, air = theme.size * (LINE if theme.is_far else 1.25), theme.size * (0.2 if theme.is_far else 0.35)
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


def _label(node: Node, room: float, theme: Theme) -> str:
    """A node's name and number; the name is cut to the room."""
    count = short(node.size) if theme.is_far else full(node.size)
    taken = text_width(f" {count}" if theme.is_far else count, theme.size)
    return f"{shortened(node.name, room - taken, theme.size)} {count}"


def _name(node: Node, last: int, bar: float, theme: Theme) -> list[Mark]:
    """Outside at both ends, over the links in between; on a wall a plate keeps the links away from the words."""
    text, y = node.label, node.y + node.high / 2
    if node.column == 0 and last:
        return [Words(node.x - theme.size * 0.5, y, text, theme.size, theme.ink, "end")]
    x, is_over = node.x + bar + theme.size * 0.4, node.column < last
    words = Words(x, y, text, theme.size, theme.ink, halo=theme.card if is_over else "")
    if not (theme.is_far and is_over):
        return [words]
    high = theme.size * LINE
    plate = Box(
        x - 4, y - high / 2, text_width(text, theme.size) + 8, high, Fill(theme.card, opacity=0.8), radius=RADIUS
    )
    return [plate, replace(words, halo="")]
