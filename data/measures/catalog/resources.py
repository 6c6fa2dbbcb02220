"""Measures of the 资源清单."""

from __future__ import annotations

from data.measures.catalog.lifecycles import stage_count
from data.measures.model import Measure
from data.measures.supply_fields import IDLE, USE

_LEDGER = "resources"
_ON = "期末（期末晚于数据日时为数据日）"

RESOURCE_MEASURES: tuple[Measure, ...] = (
    Measure(
        "resource_count",
        "在册资源",
        "项",
        f"{_ON}已登记、未退出的资源项数；各类资源的数量单位不同，只按项相加（时点数，不能跨月相加）",
        "stock",
        _LEDGER,
        "",
        "up",
        breakdowns=("category",),
    ),
    stage_count(
        "resource_listed_count",
        "新登记资源",
        "项",
        _LEDGER,
        "listed",
        "登记",
        "up",
        ("category", "provider_kind", "actor"),
    ),
    Measure(
        "idle_resource_count",
        "闲置资源",
        "项",
        f"{_ON}在册、没有任何一次已接受且未取消的对接的资源项数（时点数，不能跨月相加）",
        "stock",
        _LEDGER,
        "",
        "down",
        field=IDLE,
        breakdowns=("category", "provider_kind"),
    ),
    Measure(
        "resource_use_rate_pct",
        "资源对接率",
        "%",
        f"{_ON}在册资源中，有已接受且未取消的对接的比例（时点数）",
        "ratio",
        _LEDGER,
        "",
        "up",
        numerator="其中有对接的资源项数",
        denominator="在册资源项数",
        field=USE,
        breakdowns=("category", "provider_kind"),
    ),
)
