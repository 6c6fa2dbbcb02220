"""The rules about contradictions, declared once: each is a SELECT over the version that yields its rows.

A rule looks only where there is something to look at: a ledger that was never imported, or a step that a
district does not record at all, contradicts nothing. Names in the SQL are those of declarations, never of data.
"""

from __future__ import annotations

from data.ledgers import ACTIVITY_LEDGERS, Ledger
from data.quality.model import Rule
from data.quality.rules_linked import LINKED_RULES
from data.quality.rules_net import NET_RULES
from data.quality.rules_sql import Text, hits, joined_up
from data.store.reader import Reader

OVER_BUDGET = 1.1
"""A final cost above this many times the budget."""


def _where(ledger: str, condition: str, said: str) -> Text:
    """A rule over the rows of one ledger."""

    def query(store: Reader) -> str:
        if not store.has_rows(ledger):
            return ""
        return hits(store.ledger(ledger), ledger, condition, said)

    return query


def _ended_twice(store: Reader) -> str:
    """Items that came to their last stage and were ended without it."""
    found = [
        hits(
            ledger,
            name,
            f"{ledger.exit_field} IS NOT NULL AND {ledger.closed_field} IS NOT NULL",
            f"'{ledger.field(ledger.closed_field).label} ' || {ledger.closed_field} || '，又写着“' || {ledger.exit_field} || '”'",
        )
        for name, ledger in _with_rows(store).items()
        if ledger.exit_field
    ]
    return joined_up(found)


def _repeated(store: Reader) -> str:
    """The same title in the same grid on the same day under different numbers, within a ledger or across them."""
    named = {
        name: ledger
        for name, ledger in _with_rows(store).items()
        if name in ("demands", "issue_reports", "service_demands", "micro_wishes", "volunteer_events")
    }
    if not named:
        return ""
    rows = " UNION ALL ".join(
        f"SELECT hash({ledger.title_field}, {ledger.grid_field}, {ledger.opened_field}) AS mark, "  # noqa: S608  (our own names)
        f"'{name}' AS ledger, {ledger.id_field} AS code FROM {name} WHERE {ledger.title_field} IS NOT NULL"
        for name, ledger in named.items()
    )
    marks = f"SELECT mark FROM ({rows}) GROUP BY mark HAVING count(*) > 1"  # noqa: S608  (our own names)
    found = [
        hits(
            ledger,
            name,
            f"{ledger.title_field} IS NOT NULL AND hash({ledger.title_field}, {ledger.grid_field}, {ledger.opened_field}) IN (FROM marks)",
            f"{ledger.opened_field} || ' 同一网格另有同名的一{ledger.unit}：' || left({ledger.title_field}, 40)",
        )
        for name, ledger in named.items()
    ]
    return f"WITH marks AS MATERIALIZED ({marks}) {joined_up(found)}"


def _skipped(store: Reader) -> str:
    """Reports that are resolved without a step the ledger does record otherwise."""
    if not store.has_rows("issue_reports"):
        return ""
    ledger = store.ledger("issue_reports")
    missing = [
        f"({stage.field} IS NULL AND EXISTS (SELECT 1 FROM issue_reports WHERE {stage.field} IS NOT NULL))"  # noqa: S608  (our own names)
        for stage in ledger.stages
        if stage.code in ("dispatched", "accepted")
    ]
    said = (
        "'办结 ' || resolved_on || '，没有' || CASE WHEN dispatched_on IS NULL AND accepted_on IS NULL THEN "
        "'派单、接单' WHEN dispatched_on IS NULL THEN '派单' ELSE '接单' END || '日期'"
    )
    return hits(ledger, "issue_reports", f"resolved_on IS NOT NULL AND ({' OR '.join(missing)})", said)


def _with_rows(store: Reader) -> dict[str, Ledger]:
    return {name: store.ledger(name) for name in ACTIVITY_LEDGERS if store.has_rows(name)}


OWN_RULES: tuple[Rule, ...] = (
    Rule(
        "hours_without_people",
        "有时长没有人",
        "活动写了服务时长而参与人次为 0，时长无人可记；请补参与人次或更正时长。",
        "wrong",
        _where(
            "volunteer_events",
            "service_hours > 0 AND participation_count = 0",
            "'服务时长 ' || service_hours || ' 小时，参与 0 人次'",
        ),
        "场",
    ),
    Rule(
        "people_without_hours",
        "有人没有时长",
        "活动有人参与而服务时长为 0；请补时长，确无时长的不必填 0。",
        "wrong",
        _where(
            "volunteer_events",
            "participation_count > 0 AND service_hours = 0",
            "'参与 ' || participation_count || ' 人次，服务时长 0 小时'",
        ),
        "场",
    ),
    Rule(
        "served_without_people",
        "有服务对象没有人",
        "活动服务了群众而参与人次为 0；请补参与人次。",
        "wrong",
        _where(
            "volunteer_events",
            "people_served_count > 0 AND participation_count = 0",
            "'服务 ' || people_served_count || ' 人次，参与 0 人次'",
        ),
        "场",
    ),
    Rule(
        "items_without_attendance",
        "有议题没有人",
        "会议提出了事项而到会人次为 0；请补到会人次。",
        "wrong",
        _where(
            "meetings",
            "item_count > 0 AND attendance_count = 0",
            "'提出事项 ' || item_count || ' 件，到会 0 人次'",
        ),
        "场",
    ),
    Rule(
        "wish_unclaimed",
        "未认领已实现",
        "心愿已实现而没有认领日期；请补认领日期和认领单位。",
        "wrong",
        _where(
            "micro_wishes",
            "fulfilled_on IS NOT NULL AND claimed_on IS NULL",
            "'实现 ' || fulfilled_on || '，没有认领日期'",
        ),
        "件",
    ),
    Rule(
        "report_skipped",
        "未派单接单已办结",
        "事项已办结而没有派单或接单日期；确属直接办理的请在台账注明，其余请补日期。",
        "doubtful",
        _skipped,
        "件",
    ),
    Rule(
        "ended_twice",
        "既办成又终止",
        "同一事项既有办成日期又有终止原因；两者只能有一个，请更正。",
        "wrong",
        _ended_twice,
    ),
    Rule(
        "over_budget",
        "决算超预算一成以上",
        "项目决算比预算多一成以上；请核对金额单位（元、万元），确属超支的请补说明。",
        "doubtful",
        _where(
            "projects",
            f"budget_yuan > 0 AND final_yuan > budget_yuan * {OVER_BUDGET}",
            "'预算 ' || format('{:,.0f}', budget_yuan) || ' 元，决算 ' || format('{:,.0f}', final_yuan) || ' 元'",
        ),
        "个",
    ),
    Rule(
        "repeated_item",
        "疑似重复登记",
        "同一天、同一网格、同样的标题有不同编号，同一台账或几本台账里都算；请核对是不是一件事登记了两次。",
        "doubtful",
        _repeated,
    ),
)

RULES: dict[str, Rule] = {rule.code: rule for rule in (*OWN_RULES, *LINKED_RULES, *NET_RULES)}
"""Every rule over stored rows, in the order of the page."""
