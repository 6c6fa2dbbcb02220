"""What a page must look like whatever it shows: whole, in Chinese, inside its window and its cards."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from pages import PageSpec

LATIN_WORD = re.compile(r"(?<![\w.#/-])[A-Za-z]{3,}(?![\w/-])")
LATIN_ALLOWED = {"CSV", "PNG", "SVG", "XLSX", "GeoJSON", "PPT", "PDF", "Word", "Excel"}
VISIBLE_WORDS = """
() => {
    const words = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const skipped = '[data-testid="stIconMaterial"], [class*="material"], [role="img"], script, style, noscript';
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const parent = node.parentElement;
        const isSeen = parent.checkVisibility({ opacityProperty: true, visibilityProperty: true });
        if (isSeen && !parent.closest(skipped)) words.push(node.textContent);
    }
    for (const element of document.querySelectorAll('[placeholder]'))
        if (element.checkVisibility()) words.push(element.placeholder);
    return words;
}
"""
OVERFLOW = """
() => [document.scrollingElement, document.querySelector('[data-testid="stMain"]')]
    .filter((element) => element && element.scrollWidth > element.clientWidth + 1)
    .map((element) => `${element.tagName} ${element.scrollWidth} > ${element.clientWidth}`)
"""
BROKEN = ("这一页暂时打不开", "没有画出来", "边界文件未能载入", "地图脚本未能载入", "没有这个地址")
CUT_OFF = """
() => [...document.querySelectorAll('[class*="st-key-card_"]')].flatMap((card) => {
    const edge = card.getBoundingClientRect(), found = [];
    const walker = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const parent = node.parentElement;
        if (!node.textContent.trim() || parent.closest('style, button, [data-testid="stIconMaterial"], [role="img"], .map-words, [role="tooltip"]')) continue;
        if (!parent.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const box = range.getBoundingClientRect();
        if (!box.width) continue;
        const isOutside = box.right > edge.right + 1 || box.bottom > edge.bottom + 1 || box.left < edge.left - 1 || box.top < edge.top - 1;
        const isCut = !parent.closest('svg, input') && getComputedStyle(parent).overflow !== 'visible' && parent.scrollWidth > parent.clientWidth + 1;
        if (isOutside || isCut) found.push(node.textContent.trim().slice(0, 40));
    }
    return found;
})
"""
"""Words that reach beyond their card, or that their own box cuts off."""
WITHOUT_CONTENT = """
() => [...document.querySelectorAll('[class*="st-key-card_"]')].filter((card) => {
    const chart = card.querySelector('.js-plotly-plot');
    if (chart) return !chart.querySelector('.trace, .bars .point, .slice, .sankey-node, .heatmaplayer image, .annotation');
    if (card.querySelector('[data-testid="stDataFrame"] canvas, iframe[data-map], [data-testid="stMetric"], input, li, .st-key-wl_facts')) return false;
    // neither chart, table, map nor list: then a sentence says why
    return !/没有|无法|还没|不能|都有/.test(card.innerText.split('\\n').slice(1).join(''));
}).map((card) => card.className.match(/st-key-card_\\w+/)[0])
"""
LEGEND_CUT = """
() => {
    const box = document.querySelector('.grid-legend').getBoundingClientRect();
    return box.top < 0 || box.bottom > innerHeight || box.right > innerWidth;
}
"""


def heading(page: Page, spec: PageSpec) -> None:
    expect(page.get_by_role("heading", name=spec.title, exact=True).first).to_be_visible()


def whole(page: Page) -> None:
    """Nothing on the page has failed, the map's own frame included."""
    expect(page.get_by_test_id("stException")).to_have_count(0)
    seen = " ".join(text for frame in page.frames for text in frame.evaluate(VISIBLE_WORDS))
    assert [words for words in BROKEN if words in seen] == []


def latin_words(page: Page) -> set[str]:
    """Visible words in Latin letters other than names of formats."""
    seen = [text for frame in page.frames for text in frame.evaluate(VISIBLE_WORDS)]
    return {latin for text in seen for latin in LATIN_WORD.findall(text)} - LATIN_ALLOWED
