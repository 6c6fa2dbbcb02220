"""One sentence for each signal: what it is, in numbers that are on the evidence page, and no more than they say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from components.views.formats import amount, fraction, full
from components.views.item import escaped
from components.views.words import day
from data.attention.model import Form, Signal
from data.measures.model import SMALL_BASE
from data.measures.scope import Period

METHOD = "变化与往年同月的中位数比，按中位绝对偏差判定"
"""What a change is held against, in one phrase; stands beside the sentences everywhere."""
METHOD_IN_FULL = (
    "变化：本期完整的月份与往年同月比，按其前各月的水平涨落折算，取各年中位数；按方差稳定（Anscombe）的残差、"
    "中位绝对偏差和泊松下限判定，一起看的各项用 Benjamini–Hochberg 法把误报控制在 5% 以内，差不到四分之一的不提。"
    "实现率、转化率、办结率、按期结案率、满意率同样看，按分子、分母的件数算偶然波动：往年各批算到提出后同样长的时间，"
    "分母不足 10 件、差不到 5 个百分点的不提。"
    "目标按任务清单的时序，超期按各台账的时限，静默按各街道和单位自己以往的报送，矛盾按数据质量的规则。"
    "排序：影响居民数 × 偏差 × 把握；每类先列一条，一类至多两条，共五条。"
)
NOTHING = "没有需要提请注意的变化：目标任务、往年同期、办理时限、报送和数字核对都看过了。"
_SUBJECTS = {"demand_converted_count": "需求转为项目"}
"""Measures whose name needs its noun inside a sentence."""
_SOON = "3 个工作日内"


def sentence(signal: Signal) -> str:
    """The signal in one sentence; light Markdown, numbers bold."""
    return _SAID[signal.form](signal)


def _task(signal: Signal) -> str:
    owner = f"（{escaped(signal.owner)}）" if signal.owner else ""
    return f"任务“{escaped(signal.subject)}”{owner}{signal.span}"


def _behind(signal: Signal) -> str:
    come, time = signal.value or 0.0, signal.expected or 0.0
    if time >= 100:
        return f"{_task(signal)}目标到期，完成 **{come:.1f}%**，差 **{time - come:.1f} 个百分点**。"
    return f"{_task(signal)}目标完成 **{come:.1f}%**，时间已过 {time:.1f}%，落后 **{time - come:.1f} 个百分点**。"


def _missed(signal: Signal) -> str:
    unit = signal.unit
    return f"{_task(signal)}目标为 {_number(signal.expected, unit)}，现为 **{_number(signal.value, unit)}**，没有达到。"


def _unreported(signal: Signal) -> str:
    time = signal.expected or 0.0
    passed = "目标到期" if time >= 100 else f"时间已过 **{time:.1f}%**"
    return f"{_task(signal)}{passed}，没有报送进度。"


def _soon(signal: Signal) -> str:
    last = date.fromisoformat(signal.span)
    owner = f"（{escaped(signal.owner)}）" if signal.owner else ""
    told = f"目标 {last.month}月{last.day}日到期，完成 **{signal.value or 0.0:.1f}%**"
    return f"任务“{escaped(signal.subject)}”{owner}{told}。"


def _changed(signal: Signal) -> str:
    """As many as counted against as many as expected; no percentage on a base of less than ten."""
    months = Period.parse(signal.span).label
    value, expected = signal.value or 0.0, round(signal.expected or 0.0)
    subject = _SUBJECTS.get(signal.measures[0], signal.subject)
    head = f"{months}{escaped(signal.area_name)}{subject} **{_number(value, signal.unit)}**"
    if not expected:
        return f"{head}，往年同月折算不足 1 {signal.unit}。"
    difference = value - expected
    share = f"（{'+' if difference > 0 else '-'}{abs(difference) * 100 / expected:.0f}%）" if expected >= 10 else ""
    direction = "多" if difference > 0 else "少"
    return (
        f"{head}，比往年同月折算的 {_number(expected, signal.unit)}{direction} "
        f"**{_number(abs(difference), signal.unit)}**{share}。"
    )


def _rate(signal: Signal) -> str:
    """What the rate is, of how many items, and how many percentage points that is off."""
    months = Period.parse(signal.span).label
    value, expected = signal.value or 0.0, signal.expected or 0.0
    direction = "高" if value > expected else "低"
    points = abs(round(value, 1) - round(expected, 1))
    return (
        f"{months}{escaped(signal.area_name)}{signal.subject} **{value:.1f}%**"
        f"（{fraction(signal.above, signal.base)} {escaped(signal.unit)}），比往年同月折算的 {expected:.1f}% {direction} "
        f"**{points:.1f} 个百分点**。"
    )


def _overdue(signal: Signal) -> str:
    return f"{escaped(signal.area_name)}{signal.subject} **{_number(signal.value, signal.unit)}**，{_of_open(signal, '超期')}。"


def _due_soon(signal: Signal) -> str:
    what = signal.subject.removeprefix("即将到期")
    counted = _number(signal.value, signal.unit)
    where = f"{escaped(signal.area_name)} " if signal.area_name else ""
    return f"{where}{_SOON}到期的{what} **{counted}**，{_of_open(signal, '将到期')}。"


def _orders_late(signal: Signal) -> str:
    return f"议定事项逾期未办结 **{full(signal.value)} 条**，在办共 {full(signal.base)} 条，最早的 {_day(signal.span)}到期。"


def _orders_soon(signal: Signal) -> str:
    return f"议定事项 **{full(signal.value)} 条**将到办理时限，最早的 {_day(signal.span)}到期。"


def _day(text: str) -> str:
    return day(date.fromisoformat(text))


def _of_open(signal: Signal, what: str) -> str:
    """占在办 50 项的 88.0%, or how many are open where they are too few for a percentage."""
    value, base = signal.value or 0.0, signal.base or 0.0
    if value >= base:
        return f"在办的全部{what}"
    if base < SMALL_BASE:
        return f"在办共 {_number(base, signal.unit)}"
    return f"占在办 {_number(base, signal.unit)}的 {value * 100 / base:.1f}%"


def _silent(signal: Signal) -> str:
    ledgers = f"{full(signal.base)} 本台账" if (signal.base or 0) > 1 else escaped(signal.subject)
    usual = "" if (signal.base or 0) > 1 else f"（此前每月约 {_number(signal.expected, signal.unit)}）"
    return f"{escaped(signal.area_name)}{ledgers}连续 **{signal.months} 个月**没有新记录{usual}，请先核对是否漏报。"


def _unit(signal: Signal) -> str:
    return f"{escaped(signal.owner)}最近 **{full(signal.value)} 次**{escaped(signal.subject)}的报送都没有收到。"


def _rule(signal: Signal) -> str:
    where = f"{escaped(signal.owner)}有" if "、" not in signal.owner else "多本台账共有"
    return f"{where} **{_number(signal.value, signal.unit)}**“{signal.subject}”，须先核对再用数。"


def _number(value: float | None, unit: str) -> str:
    number, printed = amount(None if value is None else round(value, 1), unit)
    return f"{number}%" if printed == "%" else f"{number} {escaped(printed)}".rstrip()


_SAID: dict[Form, Callable[[Signal], str]] = {
    "task_behind": _behind,
    "task_missed": _missed,
    "task_unreported": _unreported,
    "task_soon": _soon,
    "more": _changed,
    "fewer": _changed,
    "higher": _rate,
    "lower": _rate,
    "overdue": _overdue,
    "due_soon": _due_soon,
    "orders_late": _orders_late,
    "orders_soon": _orders_soon,
    "ledger_silent": _silent,
    "unit_silent": _unit,
    "rule": _rule,
}
