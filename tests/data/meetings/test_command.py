"""The command as a person runs it."""

from __future__ import annotations

import json
from datetime import date

from data.meetings.book import finish_order, read_meetings
from tests.cli import run_cli
from tests.data.meetings.samples import give


def test_a_meeting_from_the_command_line(home, agenda):
    empty = run_cli(home, "meetings")
    assert [line.split()[0] for line in empty.stdout.splitlines()] == [
        "议程",
        agenda.code,
        "会议：还没有",
        "议定事项（" + date.today().isoformat(),
    ]
    opened = run_cli(home, "meetings", "--open", agenda.code, "--on", "2025-07-03")
    (meeting,) = read_meetings(home)
    assert meeting.held_on == date(2025, 7, 3)
    assert f"{meeting.code}  2025-07-03  三季度联席会议  第 1 版  截至 2025-06-30" in opened.stdout
    assert f"projector?wall={meeting.code}" in opened.stdout
    order = give(home, meeting.code)
    finish_order(home, give(home, meeting.code, what="另一件").code, done_on=date(2025, 8, 9), result="已办")
    listed = run_cli(home, "meetings", "--on", "2025-08-01").stdout
    assert f"{order.code}  逾期未办结  北下街街道  2025-07-31 前  整治占道经营\n" in listed
    assert "已办" not in listed and listed.count("逾期未办结") == 2
    finished = run_cli(home, "meetings", "--finish", order.code, "--result", "已清理", "--on", "2025-07-20")
    assert finished.stdout == f"{order.code}  按期办结  北下街街道  2025-07-20 办结  整治占道经营（已清理）\n"
    told = json.loads(run_cli(home, "meetings", "--on", "2025-08-10", "--json").stdout)
    assert [entry["state"] for entry in told["orders"]] == ["done", "done_late"]
    assert [entry["code"] for entry in told["meetings"]] == [meeting.code]
    assert [entry["view"] for entry in told["agendas"][0]["entries"]] == ["map", "cards"]
    assert json.loads(run_cli(home, "meetings", "--on", "2025-07-02", "--json").stdout)["orders"] == []


def test_a_mistake_is_told_in_one_sentence(home, agenda):
    for arguments, words in (
        (("--open", "NONE"), "这里没有编号为“NONE”的议程"),
        (("--on", "7月3日"), "日期应写成 2025-07-03 的样子"),
        (("--open", agenda.code, "--finish", "X"), "一次只能用一个"),
        (("--open", agenda.code, "--version", "9"), "没有第 9 版"),
    ):
        done = run_cli(home, "meetings", *arguments)
        assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
        assert words in done.stderr
