"""The chosen months of a chart that shows others as well are told apart in native Office charts, too."""

from __future__ import annotations

import zipfile
from xml.etree import ElementTree

import pytest

from components.exports.office_chart_kinds import PALE, chart_of
from components.exports.office_chart_xml import chart_xml
from components.exports.prepare import item_of
from components.exports.xlsx import write_xlsx
from components.views.pages.registry import views_of
from components.views.tokens import LIGHT
from data.measures.answers import Answers
from data.measures.scope import Period, Scope
from data.store.reader import open_store
from tests.components.exports.conftest import document

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
BESIDE = [0, 1, 4, 5]
"""Of the months from January to June those beside March and April."""


@pytest.fixture(scope="module")
def marked(demo_home):
    """The line and the piles of the overview's kind, with two months chosen; and the line with all of them."""
    whole = Answers(open_store(demo_home), Scope(Period("2025-01", "2025-06")))
    chosen = whole.narrowed(whole.scope.with_period(Period("2025-03", "2025-04")))
    return {
        name: item_of(answers, page, views_of(page, answers)[view], "X")
        for name, answers, page, view in (
            ("line", chosen, "volunteer_events", "trend"),
            ("piles", chosen, "overview", "flow"),
            ("all", whole, "volunteer_events", "trend"),
        )
    }


def points_of(text: bytes) -> list[list[ElementTree.Element]]:
    """The points with a look of their own, of each series that has any."""
    series = [each.findall(f"{C}dPt") for each in ElementTree.fromstring(text).iter(f"{C}ser")]
    return [points for points in series if points]


def places(points: list[ElementTree.Element]) -> list[int]:
    return [int(str(point.find(f"{C}idx").get("val"))) for point in points]


def test_dots_beside_the_chosen_months_are_smaller_and_hollow(marked):
    text = chart_xml(chart_of(marked["line"], 600, 300))
    (points,) = points_of(text)
    assert places(points) == BESIDE
    assert {point.find(f"{C}marker/{C}size").get("val") for point in points} == {"5"}
    fills = {point.find(f"{C}marker/{C}spPr/{A}solidFill/{A}srgbClr").get("val") for point in points}
    assert fills == {LIGHT.card[1:]}
    sizes = [each.find(f"{C}marker/{C}size") for each in ElementTree.fromstring(text).iter(f"{C}ser")]
    assert [size.get("val") for size in sizes if size is not None] == ["9"]
    assert not points_of(chart_xml(chart_of(marked["all"], 600, 300)))


def test_piles_beside_the_chosen_months_are_paler_but_for_hatched_parts(marked):
    series = points_of(chart_xml(chart_of(marked["piles"], 600, 300)))
    assert [places(points) for points in series] == [BESIDE] * len(marked["piles"].view.options["series"])
    alphas = [{alpha.get("val") for point in points for alpha in point.iter(f"{A}alpha")} for points in series]
    roles = [declared["role"] for declared in marked["piles"].view.options["series"].values()]
    assert alphas == [set() if role == "not_due" else {str(round(PALE * 100_000))} for role in roles]


def test_the_workbook_marks_the_same_points(marked, answers, tmp_path):
    path = tmp_path / "marked.xlsx"
    write_xlsx(document(answers, (marked["line"], marked["piles"])), path)
    with zipfile.ZipFile(path) as book:
        line, piles = (points_of(book.read(f"xl/charts/chart{number}.xml")) for number in (1, 2))
    assert [places(points) for points in line] == [BESIDE]
    hatched = [d["role"] for d in marked["piles"].view.options["series"].values()].count("not_due")
    assert [places(points) for points in piles] == [BESIDE] * (len(marked["piles"].view.options["series"]) - hatched)
