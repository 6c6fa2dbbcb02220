"""Measures of the 积分台账."""

from __future__ import annotations

from data.ledgers.points import EARNED, EXPIRED, FED_BACK, REDEEMED
from data.measures.model import Direction, Measure
from data.measures.points_fields import BALANCE, EXPIRING, REDEMPTION, SOON_DAYS

_LEDGER, _STAGE = "points", "entered"
_BY = ("group_kind", "actor")


def _points(code: str, label: str, kind: str, verb: str, direction: Direction) -> Measure:
    words = f"本期记入的“{kind}”积分之和，只按队伍、群体{verb}，不记个人（期间口径）"
    where = (("category", kind),)
    return Measure(
        code, label, "分", words, "sum", _LEDGER, _STAGE, direction, field="points", where=where, breakdowns=_BY
    )


POINT_MEASURES: tuple[Measure, ...] = (
    _points("points_earned", "服务得分", EARNED, "得分", "up"),
    _points("points_redeemed", "兑换积分", REDEEMED, "兑换", "up"),
    _points("points_expired", "到期积分", EXPIRED, "到期作废", "down"),
    *(
        Measure(
            code,
            label,
            "笔",
            f"本期记入的“{kind}”笔数（期间口径）",
            "count",
            _LEDGER,
            _STAGE,
            "up",
            where=(("category", kind),),
            breakdowns=_BY,
        )
        for code, label, kind in (
            ("points_service_count", "得分的服务", EARNED),
            ("points_redemption_count", "兑换笔数", REDEEMED),
            ("points_feedback_count", "反馈公示", FED_BACK),
        )
    ),
    Measure(
        "points_balance",
        "积分余额",
        "分",
        "期末（期末晚于数据日时为数据日）累计服务得分减去累计兑换和到期的积分（时点数，不能跨月相加）",
        "stock",
        _LEDGER,
        "",
        "neutral",
        field=BALANCE,
        breakdowns=_BY,
    ),
    Measure(
        "points_expiring",
        "将到期积分",
        "分",
        f"期末（期末晚于数据日时为数据日）余额中此后 {SOON_DAYS} 天内到期的部分，按先得先用扣减（时点数）",
        "stock",
        _LEDGER,
        "",
        "down",
        field=EXPIRING,
        breakdowns=_BY,
    ),
    Measure(
        "points_redemption_rate_pct",
        "积分兑换率",
        "%",
        "本期兑换积分与本期服务得分之比；兑换的可以是以前得的分，因此可能超过 100%（期间口径）",
        "ratio",
        _LEDGER,
        "",
        "up",
        numerator="本期兑换积分",
        denominator="本期服务得分",
        field=REDEMPTION,
        item_unit="分",
        breakdowns=_BY,
    ),
)
