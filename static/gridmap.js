/*
 * The grid map on the Leaflet map that st_folium mounts once. Geometry is fetched by address and kept;
 * a state (see components/views/map_state.py) brings values, legend and theme. Same shapes: only colours
 * change. Clicks go back with a sequence number, so that the server can tell a new one from an old one.
 */
(function () {
  "use strict";
  const FLIGHT_MS = 280;
  const FADED = 0.16; // of the areas outside the class that was picked in the legend
  const MANY = 2500; // more cells than this are not redrawn on every frame of a flight
  const PANES = { ghost: 310, cells: 320, back: 330, mid: 340, top: 350, hover: 355, pick: 360, mark: 365, spot: 370, names: 620 };
  const EMPTY_WORDS = { n: "无记录", z: "为零", w: "未到期", h: "数少隐去" };
  const GRID = (window.GRID = { cells: null, state: null, drawn: 0, recoloured: 0 });
  const files = new Map();
  const overlays = {};
  let map, config, legend, note, flight, labelTimer, turn = 0, clicks = 0, isFitted = false, isSteering = false, patterns = {};

  // ---- geometry ---------------------------------------------------------------------------------

  async function fetchShapes(address) {
    const response = await fetch(config.root + address);
    if (!response.ok) throw new Error(`${address}: ${response.status}`);
    const bytes = response.body.pipeThrough(new DecompressionStream("gzip"));
    return indexed(acrossDateLine(await new Response(bytes).json()));
  }

  function shapes(address) {
    if (!files.has(address)) {
      const promise = fetchShapes(address);
      files.set(address, promise);
      promise.catch(() => files.delete(address)); // the next state may try again
    }
    return files.get(address);
  }

  function indexed(collection) {
    const byId = new Map(collection.features.map((feature) => [String(feature.id), feature]));
    return { features: collection.features, byId };
  }

  const polygonsOf = (geometry) =>
    ({ Polygon: () => [geometry.coordinates], MultiPolygon: () => geometry.coordinates }[geometry.type] || (() => []))();

  /** Where shapes lie on both sides of 180°, move the eastern ones west, so that the view is not a thin strip. */
  function acrossDateLine(collection) {
    const spans = [];
    for (const { geometry } of collection.features)
      for (const [outer] of polygonsOf(geometry)) {
        const xs = outer.map((point) => point[0]);
        spans.push([Math.min(...xs), Math.max(...xs), outer]);
      }
    spans.sort((a, b) => a[0] - b[0]);
    let east = -Infinity, gap = 0, cut = Infinity;
    for (const [low, high] of spans) {
      if (low - east > gap && east > -Infinity) { gap = low - east; cut = (low + east) / 2; }
      east = Math.max(east, high);
    }
    const outside = 360 - (east - (spans.length ? spans[0][0] : 0));
    if (east - (spans.length ? spans[0][0] : 0) <= 180 || gap <= outside) return collection;
    const moved = new Set();
    for (const { geometry } of collection.features)
      for (const polygon of polygonsOf(geometry))
        if (polygon[0][0][0] > cut)
          for (const ring of polygon) for (const point of ring) if (!moved.has(point)) { moved.add(point); point[0] -= 360; }
    return collection;
  }

  async function atlasOf(state) {
    const levels = {};
    await Promise.all(Object.entries(state.geo).map(async ([level, addresses]) => {
      const parts = await Promise.all(addresses.map(shapes));
      levels[level] = parts.length === 1 ? parts[0] : indexed({ features: parts.flatMap((part) => part.features) });
    }));
    return { levels, back: state.bg ? await shapes(state.bg) : null };
  }

  // ---- values -----------------------------------------------------------------------------------

  /** Undo the front coding: one base-36 digit of shared characters, then the rest. */
  function valuesOf(state) {
    const values = new Map(), printed = state.vals.split("|");
    let before = "";
    if (state.codes)
      state.codes.split(",").forEach((part, index) => {
        before = before.slice(0, parseInt(part[0], 36)) + part.slice(1);
        values.set(before, { cls: state.cls[index], text: printed[index] });
      });
    return values;
  }

  /** A hatch as a canvas pattern, sharp at the screen's own pixel ratio, and as an image for the legend. */
  function hatch(kind, theme) {
    const ratio = window.devicePixelRatio || 1, larger = Math.max(1, theme.size / 13), side = Math.round(8 * larger * ratio), scale = side / 8, tile = document.createElement("canvas");
    tile.width = tile.height = side;
    const pen = tile.getContext("2d");
    pen.fillStyle = theme[`${kind}_bg`] || theme.zero;
    pen.fillRect(0, 0, side, side);
    pen.scale(scale, scale);
    pen.strokeStyle = pen.fillStyle = theme[`${kind}_fg`] || theme.none_fg;
    pen.lineWidth = 1.1;
    const line = (x1, y1, x2, y2) => { pen.beginPath(); pen.moveTo(x1, y1); pen.lineTo(x2, y2); pen.stroke(); };
    const rising = () => { line(-2, 10, 10, -2); line(-2, 2, 2, -2); line(6, 10, 10, 6); };
    const falling = () => { line(-2, -2, 10, 10); line(6, -2, 10, 2); line(-2, 6, 2, 10); };
    if (kind === "none") rising();
    if (kind === "hide") { rising(); falling(); }
    if (kind === "few") line(4, -1, 4, 9);
    if (kind === "wait") { pen.beginPath(); pen.arc(4, 4, 1.2, 0, 7); pen.fill(); }
    const fill = pen.createPattern(tile, "repeat");
    fill.setTransform(new DOMMatrix().scale(1 / ratio));
    return { fill, css: `url(${tile.toDataURL()}) 0 0/${side / ratio}px ${side / ratio}px` };
  }

  function wear(theme) {
    const root = document.documentElement.style;
    for (const name of ["bg", "panel", "line", "ink", "mute", "font", "edge", "halo", "name", "pick"]) root.setProperty(`--${name}`, theme[name]);
    root.setProperty("--size", `${theme.size}px`);
    patterns = { n: hatch("none", theme), w: hatch("wait", theme), h: hatch("hide", theme), s: hatch("few", theme), z: { fill: theme.zero, css: theme.zero } };
  }

  const isClass = (cls) => cls >= "0" && cls <= "9";

  function styleOf(feature) {
    const { state, values } = GRID, value = values.get(String(feature.id)), cls = value ? value.cls : "n", theme = state.theme;
    const isPoint = feature.geometry.type === "Point";
    const faded = state.only && cls !== state.only;
    return {
      fillColor: isClass(cls) ? state.pal[cls] : patterns[cls].fill, fillOpacity: faded ? FADED : 1,
      color: isPoint ? theme.mid : state.kind === "tile" || !isClass(cls) ? theme.edge : theme.cell, weight: isPoint ? 1 : theme.w[0],
    };
  }

  // ---- drawing ----------------------------------------------------------------------------------

  function overlay(name, features, style) {
    if (overlays[name]) map.removeLayer(overlays[name]);
    overlays[name] = null;
    if (!features.length) return;
    const pane = name.split("-")[0];
    overlays[name] = L.geoJSON({ type: "FeatureCollection", features }, {
      pane, renderer: GRID.renderers[pane], interactive: false, style,
      pointToLayer: (feature, at) => L.circleMarker(at, { pane, renderer: GRID.renderers[pane], radius: name === "back-place" ? 3 : GRID.radius }),
    }).addTo(map);
  }

  function drawCells(features) {
    const old = GRID.cells, size = map.getSize();
    GRID.radius = Math.max(5, Math.min(20, 0.3 * Math.sqrt((size.x * size.y) / Math.max(features.length, 1) / Math.PI)));
    GRID.cells = L.geoJSON({ type: "FeatureCollection", features }, {
      pane: "cells", renderer: GRID.renderers.cells, style: styleOf,
      pointToLayer: (feature, at) => L.circleMarker(at, { pane: "cells", renderer: GRID.renderers.cells, radius: GRID.radius }),
    }).addTo(map);
    GRID.cells.bindTooltip((layer) => tip(layer.feature), { sticky: true, className: "grid-tip", opacity: 1 });
    GRID.cells.on("click", (event) => { L.DomEvent.stopPropagation(event); choose(event.layer.feature); });
    GRID.cells.on("mouseover", (event) => outlineHover([event.layer.feature]));
    GRID.cells.on("mouseout", () => outlineHover([]));
    if (old) map.removeLayer(old);
    outlineHover([]);
    GRID.drawn += 1;
  }

  function outlineHover(features) {
    const theme = GRID.state.theme;
    overlay("hover", features, { fill: false, color: theme.name, weight: theme.w[2] });
  }

  /** Lines and shapes around the cells: upper boundaries, neighbours, water and roads. */
  function drawSurroundings(state, atlas) {
    const theme = state.theme, at = (level) => atlas.levels[level] || { features: [], byId: new Map() };
    const isPolygon = (feature) => feature.geometry.type !== "Point";
    const lineage = ancestors(state, at);
    const ghosts = [];
    // A zone cuts across the net: around its grids stands the whole first level.
    for (let level = 1; level <= (state.zone.length ? 1 : state.plevel); level++)
      ghosts.push(...at(level).features.filter((f) => isPolygon(f) && String(f.id) !== lineage[level] && (level === 1 || f.properties.p === lineage[level - 1])));
    const top = state.zone.length ? state.zone.filter(([level]) => level < state.level).map(([level, code]) => at(level).byId.get(code)).filter(Boolean) : state.plevel ? [at(state.plevel).byId.get(state.parent)].filter(Boolean) : at(1).features;
    const middle = !state.zone.length && state.level === 3 && state.plevel < 2 ? at(2).features.filter((f) => !state.plevel || f.properties.p === state.parent) : [];
    GRID.named = { ghosts, top: state.zone.length || (!state.plevel && state.level > 1) ? top : [], middle };
    overlay("ghost", ghosts, { fillColor: theme.ghost, fillOpacity: 1, color: theme.edge, weight: 1 });
    overlay("mid", middle.filter(isPolygon), { fill: false, color: theme.mid, weight: theme.w[1] });
    overlay("top", state.kind === "tile" ? [] : top.filter(isPolygon), { fill: false, color: theme.top, weight: theme.w[2] });
    const back = atlas.back ? atlas.back.features.filter((f) => f.properties.k !== "outline") : [];
    overlay("back", back.filter((f) => f.properties.k !== "place"), (f) => backStyle(f, theme));
    // Places would cover the district's classes; inside one subdistrict there is room for them.
    overlay("back-place", state.plevel ? back.filter((f) => f.properties.k === "place") : [], { stroke: true, color: theme.halo, weight: 1, fillColor: theme.mid, fillOpacity: 1, radius: 3 });
  }

  function ancestors(state, at) {
    const line = {};
    for (let level = state.plevel, code = state.parent; level >= 1; level--) {
      line[level] = code;
      const feature = at(level).byId.get(code);
      code = feature ? feature.properties.p : "";
    }
    return line;
  }

  /** Background stays quiet: it orients, it carries no number, so it must not look like a class. */
  function backStyle(feature, theme) {
    const kind = feature.properties.k, isLine = /Line/.test(feature.geometry.type);
    if (kind === "water") return { fill: !isLine, fillColor: theme.ghost, fillOpacity: 0.9, color: isLine ? theme.ghost : theme.edge, opacity: isLine ? 0.9 : 0.7, weight: isLine ? 4 : 0.7 };
    if (kind === "rail") return { fill: false, color: theme.mute, opacity: 0.75, weight: 1.4, dashArray: "7 5" };
    if (kind === "green") return { fill: false, color: theme.mid, opacity: 0.55, weight: 1, dashArray: "2 3" };
    return { fill: false, color: theme.bg, opacity: 0.6, weight: 1.4 };
  }

  function drawPick(state, atlas) {
    const theme = state.theme, level = atlas.levels[state.level], found = state.pick && level && level.byId.get(state.pick);
    const picked = found && GRID.values.has(state.pick) ? [found] : [];
    overlay("pick-halo", picked, { fill: false, color: theme.pickhalo, weight: theme.w[3] + 3 });
    overlay("pick", picked, { fill: false, color: theme.pick, weight: theme.w[3] });
  }

  /** What a finding is about: its own shapes, or the outlines of its grids, with one word beside them. */
  function drawMarks(state, atlas) {
    const theme = state.theme, marks = state.marks || { codes: [], shapes: [] };
    const levels = Object.values(atlas.levels);
    const shapes = state.kind === "tile" ? [] : marks.shapes; // a schematic map has no such places
    const own = (shapes.length ? [] : marks.codes).map((code) => levels.map((level) => level.byId.get(code)).find(Boolean)).filter(Boolean);
    const features = [...own, ...shapes.map((geometry) => ({ type: "Feature", properties: {}, geometry }))];
    overlay("mark-halo", features, { fill: false, color: theme.pickhalo, weight: theme.w[3] + 3 });
    overlay("mark", features, { fill: true, fillColor: theme.pick, fillOpacity: 0.28, color: theme.pick, weight: theme.w[3] });
    if (GRID.markName) map.removeLayer(GRID.markName);
    GRID.markName = null;
    GRID.marked = overlays.mark ? overlays.mark.getBounds() : null;
    if (!GRID.marked || !GRID.marked.isValid()) { GRID.marked = null; return; }
    // A text node: a word from a file is never read as HTML.
    const word = Object.assign(document.createElement("span"), { textContent: marks.label });
    GRID.markName = L.tooltip({ permanent: true, direction: "top", className: "grid-tip", opacity: 1 })
      .setLatLng([GRID.marked.getNorth(), GRID.marked.getCenter().lng]).setContent(word).addTo(map);
  }

  /** Dots that stand for something and can be clicked; a grid's own dot stands in its middle. */
  function drawSpots(state, atlas) {
    const theme = state.theme, levels = Object.values(atlas.levels), radius = Math.max(5, theme.size * 0.42);
    if (GRID.spots) map.removeLayer(GRID.spots);
    GRID.spots = null;
    const spots = state.kind === "tile" ? [] : state.spots || [];
    const placed = spots.map((spot) => {
      const own = spot.at.length ? null : levels.map((level) => level.byId.get(spot.code)).find(Boolean);
      const at = spot.at.length ? L.latLng(spot.at[1], spot.at[0]) : own && L.geoJSON(own).getBounds().getCenter();
      return at && L.circleMarker(at, { pane: "spot", renderer: GRID.renderers.spot, radius, color: theme.pickhalo, weight: 1.5, fillColor: theme.pick, fillOpacity: 0.9 })
        .bindTooltip(document.createTextNode(spot.label), { className: "grid-tip", opacity: 1 })
        .on("click", (event) => { L.DomEvent.stopPropagation(event); send({ spot: spot.ids }); });
    }).filter(Boolean);
    if (placed.length) GRID.spots = L.layerGroup(placed).addTo(map);
  }

  // ---- words ------------------------------------------------------------------------------------

  /** Built from text nodes only: a name is never read as HTML. */
  function tip(feature) {
    const { state, values } = GRID, value = values.get(String(feature.id)) || { cls: "n" };
    const box = document.createElement("div"), name = document.createElement("b"), what = document.createElement("span");
    name.textContent = feature.properties.n;
    what.textContent = state.title;
    box.append(name, what, EMPTY_WORDS[value.cls] || value.text + state.tail);
    return box;
  }

  function drawLegend(state) {
    const heading = document.createElement("h2"), grey = document.createElement("span"), table = document.createElement("table");
    grey.textContent = `${state.unit} · ${state.each}`;
    heading.append(state.title, grey);
    const row = (cls, css, words, count) => {
      const line = table.insertRow(), swatch = document.createElement("i");
      if (state.only !== undefined && count) asButton(line, cls);
      swatch.style.background = css;
      line.insertCell().append(swatch);
      line.insertCell().textContent = words;
      line.insertCell().textContent = count;
      return line;
    };
    for (const [cls, words, count] of state.legend) row(String(cls), state.pal[cls], words, count);
    state.empties.forEach(([letter, words, count], index) => {
      const line = row(letter, patterns[letter].css, words, count);
      if (!index && state.legend.length) line.classList.add("rule");
    });
    legend.replaceChildren(heading, table);
    map.getContainer().classList.toggle("schematic", state.kind === "tile");
    if (state.kind === "tile") legend.append(Object.assign(document.createElement("p"), { textContent: "没有边界，方块按下级网格数示意，不表示位置" }));
    fitLegend();
  }

  /** A class of the legend as a switch: its areas stay, the others fade; again brings them back. */
  function asButton(line, cls) {
    const isOn = GRID.state.only === cls;
    line.classList.add("pick");
    line.classList.toggle("on", isOn);
    Object.assign(line, { tabIndex: 0, title: isOn ? "再点一下，恢复全部" : "只看这一档" });
    line.setAttribute("role", "button");
    line.setAttribute("aria-pressed", String(isOn));
    line.onclick = () => chooseClass(isOn ? "" : cls);
    line.onkeydown = (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      chooseClass(isOn ? "" : cls);
    };
  }

  function chooseClass(cls) {
    const { state } = GRID;
    state.only = cls;
    GRID.cells.setStyle(styleOf);
    drawLegend(state);
    legend.querySelector(".on")?.focus();
    send({ cls });
  }

  /** In a low frame the legend closes up, and at last it scrolls: nothing of it is ever cut off. */
  function fitLegend() {
    const room = map.getSize().y - 1.6 * GRID.state.theme.size;
    legend.classList.remove("tight");
    legend.style.maxHeight = "";
    if (!room || legend.offsetHeight <= room) return;
    legend.classList.add("tight");
    legend.style.maxHeight = `${room}px`;
  }

  function drawNames() {
    const { state, named } = GRID;
    if (!state || !GRID.cells) return;
    const own = map.getContainer().getBoundingClientRect();
    const taken = [...map.getContainer().querySelectorAll(".leaflet-control")].map((element) => {
      const box = element.getBoundingClientRect();
      return { left: box.left - own.left, right: box.right - own.left, top: box.top - own.top, bottom: box.bottom - own.top };
    });
    const cells = [];
    GRID.cells.eachLayer((layer) => cells.push(layer.feature));
    const below = state.kind === "point" ? GRID.radius + state.theme.size * 0.8 : 0;
    // Room a name needs, in widths of itself. With upper names on the map the lower ones show on zooming in.
    const upper = named.middle.length && state.plevel ? 2.4 : state.level - state.plevel > 1 ? 1.6 : 0.95;
    const say = (role, room = 0) => (feature) => ({ feature, role, room, text: feature.properties.n, below: feature.geometry.type === "Point" ? below : 0 });
    const cellRole = state.level === 1 ? say("top") : say("cell", upper);
    const picked = cells.filter((feature) => String(feature.id) === state.pick);
    GRID.labelBoxes = window.GRID_LABELS(map, map.getPane("names"), [
      ...named.top.map(say("top")), ...named.middle.map(say("mid", state.plevel ? 0 : 1.2)),
      ...picked.map(say("pick")).map(shortened), ...named.ghosts.map(say("ghost")),
      ...cells.map(cellRole).map(shortened),
    ].filter((candidate) => candidate.text), taken, state.theme);
  }

  /** 荷泉社区第01网格 inside 荷泉社区 is 第01网格: the upper name stands on the map already. */
  function shortened(candidate) {
    const upper = GRID.atlas.levels[GRID.state.level - 1], parent = upper && upper.byId.get(candidate.feature.properties.p);
    const prefix = parent ? parent.properties.n : "";
    if (prefix && candidate.text.startsWith(prefix) && candidate.text.length > prefix.length) candidate.text = candidate.text.slice(prefix.length).trim();
    return candidate;
  }

  // ---- view -------------------------------------------------------------------------------------

  function target() {
    const bounds = GRID.marked ? GRID.marked.pad(0.6) : GRID.cells.getBounds();
    if (!bounds.isValid()) return null;
    const size = map.getSize(), box = legend.getBoundingClientRect();
    const left = Math.min(box.width + GRID.state.theme.size, size.x * 0.48), rim = GRID.state.kind === "point" ? 40 : 10;
    const padding = L.point(left + 2 * rim, 2 * rim);
    const zoom = Math.min(map.getBoundsZoom(bounds, false, padding), 17);
    const middle = map.project(bounds.getSouthWest(), zoom).add(map.project(bounds.getNorthEast(), zoom)).divideBy(2);
    return { center: map.unproject(middle.subtract([left / 2, 0]), zoom), zoom };
  }

  function jump(center, zoom) {
    isSteering = true;
    map.setView(center, zoom, { animate: false });
    isSteering = false;
  }

  /** To the cells: at once at first, then in one quick straight movement that is drawn sharp all the way. */
  function fit(isFirst) {
    cancelAnimationFrame(flight);
    const goal = map.getSize().x ? target() : null;
    isFitted = true;
    if (!goal) return;
    const still = isFirst || matchMedia("(prefers-reduced-motion: reduce)").matches || GRID.values.size > MANY;
    if (still) { jump(goal.center, goal.zoom); return; }
    const start = performance.now(), z0 = map.getZoom(), from = map.project(map.getCenter(), 0), to = map.project(goal.center, 0);
    const frame = (now) => {
      const time = Math.min(1, Math.max(0, (now - start) / FLIGHT_MS)), eased = time * time * (3 - 2 * time), zoom = z0 + (goal.zoom - z0) * eased;
      // One point of the map stays where it is while everything grows around it.
      const share = Math.abs(goal.zoom - z0) < 1e-3 ? eased : (1 - 2 ** (z0 - zoom)) / (1 - 2 ** (z0 - goal.zoom));
      jump(map.unproject(from.add(to.subtract(from).multiplyBy(share)), 0), zoom);
      if (time < 1) flight = requestAnimationFrame(frame);
      else flight = 0;
    };
    flight = requestAnimationFrame(frame);
  }

  function send(what) {
    const { state } = GRID;
    Streamlit.setComponentValue({ ...what, level: state.level, parent: state.parent, seq: `${Date.now()}.${++clicks}` });
  }

  const choose = (feature) => send({ id: String(feature.id) });

  function say(text) {
    note.textContent = text;
    note.hidden = !text;
  }

  // ---- the two entrances ------------------------------------------------------------------------

  GRID.init = function (leafletMap, settings) {
    map = GRID.map = leafletMap;
    config = settings;
    if (map.attributionControl) map.removeControl(map.attributionControl);
    map.options.zoomSnap = 0;
    GRID.renderers = {};
    for (const [name, order] of Object.entries(PANES)) {
      const pane = map.createPane(name);
      pane.style.zIndex = order;
      if (name !== "cells") pane.style.pointerEvents = "none";
      // Drawn one by one, dots take a click and let it through everywhere else.
      if (name !== "names") GRID.renderers[name] = (name === "spot" ? L.svg : L.canvas)({ pane: name, padding: 0.2 });
    }
    const corner = L.control({ position: "bottomleft" });
    corner.onAdd = () => (legend = L.DomUtil.create("div", "grid-legend"));
    corner.addTo(map);
    L.DomEvent.disableClickPropagation(legend);
    if (settings.controls) addControls();
    const box = map.getContainer();
    // Leaflet takes the focus on a click, too; only the keyboard needs to see where it is.
    box.addEventListener("pointerdown", () => box.classList.add("by-mouse"), true);
    box.addEventListener("keydown", () => box.classList.remove("by-mouse"), true);
    note = L.DomUtil.create("div", "grid-note", box);
    say("正在载入地图…");
    map.on("zoomstart movestart", () => { if (!isSteering) isFitted = false; });
    map.on("zoomstart", () => { map.getPane("names").style.visibility = "hidden"; });
    map.on("moveend zoomend resize", () => { clearTimeout(labelTimer); labelTimer = setTimeout(showNames, 40); });
    new ResizeObserver(() => requestAnimationFrame(() => {
      const wasFitted = isFitted;
      isSteering = true;
      map.invalidateSize({ pan: false, animate: false });
      isSteering = false;
      if (GRID.state) fitLegend();
      if (wasFitted && GRID.cells) fit(true);
    })).observe(map.getContainer());
  };

  function showNames() {
    if (flight) return;
    drawNames();
    map.getPane("names").style.visibility = "";
  }

  function addControls() {
    const zoom = L.control.zoom({ position: "topright", zoomInTitle: "放大", zoomOutTitle: "缩小" }).addTo(map);
    const whole = L.DomUtil.create("a", "grid-whole", zoom.getContainer());
    Object.assign(whole, { href: "#", title: "回到全图", textContent: "⤢", role: "button" });
    whole.setAttribute("aria-label", "回到全图");
    L.DomEvent.on(whole, "click", (event) => { L.DomEvent.stop(event); fit(false); });
    const scale = L.control.scale({ imperial: false, position: "bottomright" });
    scale._updateMetric = function (metres) {
      const round = this._getRoundNum(metres), words = round < 1000 ? `${round} 米` : `${round / 1000} 公里`;
      this._updateScale(this._mScale, words, round / metres);
    };
    scale.addTo(map);
  }

  /** Tell the page around the frame that the map is there, so that it drops its words about a missing map. */
  function announce(state) {
    map.getContainer().setAttribute("role", "region");
    map.getContainer().setAttribute("aria-label", state.alt || state.title);
    try { window.frameElement.dataset.map = "ready"; } catch (error) { /* another origin: the frame covers the words */ }
  }

  /** Whether the view still moves; whoever measures or clicks waits for it. */
  GRID.isMoving = () => Boolean(flight);

  GRID.show = async function (state) {
    const mine = ++turn;
    let atlas;
    try {
      atlas = await atlasOf(state);
    } catch (error) {
      if (mine === turn) say("边界文件未能载入，请刷新页面；仍不行请联系管理员");
      return;
    }
    if (mine !== turn) return; // a newer state has arrived meanwhile
    const shapesOf = (s) => JSON.stringify([s.level, s.parent, s.plevel, s.zone, s.codes, s.geo, s.bg]);
    const before = GRID.state, isFirst = !before || !GRID.cells;
    const sameShapes = !isFirst && shapesOf(before) === shapesOf(state);
    const sameMarks = !isFirst && JSON.stringify(before.marks) === JSON.stringify(state.marks);
    const sameSpots = !isFirst && JSON.stringify(before.spots) === JSON.stringify(state.spots);
    const sameTheme = !isFirst && JSON.stringify(before.theme) === JSON.stringify(state.theme);
    Object.assign(GRID, { state, atlas, values: valuesOf(state) });
    if (!sameTheme) wear(state.theme);
    drawLegend(state);
    if (!sameMarks || !sameTheme || !sameShapes) drawMarks(state, atlas);
    if (!sameSpots || !sameTheme || !sameShapes) drawSpots(state, atlas);
    if (sameShapes && sameTheme) {
      GRID.cells.setStyle(styleOf);
      GRID.recoloured += 1;
    } else {
      const level = atlas.levels[state.level];
      drawCells(level ? level.features.filter((feature) => GRID.values.has(String(feature.id))) : []);
      drawSurroundings(state, atlas);
    }
    if (!sameShapes || !sameMarks) fit(isFirst);
    drawPick(state, atlas);
    say(GRID.cells.getLayers().length ? "" : "这一范围没有可以画在地图上的网格");
    if (!flight) showNames();
    announce(state);
    document.body.dataset.grid = `${state.level}:${state.parent}:${state.rev}`;
  };
})();
