"""The figures as a table, on screen and as docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from typing import Any

import psutil

from tests.bench import export_times, import_times

LIBRARIES = ("streamlit", "duckdb", "pandas", "plotly", "folium", "streamlit-folium", "narwhals")
GROWTH_AIM, FASTER_AIM, SMALLER_AIM, FLOOR_AIM_MS, FIRST_PAGE_AIM_S = 1.2, 20, 50, 20, 10


def machine() -> str:
    """What it ran on, without names or places."""
    model = next(
        (line.split(":")[1].strip() for line in _cpu_lines() if line.startswith("model name")), platform.processor()
    )
    memory = psutil.virtual_memory().total / 2**30
    libraries = "，".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"{model or platform.machine()}，{os.cpu_count()} 核，内存 {memory:.0f} GB，{platform.system()}；"
        f"Python {platform.python_version()}，{libraries}"
    )


def _cpu_lines() -> list[str]:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:  # noqa: PTH123  (a kernel file, not a path of ours)
            return lines.readlines()
    except OSError:
        return []


def markdown(found: dict[str, Any]) -> str:
    """The whole paper."""
    parts = [
        "# 性能对照",
        "",
        "由 `make bench` 一次运行写出：先生成活动台账文件，经真实导入进入各自的数据仓，再在同一台机器上先后测量本应用和朴素写法"
        "（pandas 读原始 CSV 常驻内存、每次分组统计，plotly.express 作图，folium.GeoJson 每次重建）。毫秒为中位数；"
        "“处理器”为服务进程全部线程的处理器时间，比总用时少受同机其他负载影响，目标按它判断；两种行数轮流测三遍取中位数。",
        "",
        f"机器：{machine()}。测完时一分钟平均负载 {os.getloadavg()[0]:.1f}：高于核数时，总用时含等待其他程序的时间。",
        "",
        *_page_lines(found["pages"]),
        *_map_lines(found["maps"]),
        *_start_lines(found),
        *export_times.lines(found["exports"]),
        *import_times.lines(found["imports"]),
        *_aim_lines(found),
    ]
    return "\n".join(parts) + "\n"


def _ms(value: float | None) -> str:
    return "—" if value is None else f"{value:,.1f}" if value < 100 else f"{value:,.0f}"


def _page_lines(pages: list[dict[str, Any]]) -> list[str]:
    lines = [
        "## 志愿服务页：换一个没看过的期间，服务端用时",
        "",
        "| 活动行数 | CSV | 导入 | 本应用 处理器 ms（总 ms） | 其中查询与视图 | 朴素 处理器 ms（总 ms） | 倍数 | 内存 本应用 / 朴素 |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for page in pages:
        ours, naive = page["ours"], page["naive"]
        lines.append(
            f"| {page['rows']:,} | {page['csv_bytes'] / 1e6:,.0f} MB | {page['import_seconds']:,.0f} s "
            f"| {_ms(ours['changed_cpu_ms'])}（{_ms(ours['changed_wall_ms'])}） | {_ms(ours['views_cpu_ms'])} "
            f"| {_ms(naive['changed_cpu_ms'])}（{_ms(naive['changed_wall_ms'])}） "
            f"| {naive['changed_cpu_ms'] / ours['changed_cpu_ms']:,.1f} "
            f"| {ours['memory_mb']:,.0f} / {naive['memory_mb']:,.0f} MB |"
        )
    return [*lines, ""]


def _map_lines(maps: list[dict[str, Any]]) -> list[str]:
    lines = [
        "## 地图换色：浏览器收到的字节、服务端处理器时间、点按到画完",
        "",
        "| 网格 | 本应用 字节 | 朴素 字节 | 小多少倍 | 本应用 处理器 / 画完 ms | 朴素 处理器 / 画完 ms |",
        "|---:|---:|---:|---:|---:|---:|",
    ]
    for row in maps:
        ours, naive = row["ours"], row["naive"]
        left = f"| {row['cells']:,} | {ours['bytes'] / 1e3:,.1f} kB "
        right = f"| {_ms(ours['cpu_ms'])} / {_ms(ours['shown_ms'])} "
        if naive is None:
            lines.append(f"{left}| 未画完 | — {right}| 未画完 |")
        else:
            ratio = naive["bytes"] / ours["bytes"]
            lines.append(
                f"{left}| {naive['bytes'] / 1e3:,.0f} kB | {ratio:,.0f} {right}"
                f"| {_ms(naive['cpu_ms'])} / {_ms(naive['shown_ms'])} |"
            )
    return [*lines, ""]


def _start_lines(found: dict[str, Any]) -> list[str]:
    ours = found["pages"][-1]["ours"]
    return [
        "## 其他",
        "",
        "| 项目 | 数值 |",
        "|---|---:|",
        f"| 什么都不变的重跑，空白页（Streamlit 自身） | {_ms(ours['bare_cpu_ms'])} ms |",
        f"| 什么都不变的重跑，志愿服务整页 | {_ms(ours['same_cpu_ms'])} ms |",
        f"| 服务启动到首页可见（示例数据，浏览器已开） | {found['first_page_s']:.1f} s |",
        "",
    ]


def _aim_lines(found: dict[str, Any]) -> list[str]:
    pages, maps = found["pages"], found["maps"]
    first, last = pages[0], pages[-1]
    ours = last["ours"]
    verdicts = []
    if len(pages) > 1:
        growth = ours["changed_cpu_ms"] / first["ours"]["changed_cpu_ms"]
        words = f"页面服务端用时，{last['rows']:,} 行比 {first['rows']:,} 行"
        verdicts.append((words, f"≤ {GROWTH_AIM} 倍", f"{growth:.2f} 倍", growth <= GROWTH_AIM))
    faster = last["naive"]["changed_cpu_ms"] / ours["changed_cpu_ms"]
    verdicts.append(
        (f"{last['rows']:,} 行时比朴素写法快", f"≥ {FASTER_AIM} 倍", f"{faster:.1f} 倍", faster >= FASTER_AIM)
    )
    if maps and maps[0]["naive"]:
        smaller = maps[0]["naive"]["bytes"] / maps[0]["ours"]["bytes"]
        words = f"{maps[0]['cells']:,} 个网格换色的字节，比朴素写法小"
        verdicts.append((words, f"≥ {SMALLER_AIM} 倍", f"{smaller:.0f} 倍", smaller >= SMALLER_AIM))
    for words, floor in (
        ("什么都不变的重跑，空白页", ours["bare_cpu_ms"]),
        ("什么都不变的重跑，志愿服务整页", ours["same_cpu_ms"]),
    ):
        verdicts.append((words, f"≤ {FLOOR_AIM_MS} ms", f"{floor:.1f} ms", floor <= FLOOR_AIM_MS))
    start = found["first_page_s"]
    verdicts.append(("首页可见", f"≤ {FIRST_PAGE_AIM_S} s", f"{start:.1f} s", start <= FIRST_PAGE_AIM_S))
    lines = ["## 目标", "", "| 目标 | 要求 | 本次 | |", "|---|---:|---:|---|"]
    return lines + [
        f"| {what} | {aim} | {got} | {'达到' if met else '**未达到**'} |" for what, aim, got, met in verdicts
    ]
