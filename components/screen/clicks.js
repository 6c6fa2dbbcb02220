/*
 * A click on a row or column of a chart goes to the server as the filter it stands for; where it stands for none, and with
 * the other mouse button everywhere, as the figure whose passport is asked for. One listener serves every chart: what each
 * place means comes with the page, so a click means what the picture showed, and what was clicked is reported once. Names
 * and numbers beside a bar belong to its row: short bars are hard to hit.
 */
const CARD = /(?:^|\s)st-key-card_(\S+)/;

function chartAt(target) {
  const plot = target?.closest?.(".js-plotly-plot");
  const card = plot?.closest('[class*="st-key-card_"]');
  const name = card && (card.className.match(CARD) || [])[1];
  const known = window.wanglanClicks;
  return name && known ? { plot, name, axes: known.charts[name], places: known.places[name] } : null;
}

/** Along an axis: where the pointer is, in the axis's own numbers; NaN outside the drawing area. */
function valueOn(plot, axis, event) {
  const area = plot.querySelector(".nsewdrag")?.getBoundingClientRect();
  if (!area || !area.width || !area.height) return NaN;
  const share = axis === "x" ? (event.clientX - area.left) / area.width : (area.bottom - event.clientY) / area.height;
  if (share < 0 || share > 1) return NaN;
  const [from, to] = plot.layout?.[axis + "axis"]?.range || plot._fullLayout?.[axis + "axis"]?.range || [NaN, NaN];
  return from + share * (to - from);
}

/** The place along an axis the pointer is at; -1 for none. */
function placeOn(plot, axis, count, event) {
  const place = Math.round(valueOn(plot, axis, event));
  return place >= 0 && place < count ? place : -1;
}

function filtersAt(chart, event) {
  return Object.entries(chart?.axes || {})
    .map(([axis, places]) => places[placeOn(chart.plot, axis, places.length, event)])
    .filter((filter) => filter?.length);
}

/** The figure the pointer is at, as the server calls it; "" for none. */
function figureAt(chart, event) {
  const { plot, places } = chart || {};
  if (!places) return "";
  const drawn = event.target?.__data__;
  if (places.links) {
    if (drawn?.link) return places.links[drawn.link.pointNumber ?? drawn.link.index] || "";
    return drawn?.node ? places.nodes[drawn.node.pointNumber ?? drawn.node.index] || "" : "";
  }
  if (places.ids) {
    const id = String(drawn?.data?.data?.id ?? "");
    return places.ids.includes(id) ? id : "";
  }
  if (places.cells) {
    const row = placeOn(plot, "y", places.cells.length, event);
    const column = placeOn(plot, "x", places.cells[0].length, event);
    return row < 0 || column < 0 ? "" : places.cells[row][column];
  }
  const axis = places.x ? "x" : "y";
  const place = placeOn(plot, axis, places[axis].length, event);
  if (place < 0) return "";
  if (!places.steps) return places[axis][place];
  const height = valueOn(plot, "y", event);
  return (places.steps[place].find(([at, end]) => at && height <= end) || [""])[0];
}

function click(event) {
  const chart = event.button ? null : chartAt(event.target);
  if (!chart) return;
  const filters = filtersAt(chart, event);
  if (filters.length) return window.wanglanClicks.send("picked", filters);
  // a click on a tree shows a branch of it larger
  const figure = chart.places?.ids ? "" : figureAt(chart, event);
  if (figure) window.wanglanClicks.send("asked", [chart.name, figure]);
}

function ask(event) {
  const chart = chartAt(event.target);
  const figure = figureAt(chart, event);
  if (!figure) return;
  event.preventDefault();
  window.wanglanClicks.send("asked", [chart.name, figure]);
}

function point(event) {
  const chart = chartAt(event.target);
  if (!chart) return;
  const cursor = filtersAt(chart, event).length || figureAt(chart, event) ? "pointer" : "";
  const places = [chart.plot, chart.plot.querySelector(".nsewdrag")];
  for (const place of places) if (place && place.style.cursor !== cursor) place.style.cursor = cursor;
}

export default function ({ data, setTriggerValue }) {
  if (!window.wanglanClicks) {
    document.addEventListener("click", click, true);
    document.addEventListener("contextmenu", ask, true);
    document.addEventListener("pointermove", point, { passive: true });
  }
  const mine = (window.wanglanClicks = { charts: data.charts || {}, places: data.places || {}, send: setTriggerValue });
  // another page's charts mean nothing here
  return () => { if (window.wanglanClicks === mine) mine.charts = mine.places = {}; };
}
