"""供需需求清单: what residents and organisations of a grid need from the resource list."""

from __future__ import annotations

from data.ledgers.model import Field, Ledger, Stage
from data.ledgers.resources import SUPPLY_KINDS

SERVICE_DEMAND_EXITS = ("撤回", "重复", "自行解决")

SERVICE_DEMANDS = Ledger(
    name="service_demands",
    label="供需需求清单",
    unit="项",
    id_field="service_demand_code",
    title_field="service_demand_title",
    category_field="service_demand_kind",
    actor_field="raised_by",
    stages=(
        Stage("submitted", "提出", "submitted_on", "提出"),
        Stage("matched", "对接", "matched_on", "对接", limit_days=15),
        Stage("fulfilled", "兑现", "fulfilled_on", "兑现", limit_days=60),
    ),
    due_field="wanted_by",
    exit_field="exit_reason",
    exit_date_field="exited_on",
    aliases=("供需需求清单台账", "供需需求", "服务需求清单", "服务需求", "service_demand"),
    fields=(
        Field("service_demand_code", "供需需求编号", "text", ("需求编号", "编号", "id"), required=True),
        Field("service_demand_title", "供需需求内容", "text", ("需求内容", "需求名称", "内容", "title")),
        Field("grid_code", "网格编码", "grid_code", ("所属网格编码", "网格代码", "网格编号", "grid"), required=True),
        Field(
            "service_demand_kind", "所需类型", "code", ("需求类型", "类型", "kind"), required=True, codes=SUPPLY_KINDS
        ),
        Field("raised_by", "提出单位", "text", ("需求单位", "单位")),
        Field("quantity", "需求数量", "integer", ("数量", "quantity"), minimum=0, maximum=10_000_000),
        Field("quantity_unit", "计量单位", "text", ("单位名称", "数量单位", "unit"), description="空白时同资源清单"),
        Field("submitted_on", "提出日期", "date", ("提出时间", "登记日期", "submitted"), required=True),
        Field("wanted_by", "希望完成日期", "date", ("希望完成时间", "期望日期", "due")),
        Field("wanted_weekdays", "希望星期", "text", ("期望星期",), description="如：周末"),
        Field("wanted_time", "希望时间", "text", ("期望时间",), description="如：14:00-17:00"),
        Field("matched_on", "对接日期", "date", ("对接时间", "matched")),
        Field("fulfilled_on", "兑现日期", "date", ("兑现时间", "完成日期", "fulfilled")),
        Field("exit_reason", "终止原因", "code", ("未兑现原因",), codes=SERVICE_DEMAND_EXITS),
        Field("exited_on", "终止日期", "date", ("撤回日期",)),
    ),
)
