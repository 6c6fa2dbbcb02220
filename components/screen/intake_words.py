"""How an import is told on the screen: verdicts, counts, ways and what was done with personal data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from components.screen.agenda_words import moment
from components.views.item import escaped
from data.intake.preview_model import Column, MonthChange
from data.intake.report import FileReport, Finding, ImportReport, Masked, Verdict
from data.ledgers import LEDGERS, Ledger
from data.ledgers.profile import Profile


@dataclass(frozen=True, slots=True)
class Sign:
    """A word that stands for a state, with its icon: never the colour alone.

    Attributes:
        icon: Material symbol.
        words: what it means.
        colour: of Streamlit's Markdown.
    """

    icon: str
    words: str
    colour: str

    @property
    def mark(self) -> str:
        """The icon in its colour."""
        return f":{self.colour}[:material/{self.icon}:]"

    @property
    def text(self) -> str:
        """Icon and words in their colour."""
        return f":{self.colour}[:material/{self.icon}: {self.words}]"


_VERDICTS: Mapping[Verdict, Sign] = {
    "accept": Sign("check_circle", "可以导入", "blue"),
    "accept-with-warning": Sign("error", "可导入，有待核", "orange"),
    "accept-empty": Sign("inbox", "没有数据行", "gray"),
    "ask": Sign("help", "有问题要先回答", "orange"),
    "reject": Sign("block", "不能导入", "red"),
}
_IMPORTED: Mapping[Verdict, Sign] = {
    **_VERDICTS,
    "accept": Sign("check_circle", "已导入", "blue"),
    "accept-with-warning": Sign("error", "已导入，有待核", "orange"),
}
_REMARKS = "有提示"
"""Something to read, though every row is taken."""
WEIGHTS = {"info": Sign("info", "说明", "gray"), "warn": Sign("error", "待核", "orange")}
WAYS = {
    "exact": "列名相同",
    "alias": "同义列名",
    "remembered": "上次确认过",
    "told": "由您指定",
    "similar": "列名相近",
    "none": "没有对应",
}
_AREA_WAYS = {"by_code": "按编码", "by_name": "按名称", "by_point": "按坐标"}
_COMMAND = re.compile(r"[（(]?命令行：.*$", re.DOTALL)
_FILE_AHEAD = re.compile(r"^“[^”]*”的?")
_CLAUSE_END = re.compile(r"[，；。]")
_OFFERED = re.compile(r"（可选[^（）]*）")
_NOT_LEDGERS = {"district": "区县说明"}
_CHANGES = (("added", "新增"), ("changed", "更改"), ("same", "相同"), ("gone", "不再出现"))


def sign(file: FileReport, *, is_done: bool) -> Sign:
    """What became of a file, or what will.

    Args:
        file: what is reported of it.
        is_done: whether it was imported.
    """
    found = (_IMPORTED if is_done else _VERDICTS)[file.verdict]
    is_remark = file.verdict == "accept-with-warning" and not file.rows_quarantined
    return replace(found, words=found.words.replace("有待核", _REMARKS)) if is_remark else found


def ledger_label(names: str, profile: Profile) -> str:
    """What the ledgers of a file are called in this district; "" where none was recognised."""
    known = (name for name in names.split("、") if name)
    return "、".join(_NOT_LEDGERS.get(name) or profile.ledger(name).label for name in known)


def confidence(share: float) -> str:
    """How sure it is: 把握 96%."""
    return f"把握 {share:.0%}"


def counts(file: FileReport, *, is_done: bool = False) -> str:
    """读到 1,020 行，可采用 1,000，待核 12，重复 8; the zeros are left out.

    Args:
        file: what was counted.
        is_done: after the import, no longer before it.
    """
    parts = [f"读到 {file.rows_read:,} 行", f"{'采用' if is_done else '可采用'} {file.rows_accepted:,}"]
    for words, number in (("待核", file.rows_quarantined), ("重复", file.rows_duplicate)):
        parts += [f"{words} {number:,}"] if number else []
    return "，".join(parts)


def totals(report: ImportReport, *, is_done: bool = False) -> str:
    """The counts of all files together; see :func:`counts`."""
    whole = FileReport(
        "",
        rows_read=sum(file.rows_read for file in report.files),
        rows_accepted=sum(file.rows_accepted for file in report.files),
        rows_quarantined=sum(file.rows_quarantined for file in report.files),
        rows_duplicate=sum(file.rows_duplicate for file in report.files),
    )
    return counts(whole, is_done=is_done)


def areas(match: Mapping[str, int]) -> str:
    """按编码 980 行，按名称 12 行；未找到 3 行; "" where no grids were looked for."""
    found = "，".join(f"{words} {match[way]:,} 行" for way, words in _AREA_WAYS.items() if match.get(way))
    lost = match.get("unmatched", 0)
    return "；".join(part for part in (found, f"未找到 {lost:,} 行" if lost else "") if part)


def privacy(masked: Mapping[str, Masked]) -> list[str]:
    """One sentence a column with personal data: what was done with it, in how many rows."""
    return [
        f"“{header}”{told['done']}" + (f"（{told['rows']:,} 行）" if told["rows"] else "")
        for header, told in masked.items()
    ]


def place(where: str, file: str) -> str:
    """Where something is within a file; "" for the file as a whole."""
    return where.removeprefix(file).strip()


def asked(message: str, file: str) -> str:
    """A question as a person reads it beside its choices: without the file, the list of choices, and the command's way."""
    bare = _COMMAND.sub("", _OFFERED.sub("", message)).removeprefix(file)
    return bare.lstrip(" ：:").rstrip()


