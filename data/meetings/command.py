"""``python -m data meetings``: agendas, meetings, orders; opens a meeting, finishes an order."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from data.settings import store_home
from data.store.command import store_for_figures

if TYPE_CHECKING:
    from data.meetings.model import Agenda, Meeting, Order


def meetings(
    open_code: Annotated[str, typer.Option("--open", help="用这个编号的议程开会，数据固定在一版上。")] = "",
    version: Annotated[int, typer.Option("--version", min=0, help="开会用第几版；0 为当前版。")] = 0,
    finish: Annotated[str, typer.Option("--finish", help="把这个编号的议定事项记为办结。")] = "",
    result: Annotated[str, typer.Option("--result", help="办理结果，一句话。")] = "",
    on: Annotated[str, typer.Option("--on", help="会议日期、办结日期，或看哪一天的状态；不写为今天。")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="写成 JSON。")] = False,
) -> None:
    """列出议程、会议和议定事项的办理状态；也可开会、记办结。"""
    from data.meetings.wording import MeetingError

    if open_code and finish:
        raise MeetingError("--open 与 --finish 一次只能用一个")
    home, day = store_home(), _day(on)
    if open_code:
        _open(home, open_code, day, version or None, as_json)
    elif finish:
        _finish(home, finish, day, result, as_json)
    else:
        _list(home, day, as_json)


def _day(text: str) -> date:
    from data.meetings.wording import MeetingError

    try:
        return date.fromisoformat(text) if text else date.today()
    except ValueError:
        raise MeetingError(f"日期应写成 2025-07-03 的样子，收到的是“{text[:20]}”") from None


def _open(home: Path, code: str, day: date, version: int | None, as_json: bool) -> None:
    from data.meetings.book import open_meeting
    from data.meetings.records import meeting_line

    meeting = open_meeting(home, code, held_on=day, version=version or store_for_figures().version)
    if as_json:
        _write(meeting_line(meeting))
        return
    typer.echo(f"会议已开：{_meeting_words(meeting)}")
    typer.echo(f"投屏地址 projector?wall={meeting.code}，主讲页 projector?desk={meeting.code}")


def _finish(home: Path, code: str, day: date, result: str, as_json: bool) -> None:
    from data.meetings.book import finish_order

    order = finish_order(home, code, done_on=day, result=result)
    if as_json:
        _write(_order_values(order, day))
        return
    typer.echo(_order_words(order, day))


def _list(home: Path, day: date, as_json: bool) -> None:
    from data.meetings.book import all_orders, read_agendas, read_meetings
    from data.meetings.orders import known_on
    from data.meetings.records import agenda_line, meeting_line

    agendas, opened = read_agendas(home), read_meetings(home)
    given = (known_on(order, day) for order in all_orders(home) if order.given_on <= day)
    orders = sorted(given, key=lambda order: (order.due_on, order.given_on))
    if as_json:
        _write(
            {
                "agendas": [agenda_line(agenda) for agenda in agendas],
                "meetings": [meeting_line(meeting) for meeting in opened],
                "orders": [_order_values(order, day) for order in orders],
            }
        )
        return
    for title, lines in (
        ("议程", [_agenda_words(agenda) for agenda in agendas]),
        ("会议", [_meeting_words(meeting) for meeting in opened]),
        (f"议定事项（{day.isoformat()} 的状态）", [_order_words(order, day) for order in orders]),
    ):
        typer.echo(title if lines else f"{title}：还没有")
        for line in lines:
            typer.echo(f"    {line}")


def _agenda_words(agenda: Agenda) -> str:
    return f"{agenda.code}  {agenda.title}  {len(agenda.entries)} 个画面"


def _meeting_words(meeting: Meeting) -> str:
    held_on, as_of = meeting.held_on.isoformat(), meeting.as_of.isoformat()
    return f"{meeting.code}  {held_on}  {meeting.title}  第 {meeting.version} 版  截至 {as_of}"


def _order_words(order: Order, day: date) -> str:
    from data.meetings.model import STATES

    ends = f"{order.due_on.isoformat()} 前" if order.done_on is None else f"{order.done_on.isoformat()} 办结"
    result = f"（{order.result}）" if order.result else ""
    return f"{order.code}  {STATES[order.state(day)]}  {order.who}  {ends}  {order.what}{result}"


def _order_values(order: Order, day: date) -> dict[str, Any]:
    from data.meetings.records import order_line

    return {**order_line(order), "state": order.state(day)}


def _write(values: dict[str, Any]) -> None:
    typer.echo(json.dumps(values, ensure_ascii=False))
