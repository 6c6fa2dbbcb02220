// Faults of one slide: [svg, {size, contrast, bottom}] → sentences. Sizes and boxes are those of the screen.
([svg, limits]) => {
  const slide = document.getElementById("slide");
  slide.innerHTML = svg;
  const faults = [];
  const channel = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const light = (rgb) => 0.2126 * channel(rgb[0] / 255) + 0.7152 * channel(rgb[1] / 255) + 0.0722 * channel(rgb[2] / 255);
  const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
  const parsed = (colour) => (colour.match(/[\d.]+/g) || []).slice(0, 3).map(Number);
  const fillOf = (element) => {
    const style = getComputedStyle(element);
    const name = style.fill.match(/url\("?#([^")]+)/);
    const fill = name ? getComputedStyle(slide.querySelector(`[id="${name[1]}"] rect`)).fill : style.fill;
    return fill === "none" ? null : { rgb: parsed(fill), alpha: Number(style.fillOpacity) * Number(style.opacity) };
  };
  // What lies behind a point: fills from the front to the first that lets nothing through.
  const behind = (x, y, text) => {
    let rest = 1;
    const mixed = [0, 0, 0];
    for (const element of document.elementsFromPoint(x, y)) {
      if (element === text || !slide.contains(element) || element.tagName === "text" || element.tagName === "svg") continue;
      const fill = fillOf(element);
      if (!fill) continue;
      fill.rgb.forEach((value, index) => { mixed[index] += value * fill.alpha * rest; });
      rest *= 1 - fill.alpha;
      if (rest < 0.01) break;
    }
    return mixed;
  };
  const texts = [...slide.querySelectorAll("text")];
  const halos = new Map(texts.filter((text) => text.hasAttribute("aria-hidden"))
    .map((text) => [text.textContent + text.getAttribute("x") + text.getAttribute("y"), getComputedStyle(text).stroke]));
  const shown = texts.filter((text) => !text.hasAttribute("aria-hidden") && text.textContent.trim());
  const boxes = shown.map((text) => {
    const box = text.getBoundingClientRect(), size = parseFloat(getComputedStyle(text).fontSize) * (text.getCTM()?.a ?? 1);
    const middle = (box.top + box.bottom) / 2;
    // The line's box has room above and below the characters: characters themselves fill about their size.
    return { text, size, left: box.left, right: box.right, top: middle - size / 2, bottom: middle + size / 2, middle };
  });
  for (const box of boxes) {
    const words = box.text.textContent.slice(0, 24);
    if (box.size < limits.size - 0.05) faults.push(`${words}: ${box.size.toFixed(1)} px`);
    if (box.left < 0 || box.right > innerWidth + 0.5 || box.top < 0 || box.bottom > limits.bottom + 0.5)
      faults.push(`${words}: outside ${[box.left, box.top, box.right, box.bottom].map(Math.round)}`);
    const ink = parsed(getComputedStyle(box.text).fill);
    const halo = halos.get(box.text.textContent + box.text.getAttribute("x") + box.text.getAttribute("y"));
    for (const share of [0.02, 0.25, 0.5, 0.75, 0.98]) {
      const ground = halo ? parsed(halo) : behind(box.left + (box.right - box.left) * share, box.middle, box.text);
      const found = ratio(ink, ground);
      if (found < limits.contrast - 0.005) {
        faults.push(`${words}: contrast ${found.toFixed(2)} on ${ground.map(Math.round)}`);
        break;
      }
    }
  }
  boxes.forEach((a, index) => {
    for (const b of boxes.slice(index + 1)) {
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left), high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 1 && high > 1) faults.push(`${a.text.textContent.slice(0, 16)} overlaps ${b.text.textContent.slice(0, 16)}`);
    }
  });
  return faults;
}
