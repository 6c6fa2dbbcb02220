"""项目清单台账 and the many-to-many links between demands and projects."""

from __future__ import annotations

from data.ledgers.demands import PROJECT_CATEGORIES
from data.ledgers.model import Field, Ledger, Stage

PROJECTS = Ledger(
    name="projects",
    label="项目清单台账",
    unit="个",
    id_field="project_code",
    title_field="project_title",
    category_field="project_category",
    actor_field="owner_unit",
    sum_fields=("budget_yuan", "own_funds_yuan", "quoted_yuan", "final_yuan"),
    paired_sums=(("quoted_yuan", "final_yuan"),),
    stages=(
        Stage("filed", "备案立项", "filed_on", "备案"),
        Stage("published", "公示", "published_on", "公示", limit_days=15),
        Stage("started", "开工", "started_on", "开工", limit_days=45),
        Stage("completed", "完工", "completed_on", "完工"),
        Stage("accepted", "验收", "accepted_on", "验收"),
    ),
    due_field="due_on",
    exit_field="exit_reason",
    exit_date_field="exited_on",
    aliases=("项目清单", "项目台账", "project"),
    fields=(
        Field("project_code", "项目编号", "text", ("编号", "project_id", "id"), required=True),
        Field("project_title", "项目名称", "text", ("名称", "title")),
        Field("grid_code", "网格编码", "grid_code", ("所属网格编码", "网格代码", "网格编号", "grid"), required=True),
        Field(
            "project_category",
            "项目类别",
            "code",
            ("类别", "项目类型", "category"),
            required=True,
            codes=PROJECT_CATEGORIES,
        ),
        Field("owner_unit", "责任单位", "text", ("牵头单位", "实施单位", "unit")),
        Field("filed_on", "备案日期", "date", ("立项日期", "备案时间", "filed"), required=True),
        Field("published_on", "公示日期", "date", ("公示时间", "published")),
        Field("started_on", "开工日期", "date", ("开工时间", "started")),
        Field("due_on", "计划完成日期", "date", ("计划完工日期", "计划完成时间", "due")),
        Field("completed_on", "完工日期", "date", ("完成日期", "完工时间", "completed")),
        Field("accepted_on", "验收日期", "date", ("验收时间", "accepted")),
        Field("budget_yuan", "预算金额", "decimal", ("预算金额（元）", "预算", "budget"), unit="元", minimum=0),
        Field(
            "own_funds_yuan", "自筹金额", "decimal", ("自筹金额（元）", "自筹资金", "own_funds"), unit="元", minimum=0
        ),
        Field("quoted_yuan", "报价金额", "decimal", ("报价金额（元）", "报价", "quoted"), unit="元", minimum=0),
        Field("final_yuan", "决算金额", "decimal", ("决算金额（元）", "决算", "final"), unit="元", minimum=0),
        Field("exit_reason", "终止原因", "code", (), codes=("终止", "并入其他项目")),
        Field("exited_on", "终止日期", "date", ()),
    ),
)

DEMAND_PROJECT_LINKS = Ledger(
    name="demand_project_links",
    label="需求项目对应表",
    unit="条",
    id_field="",
    grid_field="",
    aliases=("需求项目对应", "需求与项目", "links"),
    fields=(
        Field("demand_code", "需求编号", "text", ("demand_id",), required=True),
        Field("project_code", "项目编号", "text", ("project_id",), required=True),
    ),
)
