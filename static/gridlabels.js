/* Names on the map: each at the widest place inside its area, the important ones first, none over another. */
(function () {
  "use strict";
  const SCANLINES = 11;
  const MARGIN = 4;
  const pen = document.createElement("canvas").getContext("2d");

  const ringsOf = (geometry) =>
    geometry.type === "Polygon" ? [geometry.coordinates] : geometry.type === "MultiPolygon" ? geometry.coordinates : [];

  /** Crossings of a polygon's rings with the parallel at y, from west to east. */
  function crossings(polygon, y) {
    const xs = [];
    for (const ring of polygon)
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const [x1, y1] = ring[i], [x2, y2] = ring[j];
        if (y1 > y !== y2 > y) xs.push(x1 + ((y - y1) / (y2 - y1)) * (x2 - x1));
      }
    return xs.sort((a, b) => a - b);
  }

  /** The middle of the widest level stretch inside an area, within a window; null when it is out of sight. */
  function innerPoint(feature, view) {
    if (feature.geometry.type === "Point") return { lng: feature.geometry.coordinates[0], lat: feature.geometry.coordinates[1], width: 0 };
    let best = null;
    for (const polygon of ringsOf(feature.geometry)) {
      let south = Infinity, north = -Infinity;
      for (const [, y] of polygon[0]) { south = Math.min(south, y); north = Math.max(north, y); }
      south = Math.max(south, view.south); north = Math.min(north, view.north);
      for (let step = 1; step <= SCANLINES && south < north; step++) {
        const share = step / (SCANLINES + 1), lat = south + (north - south) * share, xs = crossings(polygon, lat);
        for (let i = 0; i + 1 < xs.length; i += 2) {
          const west = Math.max(xs[i], view.west), east = Math.min(xs[i + 1], view.east);
          // A name in the middle of an area reads as its name; near an edge it could be the neighbour's.
          const score = (east - west) * (1 - Math.abs(share - 0.5));
          if (east > west && (!best || score > best.score)) best = { lng: (west + east) / 2, lat, width: east - west, score };
        }
      }
    }
    return best;
  }

  const WHOLE = { west: -Infinity, east: Infinity, south: -Infinity, north: Infinity };
  const settled = new WeakMap();

  function placeOf(candidate, map) {
    if (candidate.role !== "ghost") {
      if (!settled.has(candidate.feature)) settled.set(candidate.feature, innerPoint(candidate.feature, WHOLE));
      return settled.get(candidate.feature);
    }
    const b = map.getBounds();
    return innerPoint(candidate.feature, { west: b.getWest(), east: b.getEast(), south: b.getSouth(), north: b.getNorth() });
  }

  const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

  /**
   * Put names into a pane.
   * @param candidates {feature, text, role: top|mid|cell|ghost|pick, room, below}[], the most important first;
   *     "room" is how many widths of the name the area must offer; "below" shifts a name under its point, in px
   * @param taken boxes in container pixels that must stay free (the legend, the controls)
   */
  window.GRID_LABELS = function (map, pane, candidates, taken, theme) {
    const size = map.getSize(), boxes = taken.slice(), placed = [];
    const pixelsPerDegree = (256 * Math.pow(2, map.getZoom())) / 360;
    for (const candidate of candidates) {
      const place = placeOf(candidate, map);
      if (!place) continue;
      const bold = candidate.role === "cell" || candidate.role === "mid" ? 400 : 700;
      pen.font = `${bold} ${theme.size}px ${theme.font}`;
      const width = pen.measureText(candidate.text).width, height = theme.size * 1.2;
      if (candidate.room && place.width && width * candidate.room > place.width * pixelsPerDegree) continue;
      const at = map.latLngToContainerPoint([place.lat, place.lng]);
      const top = at.y - height / 2 + (candidate.below || 0);
      const box = { left: at.x - width / 2 - MARGIN, right: at.x + width / 2 + MARGIN, top: top - MARGIN, bottom: top + height + MARGIN };
      const inside = box.left >= 0 && box.right <= size.x && box.top >= 0 && box.bottom <= size.y;
      if (!inside || boxes.some((other) => overlap(box, other))) continue;
      boxes.push(box);
      const div = document.createElement("div");
      div.className = `grid-label ${candidate.role}`;
      div.textContent = candidate.text;
      L.DomUtil.setPosition(div, map.containerPointToLayerPoint([Math.round(box.left + MARGIN), Math.round(top)]));
      placed.push(div);
    }
    pane.replaceChildren(...placed);
    return boxes.slice(taken.length);
  };
  window.GRID_LABELS.inside = (feature) => innerPoint(feature, WHOLE);
})();
