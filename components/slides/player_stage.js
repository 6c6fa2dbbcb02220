/*
 * The slides of a deck, all in the page at once, one above the other. Turning changes opacity only: the slides
 * beside the current one are painted beforehand on layers of their own, so nothing is laid out or drawn anew.
 */
const RATIOS = { "4:3": 4 / 3, "16:9": 16 / 9, "21:9": 7 / 3 };
const make = (tag, name = "", text = "") => Object.assign(document.createElement(tag), { className: name, textContent: text });

/** The shape nearest to a window, as the server chooses it. */
function shapeOf(width, height) {
  const wanted = width > 0 && height > 0 ? width / height : RATIOS["16:9"];
  const far = (name) => Math.abs(RATIOS[name] - wanted);
  return Object.keys(RATIOS).reduce((best, name) => (far(name) < far(best) ? name : best), "16:9");
}

/** Two frames; a moment where the window is hidden and paints none. */
const painted = () => new Promise((done) => {
  const late = setTimeout(done, 150);
  requestAnimationFrame(() => requestAnimationFrame(() => { clearTimeout(late); done(); }));
});
const idle = () => new Promise((done) =>
  window.requestIdleCallback ? requestIdleCallback(() => done(), { timeout: 250 }) : setTimeout(done, 20));

function drawn(slide) {
  const box = make("div", "slide");
  box.innerHTML = slide.svg;
  box.dataset.id = slide.id;
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", slide.title);
  // A mouse that rests on the wall would make the browser write these over the picture.
  for (const tip of box.querySelectorAll("title, desc")) tip.remove();
  return box;
}

class Stage {
  constructor(frame) {
    this.frame = frame;
    this.items = new Map();
    this.order = [];
    this.now = null;
    this.place = null;
    this.turn = 0;
  }

  /** Show another deck without a blank moment: drawn in idle time, painted beneath, then exchanged in one frame. */
  async take(deck, current) {
    const turn = ++this.turn, fresh = new Map(), isFirst = !this.items.size;
    for (const slide of deck.slides) {
      const old = this.items.get(slide.id);
      const isSame = old && old.slide.svg === slide.svg;
      if (!isSame && !isFirst) await idle();
      if (turn !== this.turn) return false;
      fresh.set(slide.id, { slide, element: isSame ? old.element : drawn(slide) });
    }
    for (const { element } of fresh.values()) if (!element.isConnected) this.frame.append(element);
    if (!isFirst) {
      fresh.get(current())?.element.classList.add("near");
      await painted();
      if (turn !== this.turn) {
        // A deck that came meanwhile has its own elements.
        for (const [id, { element }] of fresh) if (this.items.get(id)?.element !== element) element.remove();
        return false;
      }
    }
    const kept = new Set([...fresh.values()].map(({ element }) => element));
    const gone = [...this.items.values()].filter(({ element }) => !kept.has(element));
    this.items = fresh;
    this.order = deck.slides.map((slide) => slide.id);
    this.frame.style.setProperty("--ratio", deck.shape.width / deck.shape.height);
    this.frame.dataset.shape = deck.shape.name;
    this.show(current());
    for (const { element } of gone) element.remove();
    return true;
  }

  slide(id) { return this.items.get(id)?.slide; }

  show(id) {
    const element = this.items.get(id)?.element;
    if (element && element !== this.now) {
      element.className = "slide now";
      if (this.now) this.now.className = "slide near";
      this.now = element;
    }
    clearTimeout(this.later);
    // After the turn has been painted: making the neighbours ready must not delay it.
    this.later = setTimeout(() => this.prepare(id), 60);
  }

  prepare(id) {
    const at = this.order.indexOf(id), count = this.order.length;
    const near = new Set([this.order[(at + 1) % count], this.order[(at - 1 + count) % count]]);
    for (const [key, { element }] of this.items)
      if (element !== this.now) element.className = near.has(key) ? "slide near" : "slide";
  }

  /** Put a grid's slide over the others, or take it away. */
  cover(slide) {
    if (this.place && this.place.wanglan === slide) return;
    const old = this.place;
    this.place = slide ? drawn(slide) : null;
    if (this.place) {
      this.place.wanglan = slide;
      this.place.className = "slide now place";
      this.frame.append(this.place);
    }
    old?.remove();
  }

  end() {
    this.turn += 1;
    clearTimeout(this.later);
  }
}

const RESIZED_MS = 250, REMIND_MS = 10000;

/** Tells the server the shape of the window; the presenter's page has the wall's, so that both show the same slides. */
class Sizer {
  constructor(player) {
    this.player = player;
    this.set = null;
    this.resized = () => { clearTimeout(this.later); this.later = setTimeout(() => this.tell(), RESIZED_MS); };
    window.addEventListener("resize", this.resized);
  }
  /** Say to the other windows that this one is there. */
  here() { this.player.link.tell("here", this.player.role === "wall" ? { shape: shapeOf(innerWidth, innerHeight) } : {}); }
  hear(shape) {
    if (this.player.role !== "desk" || shape === this.wall) return;
    this.wall = shape;
    this.tell();
  }
  tell() {
    const { role, data } = this.player, given = data?.deck?.shape.name ?? "";
    if (role === "file" || !this.set) return;
    const wanted = role === "wall" ? shapeOf(innerWidth, innerHeight) : this.wall || given || "16:9";
    if (role === "wall") this.here();
    if (wanted === (this.sent ?? given)) return;
    this.sent = wanted;
    this.set("shape", wanted);
  }
  /** A server that was started anew may have forgotten it. */
  remindLater() {
    clearTimeout(this.reminding);
    this.reminding = setTimeout(() => {
      const { data } = this.player;
      if (!this.sent || this.sent === data.deck?.shape.name || data.trouble) return;
      this.sent = undefined;
      this.tell();
      this.remindLater();
    }, REMIND_MS);
  }
  end() {
    clearTimeout(this.later);
    clearTimeout(this.reminding);
    window.removeEventListener("resize", this.resized);
  }
}
