/* The list of grids: a letter goes to a place at the top; typing a name, a code or initials finds any other. */
const MOST_FOUND = 18;

class PlaceList {
  constructor(root, player) {
    this.player = player;
    this.box = make("div", "places");
    this.field = Object.assign(make("input"), { type: "text", placeholder: "名称、编码或拼音首字母", autocomplete: "off", spellcheck: false });
    this.field.setAttribute("aria-label", "查找网格");
    this.list = make("ol");
    const head = make("div", "head");
    head.append(make("h2", "", "去哪个网格"), this.field);
    this.box.append(head, this.list, make("p", "", "按字母直接打开。要查找，先按 /，再输入名称、编码或拼音首字母，回车打开。按退格返回。"));
    this.field.oninput = () => this.fill();
    this.field.onkeydown = (event) => this.edit(event);
    root.append(this.box);
  }

  get isOpen() { return this.box.classList.contains("open"); }

  open(places) {
    this.all = places;
    this.names = new Map(places.map((place) => [place.code, place.name]));
    this.field.value = "";
    this.fill();
    this.box.classList.add("open");
  }

  close() {
    this.box.classList.remove("open");
    this.field.blur();
    return true;
  }

  /** A key while the field has no focus; true where it needs nothing more. */
  press(key) {
    if (key === "Escape" || key === "Backspace" || key === "F5") return this.close();
    if (key === "Enter" && this.field.value) return this.choose();
    const place = /^[a-z0-9]$/.test(key) && !this.field.value && this.all.find((one) => !one.parent && one.key.toLowerCase() === key);
    if (place) return this.go(place);
    if (key === "/" || key === "Tab" || key === " ") { this.field.focus(); return true; }
    // Any other sign begins a search: the field takes the focus, and the browser writes the sign into it.
    if (key.length === 1) this.field.focus();
    return key.length !== 1;
  }

  edit(event) {
    if (event.isComposing) return;
    const { key } = event;
    if (key === "Escape" || (key === "Backspace" && !this.field.value)) this.close();
    else if (key === "Enter") this.choose();
    else if (key === "ArrowDown" || key === "ArrowUp") this.mark(this.at + (key === "ArrowDown" ? 1 : -1));
    else return event.stopPropagation();
    event.preventDefault();
    event.stopPropagation();
  }

  fill() {
    const text = this.field.value.trim().toLowerCase();
    const rank = (place) => [place.name.toLowerCase(), place.initials.toLowerCase(), place.code.toLowerCase()]
      .reduce((best, word) => Math.min(best, word.startsWith(text) ? 0 : word.includes(text) ? 1 : 2), 2);
    this.shown = text
      ? this.all.map((place) => [rank(place), place]).filter(([far]) => far < 2).sort((a, b) => a[0] - b[0]).slice(0, MOST_FOUND).map(([, place]) => place)
      : this.all.filter((place) => !place.parent);
    this.box.classList.toggle("many", this.shown.length > 18);
    this.list.replaceChildren(...this.shown.map((place) => {
      const line = make("li");
      const above = this.names.get(place.parent);
      line.append(make("kbd", "", text ? "" : place.key.toUpperCase()), make("span", "", place.name));
      if (above) line.append(make("small", "", above));
      line.onclick = () => this.go(place);
      return line;
    }));
    if (!this.shown.length) this.list.append(make("li", "none", text ? `没有找到“${text}”` : "没有可以打开的网格"));
    this.mark(text && this.shown.length ? 0 : -1);
  }

  mark(at) {
    this.at = this.shown.length ? Math.max(-1, Math.min(at, this.shown.length - 1)) : -1;
    [...this.list.children].forEach((line, number) => line.classList.toggle("at", number === this.at));
  }

  choose() {
    const place = this.shown[Math.max(this.at, 0)];
    return place && this.field.value.trim() ? this.go(place) : true;
  }

  go(place) {
    this.close();
    this.player.visit(place.code);
    return true;
  }
}
