"""资源清单: what organisations offer — places, goods, services, hands, know-how — how much, where and when."""

from __future__ import annotations

from data.ledgers.model import Field, Ledger, Stage

SUPPLY_KINDS = ("场地", "物资", "服务", "人力", "智力")
PROVIDER_KINDS = ("机关事业单位", "企业", "社会组织", "学校医院", "村和社区")
USUAL_UNITS: dict[str, str] = {"场地": "场次", "物资": "件", "服务": "人次", "人力": "人次", "智力": "场次"}
"""What each kind is counted in where a row says nothing else."""

RESOURCES = Ledger(
    name="resources",
    label="资源清单",
    unit="项",
    id_field="resource_code",
    title_field="resource_title",
    category_field="resource_kind",
    dimensions=("provider_kind",),
    actor_field="provider",
    stages=(
        Stage("listed", "登记", "listed_on", "登记"),
        Stage("retired", "退出", "retired_on", "退出"),
    ),
    aliases=("资源清单台账", "资源台账", "资源", "resource"),
    fields=(
        Field("resource_code", "资源编号", "text", ("编号", "resource_id", "id"), required=True),
        Field("resource_title", "资源名称", "text", ("名称", "资源内容", "title")),
        Field("grid_code", "网格编码", "grid_code", ("所属网格编码", "网格代码", "网格编号", "grid"), required=True),
        Field("resource_kind", "资源类型", "code", ("类型", "类别", "kind"), required=True, codes=SUPPLY_KINDS),
        Field("provider", "提供单位", "text", ("资源单位", "单位", "provider")),
        Field("provider_kind", "单位类型", "code", ("提供单位类型",), codes=PROVIDER_KINDS),
        Field("listed_on", "登记日期", "date", ("入库日期", "登记时间", "listed"), required=True),
        Field("retired_on", "退出日期", "date", ("停用日期", "退出时间", "retired")),
        Field(
            "capacity",
            "可供数量",
            "integer",
            ("数量", "容量", "capacity"),
            minimum=0,
            maximum=10_000_000,
            description="在可用时段内一共能提供多少，按计量单位计；各类资源的单位不同，不能相加",
        ),
        Field(
            "capacity_unit",
            "计量单位",
            "text",
            ("单位名称", "数量单位", "unit"),
            description="空白时：场地、智力为场次，物资为件，服务、人力为人次",
        ),
        Field("available_from", "可用起始日期", "date", ("起始日期", "可用开始日期")),
        Field("available_to", "可用截止日期", "date", ("截止日期", "可用结束日期")),
        Field(
            "open_weekdays",
            "开放星期",
            "text",
            ("可用星期", "weekdays"),
            description="如：周一至周五、周末、周二、周四",
        ),
        Field("open_time", "开放时间", "text", ("可用时间", "time"), description="如：09:00-17:00"),
        Field("longitude", "经度", "decimal", ("lon", "lng"), unit="度", minimum=-180, maximum=180),
        Field("latitude", "纬度", "decimal", ("lat",), unit="度", minimum=-90, maximum=90),
    ),
)
