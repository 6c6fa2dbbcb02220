"""One item in words: names, dates, money, and text that cannot format itself."""

from datetime import date

from components.views import item
from data.ledgers import LEDGERS

PROJECT = {
    "project_code": "XM1",
    "project_title": "*加装* <b>扶手</b>",
    "grid_code": "01",
    "project_category": "设施改造类",
    "owner_unit": None,
    "filed_on": date(2025, 3, 1),
    "published_on": None,
    "budget_yuan": 56_900.0,
    "exit_reason": None,
}
LEDGER = LEDGERS["projects"]


def test_status_is_the_last_thing_that_happened():
    assert item.status(LEDGER, PROJECT) == "备案立项"
    assert item.status(LEDGER, PROJECT | {"started_on": date(2025, 4, 1)}) == "开工"
    ended = PROJECT | {"exit_reason": "终止", "exited_on": date(2025, 5, 1)}
    assert item.stages(LEDGER, ended)[-1] == ("终止", "2025年5月1日")
    assert item.status(LEDGER, ended) == "终止"


def test_facts_leave_out_what_is_blank_or_told_elsewhere():
    facts = dict(item.facts(LEDGER, PROJECT))
    assert facts == {"项目编号": "XM1", "项目类别": "设施改造类", "预算金额": "5.69 万元"}


def test_title_falls_back_to_the_number_and_cannot_format_itself():
    assert item.title(LEDGER, PROJECT | {"project_title": ""}) == "XM1"
    assert item.escaped(PROJECT["project_title"]) == r"\*加装\* \<b\>扶手\</b\>"
