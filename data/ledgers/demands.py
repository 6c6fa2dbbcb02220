"""需求清单台账: 协商清单 → 项目清单 → 治理清单, one row per demand."""

from __future__ import annotations

from data.ledgers.model import Field, Ledger, Stage

PROJECT_CATEGORIES = (
    "生活服务类",
    "帮扶救济类",
    "场所共享类",
    "环境整治类",
    "安全隐患类",
    "设施改造类",
    "文化教育类",
    "邻里和谐类",
)
DEMAND_EXITS = ("直接答复", "自行解决", "退回补充", "终止")
DEMAND_SCOPES = ("共性", "个性")
URGENCIES = ("急", "较急", "一般")

DEMANDS = Ledger(
    name="demands",
    label="需求清单台账",
    unit="条",
    id_field="demand_code",
    title_field="demand_title",
    category_field="demand_category",
    dimensions=("demand_scope", "urgency"),
    actor_field="owner_unit",
    stages=(
        Stage("submitted", "提出需求", "submitted_on", "提出"),
        Stage("consulted", "进入协商", "consulted_on", "进入协商", limit_days=15),
        Stage("converted", "项目立项", "converted_on", "立项", limit_days=45),
        Stage("completed", "项目完成", "completed_on", "完成", limit_days=120),
        Stage("governed", "纳入治理", "governed_on", "纳入治理清单", limit_days=150),
    ),
    exit_field="exit_reason",
    exit_date_field="exited_on",
    aliases=("需求清单", "协商清单", "群众需求", "需求台账", "demand"),
    fields=(
        Field("demand_code", "需求编号", "text", ("编号", "demand_id", "id"), required=True),
        Field("demand_title", "需求事项", "text", ("需求内容", "事项", "内容", "title")),
        Field("grid_code", "网格编码", "grid_code", ("所属网格编码", "网格代码", "网格编号", "grid"), required=True),
        Field(
            "demand_category",
            "需求类别",
            "code",
            ("类别", "需求类型", "category"),
            required=True,
            codes=PROJECT_CATEGORIES,
        ),
        Field("demand_scope", "共性个性", "code", ("需求性质", "共性/个性"), codes=DEMAND_SCOPES),
        Field("urgency", "紧急程度", "code", ("紧急",), codes=URGENCIES),
        Field("owner_unit", "责任单位", "text", ("牵头单位", "承办单位", "unit")),
        Field("submitted_on", "提出日期", "date", ("征集日期", "登记日期", "提出时间", "submitted"), required=True),
        Field("consulted_on", "协商日期", "date", ("协商时间", "议事日期", "consulted")),
        Field("converted_on", "立项日期", "date", ("立项时间", "转项目日期", "converted")),
        Field("completed_on", "完成日期", "date", ("完成时间", "completed")),
        Field("governed_on", "纳入治理清单日期", "date", ("治理日期", "治理清单日期", "governed")),
        Field("exit_reason", "去向", "code", ("办理去向", "终止原因"), codes=DEMAND_EXITS),
        Field("exited_on", "去向日期", "date", ("答复日期", "终止日期")),
    ),
)
