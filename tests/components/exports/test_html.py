"""The page file: read by a parser that knows nothing of ours, opened by a browser that may ask for nothing."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from components.exports.html import html_of, write_html
from components.exports.html_colours import NIGHT
from components.exports.html_style import css_text
from components.exports.svg import is_drawn
from components.exports.tables import long_table, printed, table_of
from components.views.formats import plain
from components.views.palette import contrast
from components.views.tokens import LIGHT

VOID = {"meta", "br", "img", "input", "hr", "link"}


class Page(HTMLParser):
    """Collects what a reader sees: articles with their headings, texts, tables; and every tag and attribute."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.articles: list[dict] = []
        self.ids: list[str] = []
        self.text: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags.append((tag, found))
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "article":
            self.articles.append({"id": found["id"], "text": [], "rows": [], "svg": 0})
        if self.articles and "article" in self._open:
            here = self.articles[-1]
            if tag == "tr":
                here["rows"].append([])
            if tag in ("td", "th"):
                here["rows"][-1].append("")
            if tag == "br" and ("td" in self._open or "th" in self._open):
                here["rows"][-1][-1] += "\n"
            here["svg"] += tag == "svg"
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag):
        assert self._open and self._open[-1] == tag, f"</{tag}> closes {self._open[-1:]}"
        self._open.pop()

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        if "style" in self._open:
            return
        self.text.append(data)
        if "article" in self._open and "title" not in self._open:
            self.articles[-1]["text"].append(data)
            if "td" in self._open or "th" in self._open:
                self.articles[-1]["rows"][-1][-1] += data


def read(text: str) -> Page:
    page = Page()
    page.feed(text)
    page.close()
    assert page._open == []
    return page


@pytest.fixture(scope="module")
def demo_text(demo_document):
    return html_of(demo_document)


@pytest.fixture(scope="module")
def demo_page(demo_text):
    return read(demo_text)


def twin_of(item):
    return long_table(item.view) if item.view.kind == "heatmap" and len(item.view.labels) > 3 else table_of(item)


def test_every_view_has_its_title_finding_source_and_code(demo_page, demo_document):
    assert len(demo_page.articles) == len(demo_document.items)
    for found, item in zip(demo_page.articles, demo_document.items, strict=True):
        text = "".join(found["text"])
        assert item.view.title in text and item.view.footnote in text and item.code in text
        assert item.small_print in text
        assert "示例数据" in text
        assert (item.view.empty or plain(item.view.finding)) in text
        assert found["svg"] == 0 or is_drawn(item)
        if is_drawn(item):
            assert found["svg"] in (1, 2)


def test_every_number_of_every_view_stands_in_its_table(demo_page, demo_document):
    for found, item in zip(demo_page.articles, demo_document.items, strict=True):
        if item.view.empty or item.view.kind == "text":
            continue
        table = twin_of(item)
        head, *body = found["rows"]
        assert head == list(table.headings)
        for cells, row in zip(body, table.rows, strict=True):
            for text, cell, kind in zip(cells, row, table.formats, strict=True):
                assert text == printed(cell, kind)
                if isinstance(cell, int | float):
                    # Printed with one decimal at least: never further off than that.
                    assert float(text.replace(",", "").rstrip("%")) == pytest.approx(cell, abs=0.0501)


def test_bars_and_shares_print_their_values_in_the_drawing(document_of):
    for kind, column in (("bars", "display"), ("funnel", "n")):
        document = document_of(kind)
        shown = "".join(read(html_of(document)).articles[0]["text"])
        for value in document.items[0].view.frame[column]:
            assert (str(value) if isinstance(value, str) else f"{value:,}") in shown


def test_contents_and_terms_are_linked(demo_page, demo_document):
    targets = [attrs["href"] for tag, attrs in demo_page.tags if tag == "a"]
    assert targets and all(target.startswith("#") and target[1:] in demo_page.ids for target in targets)
    assert len(demo_page.ids) == len(set(demo_page.ids))
    text = "".join(demo_page.text)
    for measure in demo_document.measures:
        assert measure.definition in text and measure.code in text


