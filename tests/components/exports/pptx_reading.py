"""Reading a deck with python-pptx: which slides belong to which view, and the numbers in its objects."""

from pptx import Presentation
from pptx.oxml.ns import qn


def by_kind(document, path):
    slides = [slide for slide in Presentation(str(path)).slides if slide.slide_layout.name == "正文"]
    found = {}
    for item in document.items:
        own = [slides.pop(0)]
        while item.view.kind == "table" and slides and "（续 " in title_of(slides[0]):
            own.append(slides.pop(0))
        if not item.view.empty and len(item.view.frame):
            found.setdefault(item.view.kind, []).append((item, own))
    assert not slides
    return found


def title_of(slide):
    return slide.shapes.title.text_frame.text


def chart_of(slide):
    return next(shape.chart for shape in slide.shapes if shape.has_chart)


def table_cells(slide):
    table = next(shape.table for shape in slide.shapes if shape.has_table)
    return [[cell.text_frame.text for cell in row.cells] for row in table.rows]


def in_order(rows, width):
    """The rows of a list that stands beside itself, one below the other again."""
    parts = [[row[start : start + width] for row in rows] for start in range(0, len(rows[0]), width)]
    return [row for part in parts for row in part if any(row)]


def series_of(chart):
    return {series.name: list(series.values) for plot in chart.plots for series in plot.series}


def labels_of(chart):
    """Series name → {point: words of its label}."""
    found = {}
    for ser in chart._chartSpace.iter(qn("c:ser")):
        name = "".join(v.text for v in ser.find(qn("c:tx")).iter(qn("c:v")))
        found[name] = {
            int(label.find(qn("c:idx")).get("val")): "".join(t.text or "" for t in label.iter(qn("a:t")))
            for label in ser.iter(qn("c:dLbl"))
        }
    return found


def names_in(slide):
    """Names of all shapes of the drawn group."""
    group = next(shape for shape in slide.shapes if shape.shape_type == 6)
    return [shape.name for shape in group.shapes]


def all_words(slide):
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
