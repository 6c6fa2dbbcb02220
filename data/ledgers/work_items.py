"""任务清单: what a unit has undertaken to do, by category and phase, and the targets it is held to."""

from __future__ import annotations

from data.ledgers.model import Field, Ledger, Stage

WORK_CATEGORIES = ("组织建设", "网格治理", "为民服务", "保障支撑")
LIST_KINDS = (
    "工作清单",
    "任务清单",
    "服务清单",
    "三张清单之目标清单",
    "三张清单之计划清单",
    "三张清单之作战图",
    "三张清单之亮点清单",
)
PHASES = ("打基础", "抓深化", "促规范")
UP, DOWN, ZERO = "增加", "减少", "清零"
SUMMED, LEVEL = "累加", "时点"
PERIOD_KINDS = ("月", "季", "半年", "年")
_PERIOD_WORDS = "如 2025、2025年上半年、2025年二季度、2025-06"

WORK_ITEMS = Ledger(
    name="work_items",
    label="任务清单",
    unit="项",
    id_field="item_code",
    title_field="item_title",
    category_field="work_category",
    dimensions=("phase", "list_kind"),
    actor_field="owner_unit",
    stages=(
        Stage("opened", "列入", "opened_on", "列入"),
        Stage("closed", "销号", "closed_on", "销号"),
    ),
    exit_field="exit_reason",
    exit_date_field="exited_on",
    aliases=("任务清单台账", "工作清单", "工作任务清单", "work_list"),
    fields=(
        Field("item_code", "任务编号", "text", ("编号", "item_id", "id"), required=True),
        Field("item_title", "任务名称", "text", ("名称", "任务内容", "title"), required=True),
        Field("work_category", "任务类别", "code", ("类别", "category"), required=True, codes=WORK_CATEGORIES),
        Field(
            "list_kind",
            "清单类型",
            "code",
            ("清单名称", "list"),
            codes=LIST_KINDS,
            description="“清单”有多种含义，类型是名称的一部分",
        ),
        Field("owner_unit", "责任单位", "text", ("牵头单位", "owner"), required=True),
        Field("phase", "阶段", "code", ("步骤", "三步"), codes=PHASES, description="三年三步中的一步"),
        Field("direction", "目标方向", "code", ("方向",), required=True, codes=(UP, DOWN, ZERO)),
        Field("measure_unit", "计量单位", "text", ("单位", "unit")),
        Field(
            "actual_measure",
            "取数指标",
            "text",
            ("指标代码", "measure"),
            description="实际值取自哪个登记的指标（代码）；空白时取任务进度台账",
        ),
        Field(
            "value_kind",
            "取值方式",
            "code",
            (),
            codes=(SUMMED, LEVEL),
            description="累加：期内各次上报相加；时点：取最近一次。空白时，增加为累加，减少、清零为时点",
        ),
        Field("grid_code", "网格编码", "grid_code", ("所属网格编码", "grid"), description="全区任务留空"),
        Field("opened_on", "列入日期", "date", ("立项日期", "下达日期", "opened"), required=True),
        Field("closed_on", "销号日期", "date", ("完成日期", "closed")),
        Field("exit_reason", "终止原因", "code", (), codes=("取消", "并入其他任务")),
        Field("exited_on", "终止日期", "date", ()),
    ),
)

WORK_TARGETS = Ledger(
    name="work_targets",
    label="任务目标台账",
    unit="条",
    id_field="target_code",
    grid_field="",
    aliases=("任务目标", "目标台账", "分期目标"),
    fields=(
        Field("target_code", "目标编号", "text", ("target_id",), required=True),
        Field("item_code", "任务编号", "text", ("item_id",), required=True),
        Field("period_kind", "目标周期", "code", ("周期",), codes=PERIOD_KINDS),
        Field("target_period", "目标期间", "text", ("期间", "period"), required=True, description=_PERIOD_WORDS),
        Field("target_value", "目标值", "decimal", ("目标", "target"), required=True, minimum=0),
        Field("baseline_value", "起点值", "decimal", ("基数", "baseline"), description="减少、清零从哪里算起"),
        Field("set_on", "设定日期", "date", ("下达日期", "set"), required=True),
        Field("replaced_on", "变更日期", "date", ("调整日期", "replaced"), description="从这天起不再有效"),
        Field("change_reason", "变更原因", "text", ("调整原因", "reason")),
    ),
)

WORK_PROGRESS = Ledger(
    name="work_progress",
    label="任务进度台账",
    unit="条",
    id_field="progress_code",
    grid_field="",
    aliases=("任务进度", "进度台账", "进展上报"),
    fields=(
        Field("progress_code", "进度编号", "text", ("progress_id",), required=True),
        Field("item_code", "任务编号", "text", ("item_id",), required=True),
        Field("reported_on", "上报日期", "date", ("报送日期", "reported"), required=True),
        Field(
            "progress_value",
            "完成值",
            "decimal",
            ("进度值", "实际值", "value"),
            required=True,
            description="累加的任务填本次新增，时点的任务填当前数",
        ),
        Field("reporting_unit", "上报单位", "text", ("填报单位", "报送单位")),
    ),
)
