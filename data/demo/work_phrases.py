"""Invented tasks of the demo's work lists, by the place of their category: (title, unit, direction, a year's target)."""

from __future__ import annotations

Task = tuple[str, str, str, int]


def _tasks(text: str) -> tuple[Task, ...]:
    rows = (line.split() for line in text.strip().splitlines())
    return tuple((title, unit, direction, int(target)) for title, unit, direction, target in rows)


TASKS: tuple[tuple[Task, ...], ...] = (
    _tasks("""
    小区（网格）党支部组建 个 增加 24
    楼栋党小组组建 个 增加 120
    业委会（物管会）组建 个 增加 18
    物业企业党组织组建 个 增加 8
    交叉任职推进 个 增加 16
    在职党员到社区报到 人次 增加 480
    网格党支部主题党日 场 增加 144
    新就业群体党组织覆盖 个 增加 6
    软弱涣散网格整顿 个 清零 9
    无物业小区 个 清零 12
    空白网格党组织 个 清零 10
    党建联席会议召开 次 增加 12
    结对共建协议签订 份 增加 36
    网格书记培训 人次 增加 240
    红色物业示范小区创建 个 增加 5
    小区党群服务站建设 个 增加 12
    流动党员联系服务 人次 增加 96
    组织生活观摩 场 增加 24
    """),
    _tasks("""
    网格员入户走访 户次 增加 6000
    网格边界核定 个 增加 60
    网格事项清单修订 项 增加 36
    专职网格员配备 人 增加 24
    兼职网格员招募 人 增加 48
    网格信息采集更新 条 增加 3600
    网格超期未结事项 件 清零 15
    重复上报事项 件 减少 20
    网格员业务轮训 人次 增加 300
    商圈市场专属网格设立 个 增加 4
    网格巡查 次 增加 2400
    矛盾纠纷排查化解 件 增加 180
    消防通道占用整治 处 清零 22
    飞线充电隐患 处 减少 15
    网格例会召开 次 增加 48
    网格公示牌更新 块 增加 72
    重点场所检查 家次 增加 240
    网格积分评定 次 增加 12
    """),
    _tasks("""
    开展志愿服务活动 场 增加 0
    实现微心愿 件 增加 0
    超期未实现的微心愿 件 清零 0
    老年助餐点建设 个 增加 6
    便民服务进小区 场 增加 96
    困难家庭走访 户次 增加 360
    充电桩增设 个 增加 120
    停车泊位挖潜 个 增加 300
    老旧小区加装电梯 部 增加 12
    口袋公园建设 处 增加 6
    家门口就业服务 场 增加 24
    儿童之家开放 场 增加 72
    骑手驿站建设 个 增加 8
    居民诉求办理超期 件 减少 10
    未改造老旧楼道 处 减少 24
    法律咨询进网格 场 增加 48
    健康义诊 场 增加 60
    民情恳谈会 场 增加 36
    """),
    _tasks("""
    社区工作者轮训 人次 增加 240
    网格经费拨付 万元 增加 360
    党群服务阵地改造 个 增加 8
    网格工作手册编印 册 增加 600
    资源清单更新 项 增加 48
    专项督查 次 增加 12
    清单任务通报 期 增加 12
    信息报送 篇 增加 96
    典型案例总结 个 增加 12
    未达标服务阵地 处 清零 8
    台账数据差错 条 减少 30
    数据核对 次 增加 24
    网格员装备配发 套 增加 120
    社会组织孵化 家 增加 6
    专家指导 次 增加 12
    激励评优 次 增加 4
    政策解读培训 场 增加 24
    工作现场会 场 增加 4
    """),
)
MEASURED: dict[str, tuple[str, str, float]] = {
    "开展志愿服务活动": ("event_count", "volunteer_events", 0.5),
    "实现微心愿": ("wish_fulfilled_count", "micro_wishes", 0.4),
    "超期未实现的微心愿": ("wish_overdue_count", "", 0.0),
}
"""Tasks whose actual is a registered measure: its code, the size its target follows, and which share of it a year is."""
CHANGE_REASONS = ("上级任务数调整", "年中评估后调增", "并村并居后基数变化", "资金安排调整", "与相近任务合并考核")
