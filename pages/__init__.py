"""The one page registry: menu, links, the filter bar and the tests iterate over it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page of the app.

    Attributes:
        path: script below the project folder.
        title: name in the menu and at the head of the page.
        section: heading of the menu it stands under.
        url_path: last part of its address.
        icon: Material symbol.
        help: one sentence on what the page answers.
        ledgers: ledgers whose categories its filter bar offers and whose absence it explains.
        needs_data: whether it shows data; a page that does not has no filters and opens while the store is empty.
    """

    path: str
    title: str
    section: str
    url_path: str
    icon: str
    help: str
    ledgers: tuple[str, ...]
    needs_data: bool = True


PAGES: tuple[PageSpec, ...] = (
    PageSpec(
        "pages/situation/overview.py",
        "态势总览",
        "态势",
        "overview",
        ":material/dashboard:",
        "全区一屏：主要指标、地图、走势和变化",
        ("volunteer_events", "micro_wishes", "demands"),
    ),
    PageSpec(
        "pages/situation/grid_map.py",
        "网格一张图",
        "态势",
        "grid_map",
        ":material/map:",
        "从街道看到社区再看到网格",
        ("volunteer_events", "micro_wishes", "demands"),
    ),
    PageSpec(
        "pages/situation/explore.py",
        "自助分析",
        "态势",
        "explore",
        ":material/query_stats:",
        "任选指标、分组和图形，得到图、结论、数据和链接",
        (),
    ),
    PageSpec(
        "pages/service/volunteer_events.py",
        "志愿服务",
        "服务",
        "volunteer_events",
        ":material/volunteer_activism:",
        "活动、参与、时长、服务人次和没有活动的网格",
        ("volunteer_events",),
    ),
    PageSpec(
        "pages/service/micro_wishes.py",
        "微心愿",
        "服务",
        "micro_wishes",
        ":material/favorite:",
        "提出、认领、实现，各环节用时和等待最久的心愿",
        ("micro_wishes",),
    ),
    PageSpec(
        "pages/service/demands_to_projects.py",
        "清单转化",
        "服务",
        "demands_to_projects",
        ":material/account_tree:",
        "协商清单怎样变成项目清单、治理清单",
        ("demands", "projects"),
    ),
    PageSpec(
        "pages/service/supply_and_demand.py",
        "供需对接",
        "服务",
        "supply_and_demand",
        ":material/handshake:",
        "资源与需求按类型、区域对照，缺口、推荐、闲置和结对共建",
        ("service_demands", "resources"),
    ),
    PageSpec(
        "pages/service/issue_reports.py",
        "民呼我应",
        "服务",
        "issue_reports",
        ":material/campaign:",
        "上报事项受理、立案、应结、结案、按期各多少，哪些超期、哪些单位慢",
        ("issue_reports",),
    ),
    PageSpec(
        "pages/foundation/organisation.py",
        "组织与力量",
        "基础",
        "organisation",
        ":material/account_balance:",
        "组织树与网格树对照，党组织覆盖、网格力量、领导包联、培训和双报到，空白点名",
        ("organisations",),
    ),
    PageSpec(
        "pages/foundation/work_list.py",
        "任务清单",
        "基础",
        "work_list",
        ":material/checklist:",
        "任务按类别、阶段的进展，哪些滞后，目标怎样变更，联席会议谁没有报送",
        ("work_items", "expected_reports"),
    ),
    PageSpec(
        "pages/foundation/property.py",
        "红色物业",
        "基础",
        "property",
        ":material/apartment:",
        "小区、物业企业、业委会、星级和称号，哪些小区还没有物业管理",
        ("compounds",),
    ),
    PageSpec(
        "pages/foundation/teams_and_meetings.py",
        "队伍与议事",
        "基础",
        "teams_and_meetings",
        ":material/groups:",
        "专项队伍、特色载体、会议议事，提出的事项转成了多少需求和项目",
        ("meetings",),
    ),
    PageSpec(
        "pages/foundation/points.py",
        "积分",
        "基础",
        "points",
        ":material/redeem:",
        "服务得分、兑换、反馈，只按队伍和群体",
        ("points",),
    ),
    PageSpec(
        "pages/meeting/projector.py",
        "会议投屏",
        "会议",
        "projector",
        ":material/present_to_all:",
        "排议程、固定数据开会、投屏和挂墙轮播，记下并跟踪议定事项",
        (),
    ),
    PageSpec(
        "pages/meeting/snapshots.py",
        "快照与通报",
        "会议",
        "snapshots",
        ":material/file_export:",
        "选图表、选格式，导出演示文稿、通报和数据；按引用码找回原图",
        (),
    ),
    PageSpec(
        "pages/office/import_files.py",
        "数据导入",
        "数据",
        "import_files",
        ":material/upload_file:",
        "放入台账和边界，核对后导入；处理待核行、撤销导入、取模板",
        (),
        needs_data=False,
    ),
    PageSpec(
        "pages/office/definitions.py",
        "指标口径",
        "数据",
        "definitions",
        ":material/menu_book:",
        "每个指标怎样算、出自哪本台账、口径何时改过、由谁负责",
        (),
    ),
    PageSpec(
        "pages/office/published_figures.py",
        "公开数据对照",
        "数据",
        "published_figures",
        ":material/fact_check:",
        "公开发布的数与台账的数是否相符，不可比的为什么",
        (),
    ),
    PageSpec(
        "pages/office/data_quality.py",
        "数据质量",
        "数据",
        "data_quality",
        ":material/rule:",
        "这些数靠不靠得住、该找谁：缺报、迟报、待核的行、互相矛盾的数和边界问题",
        (),
    ),
)