@pytest.mark.parametrize("which", ["hostile_document", "long_document", "empty_document", "one_row_document"])
def test_no_word_becomes_a_tag(request, which):
    document = request.getfixturevalue(which)
    text = html_of(document)
    page = read(text)
    names = {tag for tag, _ in page.tags}
    assert not names & {"script", "img", "iframe", "object", "embed", "link", "base", "form", "b"}
    for _, attrs in page.tags:
        assert not [name for name in attrs if name.startswith("on") or name in ("src", "style", "srcset")]
        assert attrs.get("href", "#").startswith("#")
    style = re.search(r"<style>(.*?)</style>", text, re.S)
    assert style and "<" not in style[1]
    if which == "hostile_document":
        seen = "".join(page.text)
        assert document.watermark in seen and document.items[0].view.title in seen


def test_an_empty_view_says_why(empty_document):
    page = read(html_of(empty_document))
    for found, item in zip(page.articles, empty_document.items, strict=True):
        assert item.view.empty in "".join(found["text"])


def test_nothing_outside_is_named(demo_text):
    text = demo_text
    assert "default-src 'none'" in text and "script-src" not in text
    addresses = set(re.findall(r"https?://[^\s\"'<)]+", text))
    assert addresses <= {"http://www.w3.org/2000/svg"}
    urls = re.findall(r"url\(([^)]{0,40})", text)
    assert urls and all(url.startswith(("data:font/woff;", "#")) for url in urls)


def test_same_document_same_bytes(twelve_document, tmp_path):
    write_html(twelve_document, tmp_path / "a.html")
    write_html(twelve_document, tmp_path / "b.html")
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
    assert (tmp_path / "a.html").stat().st_size < 1_500_000


def test_css_strings_cannot_end_the_style_sheet():
    assert css_text('a"</style>\n\\') == '"a\\000022 \\00003c \\00002f style\\00003e \\00000a \\00005c "'


def test_the_ramp_at_night_has_as_many_steps_and_runs_from_dark_to_light():
    assert len(NIGHT.seq) == len(LIGHT.seq)
    above_black = [contrast(colour, "#000000") for colour in NIGHT.seq]
    assert above_black == sorted(above_black)


@pytest.mark.browser
@pytest.mark.parametrize("which", ["twelve_document", "hostile_document", "long_document"])
def test_a_browser_asks_for_nothing_runs_nothing_and_fits(browser, request, tmp_path, which):
    path = tmp_path / "page.html"
    write_html(request.getfixturevalue(which), path)
    for width, height, scheme in ((1366, 768, "light"), (390, 844, "dark")):
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        page = context.new_page()
        asked: list[str] = []
        wrong: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.on("console", lambda message, wrong=wrong: wrong.append(message.text))
        page.on("dialog", lambda dialog, wrong=wrong: (wrong.append(dialog.message), dialog.dismiss()))
        page.goto(path.as_uri())
        page.evaluate("document.fonts.ready.then(() => 1)")
        outside = [url for url in asked if not url.startswith("data:") and url != path.as_uri()]
        assert outside == [] and wrong == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("[...document.fonts].every(font => font.status === 'loaded')")
        clipped = page.evaluate(
            "[...document.querySelectorAll('svg')].filter(s => s.getBoundingClientRect().width > 0)"
            ".flatMap(s => { const r = s.getBoundingClientRect(); return [...s.querySelectorAll('text')]"
            ".filter(t => { const b = t.getBoundingClientRect(); return b.left < r.left - 3 || b.right > r.right + 3"
            " || b.top < r.top - 5 || b.bottom > r.bottom + 5 }).map(t => t.textContent) })"
        )
        if which == "twelve_document":
            assert clipped == []
        context.close()


@pytest.mark.browser
def test_it_prints_on_a4_with_the_standing_line_on_each_page(browser, twelve_document, tmp_path):
    path = tmp_path / "page.html"
    write_html(twelve_document, path)
    page = browser.new_page()
    page.goto(path.as_uri())
    printed_pages = page.pdf(prefer_css_page_size=True)
    page.close()
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed_pages)
    assert boxes and all((round(float(w)), round(float(h))) in ((595, 842), (594, 841), (595, 841)) for w, h in boxes)
