"""供需对接台账: which resource was put to which demand, how much of it, and whether it came about."""

from __future__ import annotations

from data.ledgers.model import Field, Ledger, Stage
from data.ledgers.resources import SUPPLY_KINDS

MATCH_EXITS = ("未接受", "取消")

MATCHES = Ledger(
    name="matches",
    label="供需对接台账",
    unit="次",
    id_field="match_code",
    title_field="match_title",
    category_field="match_kind",
    stages=(
        Stage("suggested", "推荐", "suggested_on", "推荐"),
        Stage("accepted", "接受", "accepted_on", "接受"),
        Stage("fulfilled", "兑现", "match_fulfilled_on", "兑现"),
    ),
    exit_field="exit_reason",
    exit_date_field="exited_on",
    aliases=("供需对接", "对接台账", "对接记录", "社洽会", "match"),
    fields=(
        Field("match_code", "对接编号", "text", ("编号", "match_id"), required=True),
        Field("match_title", "对接事项", "text", ("事项", "title")),
        Field("resource_code", "资源编号", "text", ("resource_id",), required=True),
        Field("service_demand_code", "供需需求编号", "text", ("需求编号",), required=True),
        Field("grid_code", "需求网格编码", "grid_code", ("网格编码", "所属网格编码", "网格编号", "grid")),
        Field("match_kind", "对接类型", "code", ("类型", "资源类型", "kind"), codes=SUPPLY_KINDS),
        Field("match_quantity", "对接数量", "integer", ("数量", "quantity"), minimum=0, maximum=10_000_000),
        Field("suggested_on", "推荐日期", "date", ("推荐时间", "对接日期", "suggested"), required=True),
        Field("accepted_on", "接受日期", "date", ("接受时间", "accepted")),
        Field("match_fulfilled_on", "兑现日期", "date", ("兑现时间", "完成日期", "fulfilled")),
        Field("exit_reason", "未成原因", "code", ("终止原因",), codes=MATCH_EXITS),
        Field("exited_on", "终止日期", "date", ("取消日期",)),
    ),
)
