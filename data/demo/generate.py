"""Write the files of a fictional demo district."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import tomli_w
from shapely.geometry import Polygon

from data.demo.backdrop import background, places
from data.demo.changes import Changes, draw_changes
from data.demo.demands import draw_demands
from data.demo.district import District, Grid, build_district
from data.demo.files import headers, in_county_words, write_csv, write_geojson, write_xlsx
from data.demo.issue_reports import draw_issue_reports
from data.demo.micro_wishes import draw_wishes
from data.demo.organisation import draw_organisation
from data.demo.pairings import draw_pairings
from data.demo.points import draw_points
from data.demo.profile import DemoProfile, load_profile
from data.demo.projects import draw_projects
from data.demo.property import draw_property
from data.demo.supply import draw_supply
from data.demo.teams_meetings import draw_meetings, draw_teams
from data.demo.volunteer_events import draw_events
from data.demo.work_list import draw_work_list
from data.demo.zones import draw_zones
from data.ledgers import (
    DEMAND_PROJECT_LINKS,
    DEMANDS,
    GRIDS,
    LEDGERS,
    MEETINGS,
    MICRO_WISHES,
    PROJECTS,
    VOLUNTEER_EVENTS,
)
from data.ledgers.grid_changes import GRID_CHANGES

DEFAULT_SEED = 20250630
Progress = Callable[[int, int, str], None]
Draw = Callable[[District, DemoProfile, np.random.Generator], pd.DataFrame | Mapping[str, pd.DataFrame]]
"""Draws one ledger, or several that hang together by name; an empty frame where the district does not keep it."""

FURTHER_LEDGERS: dict[str, Draw] = {
    "issue_reports": draw_issue_reports,
    "resources": draw_supply,
    "pairings": draw_pairings,
    "compounds": draw_property,
    "teams": draw_teams,
    "points": draw_points,
    "work_items": draw_work_list,
    "organisations": draw_organisation,
    "zones": draw_zones,
}
"""Ledger → what draws it (and what hangs on it). Each gets random numbers of its own: one more changes no other."""

_STEPS = (
    "绘制网格边界",
    "写出边界文件",
    "写出网格台账",
    "生成志愿服务台账",
    "生成微心愿台账",
    "生成需求与项目台账",
    "生成其他台账",
    "写出区县说明",
)
_ISO_DATE = "{:%Y-%m-%d}"
_SLASH_DATE = "{0.year}/{0.month}/{0.day}"


def write_demo(
    folder: Path, seed: int = DEFAULT_SEED, progress: Progress | None = None, profile: DemoProfile | None = None
) -> list[Path]:
    """Write a demo district as the files a district would have; the same seed gives the same bytes.

    Args:
        folder: where to; made if missing, files of the same names are replaced.
        seed: another seed gives another district of the same shape and size.
        progress: called before each step with (steps done, steps in all, what comes now).
        profile: which district; the default one unless given.

    Returns:
        The files written, boundaries first.
    """

    def tell(done: int) -> None:
        if progress is not None:
            progress(done, len(_STEPS), _STEPS[done] if done < len(_STEPS) else "完成")

    folder.mkdir(parents=True, exist_ok=True)
    tell(0)
    profile = profile or load_profile()
    district = build_district(seed, profile)
    tell(1)
    changes = draw_changes(district, profile, seed)
    written = _write_boundaries(folder, district, profile, seed)
    tell(2)
    written += _write_grids(folder, district, changes)
    tell(3)
    events = changes.as_recorded("volunteer_events", draw_events(district, seed, profile))
    written += _write_events(folder, _spoken(events, profile))
    tell(4)
    titles = headers(MICRO_WISHES, {"beneficiary_group": "服务对象"})
    wishes = _spoken(changes.as_recorded("micro_wishes", draw_wishes(district, seed, profile)), profile)
    written.append(write_xlsx(folder / "微心愿台账.xlsx", "微心愿台账", wishes, titles))
    tell(5)
    written += _write_lists(folder, district, changes, profile, seed)
    tell(6)
    written += _write_further(folder, district, changes, profile, seed)
    tell(7)
    written.append(_write_district_file(folder, profile))
    tell(8)
    return written


def _write_boundaries(folder: Path, district: District, profile: DemoProfile, seed: int) -> list[Path]:
    written = []
    for level, name in enumerate(profile.district["level_names"], start=1):
        written.append(write_geojson(folder / f"{name}边界.geojson", map(_feature, district.of_level(level))))
    layers = (({"类别": item.kind, "名称": item.name}, item.geometry) for item in background(district))
    written.append(write_geojson(folder / "背景图层.geojson", layers))
    points = (
        ({"类别": item.kind, "名称": item.name, "所属网格编码": item.grid_code}, item.geometry)
        for item in places(district, seed)
    )
    written.append(write_geojson(folder / "阵地点位.geojson", points))
    return written


def _feature(grid: Grid) -> tuple[dict[str, object], Polygon]:
    named: dict[str, object] = {
        "网格编码": grid.code,
        "网格名称": grid.name,
        "上级网格编码": grid.parent_code or None,
        "网格层级": grid.level,
        "网格类型": grid.kind or None,
    }
    return named, grid.polygon


def _write_grids(folder: Path, district: District, changes: Changes) -> list[Path]:
    """The grid ledger; and, where grids were merged or split, the changes and the boundaries of those closed."""
    frame = _grid_frame(district, changes)
    written = [write_xlsx(folder / "网格台账.xlsx", "网格台账", frame, headers(GRIDS))]
    if changes.rows:
        closed = [_feature(grid) for grid, _ in changes.closed]
        written.append(write_geojson(folder / "已撤销网格边界.geojson", closed))
        label, rows = GRID_CHANGES.label, pd.DataFrame(changes.rows)
        written.append(write_xlsx(folder / f"{label}.xlsx", label, rows, headers(GRID_CHANGES)))
    return written


def _grid_frame(district: District, changes: Changes) -> pd.DataFrame:
    """The grid ledger, closed grids at its end."""
    dated: list[tuple[Grid, date | None]] = [*((grid, None) for grid in district.grids), *changes.closed]
    return pd.DataFrame(
        {
            "grid_code": grid.code,
            "grid_name": grid.name,
            "level": grid.level,
            "parent_code": grid.parent_code or None,
            "grid_kind": grid.kind or None,
            "household_count": grid.household_count,
            "population_count": grid.population_count,
            "staff_count": grid.staff_count,
            "longitude": grid.point[0],
            "latitude": grid.point[1],
            "opened_on": changes.opened.get(grid.code, grid.opened_on),
            "closed_on": closed_on,
        }
        for grid, closed_on in dated
    )


def _write_events(folder: Path, events: pd.DataFrame) -> list[Path]:
    """Three half-years and years as three offices kept them: two encodings, three sets of headings."""
    opening, closing = date(2024, 1, 1), date(2025, 1, 1)
    held_on = events["held_on"]
    first, middle, last = (
        events[held_on < opening],
        events[(held_on >= opening) & (held_on < closing)],
        events[held_on >= closing],
    )
    other_words = {
        "event_title": "活动主题",
        "grid_code": "所属网格编码",
        "held_on": "开展日期",
        "team_name": "服务队名称",
    }
    units_in_words = {"service_hours": "服务时长（小时）", "venue": "地点"}
    return [
        write_csv(folder / "志愿服务台账_2023下.csv", first, headers(VOLUNTEER_EVENTS), "utf-8-sig", _ISO_DATE),
        write_xlsx(folder / "志愿服务台账_2024.xlsx", "志愿服务台账", middle, headers(VOLUNTEER_EVENTS, other_words)),
        write_csv(
            folder / "志愿服务台账_2025上.csv", last, headers(VOLUNTEER_EVENTS, units_in_words), "gb18030", _SLASH_DATE
        ),
    ]


def _write_lists(folder: Path, district: District, changes: Changes, profile: DemoProfile, seed: int) -> list[Path]:
    drawn = draw_projects(district, seed, profile)
    demands, links = draw_demands(district, drawn, seed, profile)
    meetings = draw_meetings(district, demands, profile, np.random.default_rng([seed, 61]))
    projects, demands, meetings = (
        changes.as_recorded(name, frame)
        for name, frame in (("projects", drawn.frame), ("demands", demands), ("meetings", meetings))
    )
    money = {"budget_yuan": "预算金额（元）", "own_funds_yuan": "自筹金额（元）"}
    return [
        write_csv(folder / "需求清单台账.csv", _spoken(demands, profile), headers(DEMANDS), "utf-8-sig", _ISO_DATE),
        write_xlsx(folder / "项目清单台账.xlsx", "项目清单台账", _spoken(projects, profile), headers(PROJECTS, money)),
        write_csv(folder / "需求项目对应表.csv", links, headers(DEMAND_PROJECT_LINKS), "gb18030", _ISO_DATE),
        write_xlsx(folder / "会议议事台账.xlsx", "会议议事台账", _spoken(meetings, profile), headers(MEETINGS)),
    ]


def _write_further(folder: Path, district: District, changes: Changes, profile: DemoProfile, seed: int) -> list[Path]:
    written = []
    for first, draw in FURTHER_LEDGERS.items():
        drawn = draw(district, profile, np.random.default_rng([seed, *first.encode()]))
        for name, frame in ({first: drawn} if isinstance(drawn, pd.DataFrame) else drawn).items():
            if not frame.empty:
                # the declared name: the files of all districts go by the same names
                label = LEDGERS[name].label
                rows = _spoken(changes.as_recorded(name, frame), profile)
                written.append(write_xlsx(folder / f"{label}.xlsx", label, rows, headers(LEDGERS[name])))
    return written


def _spoken(frame: pd.DataFrame, profile: DemoProfile) -> pd.DataFrame:
    """Units as this district calls them."""
    return in_county_words(frame) if profile.district["name"].endswith("县") else frame


def _write_district_file(folder: Path, profile: DemoProfile) -> Path:
    path = folder / "district.toml"
    path.write_bytes(tomli_w.dumps(profile.district).encode())
    return path
