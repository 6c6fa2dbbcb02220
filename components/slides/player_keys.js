/* Which key does what; presenter clickers send page keys, F5, Escape, a full stop or b. */
const HELP = [
  ["→ 空格 下翻页 回车", "下一页"],
  ["← 上翻页 退格", "上一页"],
  ["数字 回车", "转到那一页"],
  ["B 或 。", "黑屏，再按恢复"],
  ["P", "自动播放、暂停"],
  ["G 字母", "打开网格；在网格页上再按字母进入下一级", "wall desk"],
  ["退格", "从网格回到原来那一页", "wall desk"],
  ["F 或 F5", "全屏", "wall file"],
  ["O", "记一条议定事项", "desk"],
  ["?", "这份说明"],
];
const NEXT = new Set(["ArrowRight", "ArrowDown", "PageDown", " ", "Spacebar", "Enter"]);
const BACK = new Set(["ArrowLeft", "ArrowUp", "PageUp", "Backspace"]);
const TYPED_MS = 5000;

/** The key's name; with a Chinese input method on, the browser says only "Process" and where the key lies. */
function nameOf(event) {
  if (event.key && event.key !== "Process" && event.key !== "Unidentified") return event.key;
  const [, letter] = /^(?:Key|Digit|Numpad)(.)$/.exec(event.code || "") || [];
  return letter ? letter.toLowerCase() : { Period: ".", NumpadEnter: "Enter", Space: " " }[event.code] || event.code || "";
}
const isField = (node) => node instanceof Element && node.matches('input, textarea, select, [contenteditable="true"], [role="combobox"], [role="spinbutton"]');

class Keys {
  constructor(player) {
    this.player = player;
    this.typed = "";
    this.listen = (event) => this.press(event);
    // First of all listeners: Streamlit has keys of its own for running again and clearing caches.
    window.addEventListener("keydown", this.listen, true);
  }

  press(event) {
    const { player } = this;
    const target = event.composedPath()[0];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (isField(target)) {
      if (event.key === "F5") event.preventDefault();
      if (event.key === "Escape" && !player.places.isOpen) target.blur();
      return;
    }
    const name = nameOf(event), key = name.length === 1 ? name.toLowerCase() : name;
    if (target instanceof HTMLElement && target.matches("button, a, summary, [role=button]") && (key === "Enter" || key === " ")) return;
    if (event.repeat && !NEXT.has(key) && !BACK.has(key)) return this.swallow(event);
    const isDone = player.places.isOpen ? player.places.press(key) : this.act(key);
    if (isDone) this.swallow(event);
    else if (player.role !== "desk" && key.length === 1) event.stopImmediatePropagation();
  }

  swallow(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  act(key) {
    const { player } = this;
    if (key === "?" || key === "？" || key === "F1") return player.help();
    if (player.isHelping && key !== "F5") { player.help(); if (key === "Escape") return true; }
    // On a grid's slide letters and digits belong to the grids within it.
    if (/^[a-z0-9]$/.test(key) && player.deeper(key)) return true;
    if (/^[0-9]$/.test(key)) return this.digit(key);
    if (this.typed && key === "Enter") return this.jump();
    if (this.typed && (key === "Escape" || key === "Backspace")) return this.digit(null, key === "Escape" ? "" : this.typed.slice(0, -1));
    if (NEXT.has(key)) return player.step(1);
    if (BACK.has(key)) return player.step(-1);
    const other = {
      Home: () => player.go(0),
      End: () => player.go(-1),
      b: () => player.blank(),
      ".": () => player.blank(),
      "。": () => player.blank(),
      p: () => player.run(),
      g: () => player.openPlaces(),
      o: () => player.order(),
      f: () => player.fill(),
      F5: () => player.fill(true),
      Escape: () => player.escape(),
    }[key];
    return other ? other() !== false : false;
  }

  digit(key, rest = (this.typed + key).slice(-4)) {
    this.typed = rest;
    clearTimeout(this.forget);
    if (rest) this.forget = setTimeout(() => this.digit(null, ""), TYPED_MS);
    this.player.typed(rest);
    return true;
  }

  jump() {
    const wanted = Number(this.typed);
    this.digit(null, "");
    if (wanted >= 1 && wanted <= this.player.count) this.player.go(wanted - 1);
    else this.player.say(`只有 ${this.player.count} 页`);
    return true;
  }

  end() {
    clearTimeout(this.forget);
    window.removeEventListener("keydown", this.listen, true);
  }
}

/** The short help over the picture. */
function helpBox(role) {
  const box = make("div", "help");
  box.append(make("h2", "", "按键"));
  const list = make("dl");
  for (const [keys, meaning, roles = role] of HELP) if (roles.includes(role)) list.append(make("dt", "", keys), make("dd", "", meaning));
  box.append(list);
  return box;
}