def finding(found: Finding, file: str) -> str:
    """A finding as Markdown: its weight, the sentence, and where in the file and how often."""
    within = place(found.where, file)
    places = [escaped(within)] if within and within not in found.message else []
    places += [f"{found.count:,} 处"] if found.count > 1 else []
    tail = f" :small[:gray[{' · '.join(places)}]]" if places else ""
    return f"{WEIGHTS[found.weight].mark} {escaped(_COMMAND.sub('', found.message).rstrip())}{tail}"


def refusal(file: FileReport) -> str:
    """Why a file is refused, in a few words: 加了密码; "" for a file that is not."""
    if file.verdict != "reject":
        return ""
    gravest = next((found.message for found in ordered(file.findings)), "")
    return _CLAUSE_END.split(_FILE_AHEAD.sub("", gravest), maxsplit=1)[0]


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """What needs looking at first, then what is only told."""
    return sorted(findings, key=lambda found: found.weight == "info")


def changes(rows: Iterable[MonthChange]) -> str:
    """新增 **120**，更改 **3**，相同 877，不再出现 5."""
    listed = list(rows)
    sums = {name: sum(getattr(row, name) for row in listed) for name, _ in _CHANGES}
    return "，".join(
        f"{words} **{sums[name]:,}**" if sums[name] and name != "same" else f"{words} {sums[name]:,}"
        for name, words in _CHANGES
    )


def way(column: Column) -> str:
    """How a column was understood; a likeness with its share."""
    words = WAYS.get(column.way, column.way)
    return f"{words} {column.confidence:.0%}" if column.way == "similar" else words


def field_choices(ledger: Ledger) -> dict[str, str]:
    """Field → what it is called where columns are assigned, with * where it must be filled; "" leaves a column out."""
    named = {
        field.name: field.label + (" *" if field.required else "") for field in ledger.fields if not field.personal
    }
    return {"": "不导入", **named}


def ledger_choices(profile: Profile) -> dict[str, str]:
    """Ledger → its label, as declared and in the district's words."""
    return {name: profile.ledger(name).label for name in LEDGERS}


def when(iso: str) -> str:
    """A moment as 2025年7月3日 14:05, in the machine's own time."""
    short = moment(iso)
    return f"{datetime.fromisoformat(iso).astimezone().year}年{short}" if short else ""


def standing(report: ImportReport) -> str:
    """Whether the import may begin, in one sentence; what stands in the way otherwise."""
    asked = sum(file.verdict == "ask" for file in report.files)
    refused = sum(file.verdict == "reject" for file in report.files)
    told = [f"{asked} 个文件有问题要先回答"] if asked else []
    told += [f"{refused} 个文件不能导入"] if refused else []
    is_one = len(report.files) == 1
    if told:
        then = "处理好才能导入。" if is_one else "处理好，或把它移出，才能导入其余的。"
        return f"{'，'.join(told)}。{then}"
    return f"{'文件' if is_one else f'{len(report.files)} 个文件都'}可以导入：{totals(report)}。"
