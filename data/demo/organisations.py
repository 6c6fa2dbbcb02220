"""Teams and units of the demo: organisations only, never persons."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.demo.district import District


@dataclass(frozen=True, slots=True)
class Team:
    """A volunteer team.

    Attributes:
        name: its name.
        kind: one of TEAM_KINDS.
        home: code of the subdistrict it works in; empty when it works in the whole district.
        event_types: the only types it holds; empty when it holds all.
    """

    name: str
    kind: str
    home: str
    event_types: tuple[str, ...] = ()


_HOME_TEAMS = (
    ("党员先锋志愿服务队", "党员志愿服务队"),
    ("邻里守望志愿服务队", "社区志愿服务队"),
    ("青春志愿服务队", "青年志愿服务队"),
    ("巾帼暖心志愿服务队", "巾帼志愿服务队"),
)
_SOCIAL_TEAMS = (
    "同心公益社",
    "晚霞助老社",
    "萤火阅读社",
    "绿芽环保社",
    "和合调解社",
    "暖阳义工社",
    "古巷文艺社",
    "小橘灯助学社",
)
_DISTRICT_TEAMS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("区卫生健康委义诊服务队", "行业部门服务队", ("医疗义诊",)),
    ("区消防救援宣讲服务队", "行业部门服务队", ("政策宣传", "平安巡防")),
    ("区司法局普法服务队", "行业部门服务队", ("政策宣传",)),
    ("区供电中心共产党员服务队", "行业部门服务队", ("便民服务", "助老助残", "平安巡防")),
    ("区教育局护苗服务队", "行业部门服务队", ("青少年关爱",)),
    ("区交警大队文明出行服务队", "行业部门服务队", ("文明劝导",)),
    ("区城市管理局清洁服务队", "行业部门服务队", ("环境整治",)),
    ("区直机关党员志愿服务总队", "党员志愿服务队", ()),
    ("区青年志愿者协会", "青年志愿服务队", ()),
    ("星火公益服务中心", "社会组织", ()),
    ("银龄互助服务中心", "社会组织", ("助老助残", "医疗义诊", "便民服务")),
    ("骑手先锋服务队", "社会组织", ("平安巡防", "文明劝导", "政策宣传")),
)

BUREAUS = (
    "区城市管理局",
    "区住房和城乡建设局",
    "区民政局",
    "区教育局",
    "区卫生健康委",
    "区文化广电旅游局",
    "区应急管理局",
    "区市场监督管理局",
    "区残疾人联合会",
    "区妇女联合会",
    "共青团示范区委",
    "区总工会",
    "区供电中心",
    "区水务公司",
)
ENTERPRISES = (
    "云谷科技服务公司",
    "禾丰商贸公司",
    "织锦纺织公司",
    "启明物业服务公司",
    "清渠环境工程公司",
    "星河商业管理公司",
    "泽湾冷链物流公司",
    "示范区农商银行",
    "安澜医院",
    "文澜师范学校",
)
_BUREAUS_BY_CATEGORY = (
    ("区市场监督管理局", "区民政局"),
    ("区民政局", "区残疾人联合会", "区妇女联合会"),
    ("区教育局", "区文化广电旅游局"),
    ("区城市管理局", "区水务公司"),
    ("区应急管理局", "区供电中心", "区住房和城乡建设局"),
    ("区住房和城乡建设局", "区供电中心", "区水务公司"),
    ("区教育局", "区文化广电旅游局"),
    ("区妇女联合会", "区总工会"),
)
"""Whose business each project category is, in the order of PROJECT_CATEGORIES."""

STALLED_UNIT = "星河商业管理公司"
"""Planted oddity: this unit claims wishes but has fulfilled hardly any since early 2025 (see ``data.demo.oddities``)."""


def teams(district: District) -> tuple[Team, ...]:
    """A handful of teams tied to each subdistrict and a dozen that work everywhere."""
    homes = district.of_level(1)
    tied = [Team(f"{home.stem}{name}", kind, home.code) for home in homes for name, kind in _HOME_TEAMS]
    social = [
        Team(f"{home.stem}{name}", "社会组织", home.code) for home, name in zip(homes, _SOCIAL_TEAMS, strict=False)
    ]
    return (*tied, *social, *(Team(name, kind, "", types) for name, kind, types in _DISTRICT_TEAMS))


def office_of(seat_name: str) -> str:
    """The office that runs a subdistrict or the government that runs a town."""
    return f"{seat_name}办事处" if seat_name.endswith("街道") else f"{seat_name}人民政府"


def bureau_for(category: int, rng: np.random.Generator) -> str:
    """A bureau that handles demands and projects of a category."""
    able = _BUREAUS_BY_CATEGORY[category]
    return able[int(rng.integers(len(able)))]
