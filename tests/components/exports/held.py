"""Two meetings as an office would hold them, one after the other."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from data.measures.scope import Period, Scope
from data.meetings.book import finish_order, give_order, open_meeting, read_meetings, save_agenda
from data.meetings.model import Agenda, Entry

QUARTERLY = "三季度联席会议"
HELD_ON = date(2025, 7, 8)
SPRING, HALF = Period("2025-04", "2025-06"), Period("2025-01", "2025-06")
NOTE = "先讲总数，再讲环比。请联系王大爷 13812345678"
MASKED = "先讲总数，再讲环比。请联系王大爷 138****5678"
ENTRIES = (
    Entry("overview", "cards", Scope(SPRING), note=NOTE),
    Entry("grid_map", "map", Scope(SPRING)),
    Entry("micro_wishes", "funnel", Scope(SPRING)),
    Entry("micro_wishes", "categories", Scope(SPRING)),
    Entry("demands_to_projects", "flows", Scope(SPRING)),
    Entry("issue_reports", "closure", Scope(SPRING)),
    Entry("volunteer_events", "trend", Scope(HALF)),
    Entry("work_list", "categories", Scope(SPRING)),
)
WHO = ("北下街街道办事处", "区民政局", "区住房和城乡建设局", "陇海马路街道", "区卫生健康委员会")
WHAT = (
    "完成辖区内 12 处飞线充电点整治，逐处拍照留底",
    "对逾期的微心愿逐件核实，能办的月底前办结，办不了的向提出人说明原因",
    "研究老旧小区电力改造资金缺口，提出分担办法",
    "公布第三季度志愿服务安排",
)


def fill(home: Path) -> None:
    """Hold both."""
    spring = save_agenda(home, Agenda("", "二季度联席会议", "kept", ENTRIES[:2]))
    earlier = open_meeting(home, spring.code, held_on=date(2025, 4, 10))
    for number in range(6):
        order = give_order(
            home,
            earlier.code,
            who=WHO[number % 5],
            what=WHAT[number % 4],
            due_on=date(2025, 5, 10 + number),
            given_on=earlier.held_on,
        )
        if number in (0, 1, 4):
            finish_order(home, order.code, done_on=date(2025, 5, 11 + number % 2), result=f"已全部整改{number}")
        if number == 5:
            finish_order(home, order.code, done_on=date(2025, 7, 20), result="会后才办结")
    summer = save_agenda(home, Agenda("", QUARTERLY, "kept", ENTRIES))
    meeting = open_meeting(home, summer.code, held_on=HELD_ON)
    for number in range(12):
        entry = ENTRIES[number % len(ENTRIES)] if number % 4 else None
        give_order(
            home,
            meeting.code,
            who=WHO[number % 5],
            what=f"{WHAT[number % 4]}（{number + 1}）",
            due_on=date(2025, 7, 20 + number % 10),
            given_on=HELD_ON,
            page=entry.page if entry else "",
            view=entry.view if entry else "",
        )


def code_of(home: Path, title: str) -> str:
    """Code of the meeting with a title."""
    return next(meeting.code for meeting in read_meetings(home) if meeting.title == title)
