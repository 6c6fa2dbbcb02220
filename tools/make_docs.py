"""Write docs/measures.md and docs/ledgers.md from the declarations: ``python -m tools.make_docs``.

The declarations are what the app runs on, so these papers cannot say anything else; a test compares them.
"""

from __future__ import annotations

from pathlib import Path

from components.views.definition_words import DIRECTIONS
from data.ledgers import LEDGERS, Field, Ledger
from data.measures.model import Measure
from data.measures.registry import MEASURES, breakdowns

DOCS = Path(__file__).resolve().parent.parent / "docs"
MADE_BY = "<!-- 由 python -m tools.make_docs 生成，请改声明，不要改本文件 -->"
TYPES = {
    "text": "文字",
    "code": "选项",
    "integer": "整数",
    "decimal": "数值",
    "date": "日期",
    "grid_code": "网格编码",
}


def measures_page() -> str:
    """The dictionary of measures (指标口径)."""
    parts = [MADE_BY, "# 指标口径", "", f"共 {len(MEASURES)} 项。页面、命令行和导出文件里的每个数都出自这里。"]
    for ledger in LEDGERS.values():
        own = [measure for measure in MEASURES.values() if measure.ledger == ledger.name]
        if own:
            parts += ["", f"## {ledger.label}", *(line for measure in own for line in _measure_lines(measure))]
    return "\n".join(parts) + "\n"


def _measure_lines(measure: Measure) -> list[str]:
    lines = ["", f"### {measure.label} `{measure.code}`", "", measure.definition, "", f"- 单位：{measure.unit}"]
    if measure.is_rate:
        lines += [f"- 分子：{measure.numerator}", f"- 分母：{measure.denominator}"]
    lines.append(f"- 方向：{DIRECTIONS[measure.direction]}")
    if by := breakdowns(measure.code):
        lines.append(f"- 可按 {'、'.join(f'`{name}`' for name in by)} 拆分")
    lines.append(f"- 口径自 {measure.since} 起")
    return lines


def ledgers_page() -> str:
    """The data dictionary: every ledger, its columns, accepted headers and stages."""
    parts = [MADE_BY, "# 台账字典", "", "导入时按表头认台账，表头写“名称”或“也可写作”里的任何一种都行，顺序不限。"]
    for ledger in LEDGERS.values():
        parts += ["", f"## {ledger.label} `{ledger.name}`", *_ledger_lines(ledger)]
    return "\n".join(parts) + "\n"


def _ledger_lines(ledger: Ledger) -> list[str]:
    lines: list[str] = []
    if ledger.stages:
        steps = " → ".join(
            stage.label + (f"（限 {stage.limit_days} 天）" if stage.limit_days else "") for stage in ledger.stages
        )
        lines += ["", f"环节：{steps}"]
    if ledger.suppress_below:
        lines += ["", f"单个最低一级网格少于 {ledger.suppress_below}{ledger.unit}时不显示数字。"]
    lines += ["", "| 名称 | 代码 | 类型 | 必填 | 也可写作 |", "|---|---|---|---|---|"]
    return lines + [_field_line(field) for field in ledger.fields]


def _field_line(field: Field) -> str:
    kind = TYPES[field.type] + (f"，{field.unit}" if field.unit else "")
    if field.codes:
        kind += "：" + "、".join(field.codes)
    needed = "是" if field.required else "、".join(field.required_when[1]) + "时" if field.required_when else ""
    return f"| {field.label} | `{field.name}` | {kind} | {needed} | {'、'.join(field.aliases)} |"


PAGES = {"measures.md": measures_page, "ledgers.md": ledgers_page}


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
