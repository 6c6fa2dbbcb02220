"""联席会议: which unit reported to which meeting on time, late or not at all."""

from __future__ import annotations

import pandas as pd

from components.views import words
from components.views.formats import full
from components.views.model import View
from components.views.pages import parts
from data.measures.answers import Answers
from data.measures.work_desk import CADENCE_LABELS

LEDGER = "expected_reports"
MOST_PERIODS = 12
_SAID = {**CADENCE_LABELS, "silent": "● 未报", "late": "○ 迟报"}
"""What stands out in a wide table carries a mark."""


def _nothing(answers: Answers, said: str) -> str:
    if not answers.has_ledger(LEDGER):
        return ""
    return f"{answers.scope.sentence(answers.area_name)}：{said}。"


def cadence(answers: Answers) -> View:
    """Units by months: reported on time, late, not at all, not yet due; a quarterly report stands in its last month."""
    frame = answers.work.cadence(MOST_PERIODS)
    counts = {kind: rows["unit_name"].nunique() for kind, rows in frame.groupby("cadence_kind", sort=False)}
    states = {state: int((frame["state"] == state).sum()) for state in CADENCE_LABELS}
    wide, labels = _wide(frame)
    units = "，".join(f"{kind!s} {count} 家" for kind, count in counts.items())
    return parts.make(
        answers,
        "cadence",
        "联席会议报送一览",
        "table",
        wide,
        (LEDGER,),
        unit="次",
        basis="近十二个月，按报送期的最后一月，未报多的在前",
        finding=(
            f"{units}；按时 {full(states['on_time'])} 次，迟报 {full(states['late'])} 次，"
            f"**未报 {full(states['silent'])} 次**，未到期 {full(states['not_due'])} 次。"
        ),
        why_empty=_nothing(answers, "近十二个月没有应报事项"),
        measures=("reporting_unit_count", "expected_report_count", "silent_report_count"),
        by="actor",
        labels=labels,
        options={"widths": {"unit_name": 150, "cadence_kind": 104, **dict.fromkeys(list(labels)[2:], 66)}},
    )


def _wide(frame: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, str]]:
    """One row a unit and meeting, one column a month."""
    last = [
        _last_month(start, kind) for start, kind in zip(frame["expected_from"], frame["report_period"], strict=True)
    ]
    columns = sorted(set(last))
    told = frame.assign(month=last, said=frame["state"].map(_SAID))
    rows = ["cadence_kind", "unit_name"]
    wide = told.groupby([*rows, "month"], sort=False)["said"].last().unstack("month").reindex(columns=columns)
    silent = (frame["state"] == "silent").groupby([frame[name] for name in rows]).sum()
    kinds = list(dict.fromkeys(frame["cadence_kind"]))
    wide = wide.assign(_silent=silent, _kind=[kinds.index(kind) for kind, _ in wide.index]).reset_index()
    wide = wide.sort_values(["_kind", "_silent", "unit_name"], ascending=[True, False, True], ignore_index=True)
    wide = wide.fillna("")
    labels = {
        "unit_name": "单位",
        "cadence_kind": "会议",
        **{month: f"{month[2:4]}年{int(month[5:])}月" for month in columns},
    }
    return wide.reindex(columns=list(labels)), labels


def _last_month(start: object, period: str) -> str:
    first = pd.Timestamp(start)  # type: ignore[arg-type]
    return f"{first + pd.DateOffset(months=2 if '季' in period or 'Q' in period.upper() else 0):%Y-%m}"


def silent_units(answers: Answers) -> View:
    """Units that did not report, or late, of those due in the period; most silent first."""
    frame = answers.work.silent_units()
    silent = frame[frame["silent"] > 0]
    columns = ["unit_name", "cadence_kind", "silent", "late", "expected", "last_sent"]
    shown = frame.loc[(frame["silent"] > 0) | (frame["late"] > 0), columns].reset_index(drop=True)
    if len(silent) > 3:
        named = f"{silent['unit_name'].iloc[0]}等 **{len(silent)} 家**"
    else:
        named = f"**{words.listing(silent['unit_name'])}**"
    finding = f"{named}有未报，共 {full(silent['silent'].sum())} 次。" if len(silent) else "本期应报的都报了，有迟报。"
    return parts.make(
        answers,
        "silent",
        "未报和迟报的单位",
        "table",
        shown,
        (LEDGER,),
        unit="次",
        basis="应报日期在本期",
        finding=finding,
        why_empty=_nothing(answers, "应报的都按时报了" if len(frame) else "没有到期的应报事项"),
        measures=("silent_report_count", "late_sent_report_count", "silent_unit_count"),
        by="actor",
        labels={
            "unit_name": "单位",
            "cadence_kind": "会议",
            "silent": "未报（次）",
            "late": "迟报（次）",
            "expected": "应报（次）",
            "last_sent": "最近报送",
        },
        options={
            "formats": {"silent": "integer", "late": "integer", "expected": "integer", "last_sent": "date"},
            "widths": {"unit_name": 136, "cadence_kind": 96, "silent": 76, "late": 76, "expected": 76},
        },
    )
