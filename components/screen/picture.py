"""Save a card's figure as a PNG, in the browser and without a rerun: title, unit, period, finding and source inside.

The figure is already drawn as SVG layers. The script copies them under a head and above a foot of our own, embeds
our font (an SVG used as a picture cannot see the page's fonts), paints the whole on a canvas and saves it.
"""

from __future__ import annotations

import streamlit as st

from components.views.formats import plain
from components.views.model import View
from components.views.tokens import Theme

_HTML = '<button type="button" title="存为图片" aria-label="存为图片"></button>'
_CSS = """
button { all: unset; box-sizing: border-box; display: inline-flex; align-items: center; justify-content: center;
  width: 1.7rem; height: 1.7rem; border-radius: 4px; cursor: pointer; color: var(--wl-mute); }
button:hover { color: var(--wl-accent); }
button:focus-visible { outline: 2px solid var(--wl-accent); }
button[aria-busy="true"] { opacity: .4; cursor: progress; }
svg { width: 1.15rem; height: 1.15rem; fill: currentColor; }
"""
_SCRIPT = """
const ICON = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M5 21q-.83 0-1.41-.59Q3 19.83 3 19V5q0-.83.59-1.41Q4.17 3 5 3h14q.83 0 1.41.59Q21 4.17 21 5v14q0 .83-.59 1.41Q19.83 21 19 21Zm0-2h14V5H5Zm1-2h12l-3.75-5-3 4L9 13Z"/></svg>';
const FACE = "Wanglan Picture";
const EDGE = 28, SCALE = 3, MOST_PIXELS = 24e6;
let faces = null;

async function base64(path) {
  const answer = await fetch(new URL(path, document.baseURI));
  if (!answer.ok) throw new Error(path + ": " + answer.status);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  let text = "";
  for (let i = 0; i < bytes.length; i += 32768) text += String.fromCharCode.apply(null, bytes.subarray(i, i + 32768));
  return btoa(text);
}
function fontFaces() {
  faces = faces || Promise.all([400, 700].map(async (weight) =>
    `@font-face{font-family:"${FACE}";font-weight:${weight};src:url(data:font/woff2;base64,` +
    `${await base64(`app/static/fonts/NotoSansSC-${weight}.woff2`)}) format("woff2")}`)).then((all) => all.join(""));
  return faces.catch((error) => { faces = null; throw error; });
}
function escape(text) {
  return text.replace(/[&<>"]/g, (char) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[char]);
}
function lines(text, width, font) {
  const brush = document.createElement("canvas").getContext("2d");
  brush.font = font;
  const rows = [];
  let row = "";
  for (const char of text) {
    if (row && brush.measureText(row + char).width > width && !"，。；：、）％%".includes(char)) { rows.push(row); row = ""; }
    row += char;
  }
  return row ? [...rows, row] : rows;
}
function word(text, x, y, size, colour, weight, anchor) {
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${colour}" font-weight="${weight || 400}" ` +
    `text-anchor="${anchor || "start"}">${escape(text)}</text>`;
}
function layers(plot, x, y) {
  // Plotly stacks several drawings of one size; the hover layer is not part of the picture.
  return [...plot.querySelectorAll(".main-svg")].map((layer) => {
    const copy = layer.cloneNode(true);
    copy.querySelectorAll(".hoverlayer > *, .infolayer .modebar, .dragcover").forEach((part) => part.remove());
    copy.setAttribute("x", x);
    copy.setAttribute("y", y);
    copy.setAttribute("overflow", "visible");
    copy.style.background = "none";
    copy.querySelectorAll("*").forEach((part) => { if (part.style && part.style.fontFamily) part.style.fontFamily = `"${FACE}"`; });
    return new XMLSerializer().serializeToString(copy);
  }).join("");
}
async function compose(plot, say) {
  const box = plot.getBoundingClientRect();
  const zoom = box.width / plot.offsetWidth || 1;
  const wide = plot.offsetWidth, high = plot.offsetHeight;
  const width = wide + 2 * EDGE;
  const family = getComputedStyle(document.body).fontFamily;
  const parts = [];
  let y = EDGE + 16;
  parts.push(word(say.title, EDGE, y, 19, say.ink, 700));
  if (say.subtitle) { y += 22; parts.push(word(say.subtitle, EDGE, y, 12.5, say.mute)); }
  for (const row of lines(say.finding, wide, `14px ${family}`)) { y += 23; parts.push(word(row, EDGE, y, 14, say.ink)); }
  y += 16;
  parts.push(layers(plot, EDGE, y));
  y += high + 14;
  parts.push(`<path d="M${EDGE} ${y}H${width - EDGE}" stroke="${say.line}"/>`);
  y += 22;
  parts.push(word(say.footnote, EDGE, y, 12, say.mute));
  if (say.standing) parts.push(word(say.standing, width - EDGE, y, 12, say.mute, 700, "end"));
  const height = Math.ceil(y + EDGE * .7);
  const style = `${await fontFaces()} text{font-family:"${FACE}"}`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" ` +
    `height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FACE}"><style>${style}</style>` +
    `<rect width="100%" height="100%" fill="${say.paper}"/>${parts.join("")}</svg>`;
  return { svg, width, height, zoom };
}
async function paint({ svg, width, height }) {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml;charset=utf-8" }));
  try {
    image.src = address;
    await image.decode();
    const scale = Math.min(SCALE, Math.sqrt(MOST_PIXELS / (width * height)));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    const brush = canvas.getContext("2d");
    // The first painting may come before the embedded font is ready; the second has it.
    brush.drawImage(image, 0, 0, canvas.width, canvas.height);
    await new Promise((done) => setTimeout(done, 150));
    brush.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done) => canvas.toBlob(done, "image/png"));
  } finally {
    URL.revokeObjectURL(address);
  }
}
function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
export default function ({ parentElement, data }) {
  const button = parentElement.querySelector("button");
  button.innerHTML = ICON;
  button.style.setProperty("--wl-mute", data.mute);
  button.style.setProperty("--wl-accent", data.accent);
  button.onclick = async () => {
    const host = parentElement.host || parentElement;
    const card = host.closest('[class*="st-key-card_"]');
    const plot = card && card.querySelector(".js-plotly-plot");
    if (!plot || button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    try {
      save(await paint(await compose(plot, data)), data.file);
      button.title = "存为图片";
    } catch (error) {
      console.error(error);
      button.title = "没有存成，请再试一次";
    } finally {
      button.removeAttribute("aria-busy");
    }
  };
}
"""

_saver = st.components.v2.component("wanglan_picture", html=_HTML, css=_CSS, js=_SCRIPT)


def save_button(view: View, theme: Theme, *, area: str, is_demo: bool, key: str) -> None:
    """The button that saves the figure of the card it stands in.

    Args:
        view: gives the words around the figure.
        theme: colours of the picture.
        area: name of the area the figure is about.
        is_demo: says so inside the picture.
        key: unique on the page.
    """
    _saver(key=key, data=picture_words(view, theme, area=area, is_demo=is_demo), width="content", height="content")


def picture_words(view: View, theme: Theme, *, area: str, is_demo: bool) -> dict[str, str]:
    """Everything the script writes into the picture, and the file's name."""
    name = "_".join(part for part in (view.title, area, view.scope.period.label) if part)
    return {
        "title": view.title,
        "subtitle": " · ".join(part for part in (area, view.subtitle) if part),
        "finding": plain(view.finding),
        "footnote": view.footnote,
        "standing": "示例数据" if is_demo else "",
        "file": "".join("_" if char in '\\/:*?"<>|' else char for char in name) + ".png",
        "paper": theme.card,
        "ink": theme.ink,
        "mute": theme.mute,
        "line": theme.line,
        "accent": theme.accent,
    }
