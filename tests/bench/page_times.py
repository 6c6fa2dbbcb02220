"""Server time of a page, in a process of its own: ``python -m tests.bench.page_times ours|naive``.

Each run asks for six months that were not asked for before, so no view comes from a cache. Both pages
run in Streamlit's own script runner, garbage collection included. Prints JSON.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
from streamlit.testing.v1 import AppTest

from data.measures.scope import Period, month_index, month_of_index
from data.settings import PROJECT_ROOT

PAGE = "pages/service/volunteer_events.py"
FIRST, MONTHS, WARM, RUNS, SAME = "2024-01", 6, 3, 10, 20


def periods() -> list[Period]:
    """Half-years that each begin a month after the one before."""
    first = month_index(FIRST)
    starts = [month_of_index(first + step) for step in range(WARM + RUNS)]
    return [Period(start, month_of_index(month_index(start) + MONTHS - 1)) for start in starts]


def timed(run: Callable[[], object]) -> tuple[float, float]:
    """Wall and processor milliseconds, all threads of the process."""
    wall, processor = time.perf_counter(), time.process_time()
    run()
    return (time.perf_counter() - wall) * 1e3, (time.process_time() - processor) * 1e3


def summary(name: str, pairs: list[tuple[float, float]]) -> dict[str, float]:
    """Medians, and the slowest."""
    walls, processors = zip(*pairs, strict=True)
    return {
        f"{name}_wall_ms": statistics.median(walls),
        f"{name}_cpu_ms": statistics.median(processors),
        f"{name}_worst_wall_ms": max(walls),
    }


def check(at: AppTest) -> None:
    """A page that failed would look fast."""
    assert not at.exception, at.exception
    text = " ".join(str(element.value) for element in at.markdown)
    assert "暂时打不开" not in text and "没有画出来" not in text, text


def ours() -> dict[str, Any]:
    """志愿服务 of the app: a period not seen before, and the same page once more."""
    at = AppTest.from_file(str(PROJECT_ROOT / "app.py"), default_timeout=600)
    at.run()
    at.switch_page(PAGE)
    changed: list[tuple[float, float]] = []
    for period in periods():
        at.session_state["period"] = "custom"
        at.session_state["from"], at.session_state["to"] = period.start, period.end
        changed.append(timed(at.run))
        check(at)
    same = [timed(at.run) for _ in range(SAME)]
    return summary("changed", changed[WARM:]) | summary("same", same) | bare() | views()


def bare() -> dict[str, float]:
    """A page without content in the same process: Streamlit's own share, as the app leaves the collector."""
    at = AppTest.from_string("import streamlit as st\nst.write('·')", default_timeout=60)
    at.run()
    return summary("bare", [timed(at.run) for _ in range(SAME)])


def views() -> dict[str, float]:
    """The queries and views of the page alone, without Streamlit."""
    from components.views.pages import volunteer_events
    from data.measures.answers import Answers
    from data.measures.scope import Scope
    from data.settings import store_home
    from data.store.reader import open_store

    reader = open_store(store_home())
    pairs = [timed(lambda p=period: volunteer_events.build(Answers(reader, Scope(p)))) for period in periods()]
    return summary("views", pairs[WARM:])


def naive() -> dict[str, Any]:
    """The naive page: other months, and the same once more."""
    at = AppTest.from_file(str(Path(__file__).with_name("naive_page.py")), default_timeout=1_800)
    load = timed(at.run)
    assert not at.exception, at.exception
    changed: list[tuple[float, float]] = []
    for period in periods():
        at.session_state["start"] = period.start
        changed.append(timed(at.run))
        assert not at.exception, at.exception
    return (
        summary("changed", changed[WARM:]) | summary("same", [timed(at.run) for _ in range(3)]) | {"load_ms": load[0]}
    )


def main() -> None:
    """Measure one of the two and print it."""
    os.chdir(PROJECT_ROOT)
    found = {"ours": ours, "naive": naive}[sys.argv[1]]()
    found["memory_mb"] = psutil.Process().memory_info().rss / 1e6
    print("RESULT " + json.dumps(found))


if __name__ == "__main__":
    main()
