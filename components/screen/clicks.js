/*
 * A click on a row or column of a chart goes to the server as the filter it stands for. One listener serves every chart:
 * what each place along an axis means comes with the page, so a click means what the picture showed, and what was
 * clicked is reported once. Names and numbers beside a bar belong to its row: short bars are hard to hit.
 */
const CARD = /(?:^|\s)st-key-card_(\S+)/;

function chartAt(target) {
  const plot = target?.closest?.(".js-plotly-plot");
  const card = plot?.closest('[class*="st-key-card_"]');
  const axes = card && (window.wanglanClicks?.charts || {})[(card.className.match(CARD) || [])[1]];
  return axes ? { plot, axes } : null;
}

/** Along an axis: where the pointer is, from 0 to the last place; nothing outside the drawing area. */
function placeOn(plot, axis, count, event) {
  const area = plot.querySelector(".nsewdrag")?.getBoundingClientRect();
  if (!area || !area.width || !area.height) return -1;
  const share = axis === "x" ? (event.clientX - area.left) / area.width : (area.bottom - event.clientY) / area.height;
  if (share < 0 || share > 1) return -1;
  const [from, to] = plot.layout?.[axis + "axis"]?.range || [-0.5, count - 0.5];
  const place = Math.round(from + share * (to - from));
  return place >= 0 && place < count ? place : -1;
}

function chosen(event) {
  const chart = chartAt(event.target);
  if (!chart) return [];
  return Object.entries(chart.axes)
    .map(([axis, places]) => places[placeOn(chart.plot, axis, places.length, event)])
    .filter((filter) => filter?.length);
}

function click(event) {
  const filters = event.button ? [] : chosen(event);
  if (filters.length) window.wanglanClicks.send(filters);
}

function point(event) {
  const plot = event.target?.closest?.(".js-plotly-plot");
  if (!plot) return;
  const cursor = chosen(event).length ? "pointer" : "";
  for (const place of [plot, plot.querySelector(".nsewdrag")]) if (place && place.style.cursor !== cursor) place.style.cursor = cursor;
}

export default function ({ data, setTriggerValue }) {
  if (!window.wanglanClicks) {
    document.addEventListener("click", click, true);
    document.addEventListener("pointermove", point, { passive: true });
  }
  const mine = (window.wanglanClicks = { charts: data.charts, send: (filters) => setTriggerValue("picked", filters) });
  // another page's charts mean nothing here
  return () => { if (window.wanglanClicks === mine) mine.charts = {}; };
}
