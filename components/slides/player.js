/*
 * Plays a deck: on the wall (fills the window, above everything of the page), on the presenter's desk, and in the
 * hand-over file. What it knows of the server comes as data and window events; without a server it plays on.
 *
 * data: role ("wall", "desk", "file"), channel, deck (or null while it is made), auto_seconds (0: as P says),
 * beats (whether the server is to be heard regularly), trouble (a sentence).
 */
const PLACE_MS = 8000, PLACE_IDLE_MS = 90000, SAID_MS = 4000, PAUSED_MS = 15000, MOST_KEPT_PLACES = 12;

class Player {
  constructor(data) {
    this.role = data.role;
    this.host = make("div");
    this.host.className = `wanglan-player ${data.role}`;
    const root = this.host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(PLAYER_CSS);
    root.adoptedStyleSheets = [sheet];
    this.root = make("div", `root ${data.role}`);
    root.append(this.root);
    this.build();
    this.visited = new Map();
    this.store = `wanglan-player:${data.role}:${data.channel}`;
    this.link = new Link(data.channel, data.role, (message) => this.receive(message));
    this.state = { rev: 0, by: "", at: "", index: 0, isBlank: false, isRunning: data.auto_seconds > 0, place: "", until: 0, left: 0, began: 0, ...this.kept() };
    this.beats = new Beats(Boolean(data.beats));
    this.keys = new Keys(this);
    this.onplace = (event) => this.arrived(event.detail);
    this.sizer = new Sizer(this);
    window.addEventListener("wanglan-place", this.onplace);
    this.ticking = setInterval(() => this.tick(), 250);
    this.link.tell("hello");
  }

  build() {
    this.fit = make("div", "fit");
    this.frame = make("div", "frame");
    this.cover = make("div", "cover");
    this.foot = make("div", "foot");
    this.status = make("span", "status");
    this.number = make("span", "number");
    this.line = make("div", "line");
    this.big = make("div", "typed");
    this.wait = make("div", "wait", "正在准备画面…");
    this.foot.append(this.status, this.number);
    this.frame.append(this.foot, this.line, this.big);
    this.fit.append(this.frame);
    this.stage = new Stage(this.frame);
    this.path = location.pathname;
    this.opened = Date.now();
    this.desk = this.role === "desk" ? new Desk(this) : null;
    if (!this.desk) this.root.append(this.fit, this.wait);
    this.places = new PlaceList(this.root, this);
    this.helpBox = helpBox(this.role);
    this.root.append(this.helpBox);
    this.frame.append(this.cover);
  }

  /** A server that was just started does not know its pages yet, and Streamlit then writes its main page into the address. */
  keepAddress() {
    if (this.role !== "file" && location.pathname !== this.path) history.replaceState(history.state, "", this.path + location.search);
  }

  /** New data from the server; the deck is only exchanged where it differs. */
  async update(data, { setStateValue }) {
    this.data = data;
    this.keepAddress();
    this.sizer.set = setStateValue;
    if (!data.deck && data.trouble) this.wait.textContent = data.trouble;
    if (data.deck && data.deck !== this.deck) {
      const current = () => this.current(data.deck.slides);
      if (await this.stage.take(data.deck, current)) {
        this.deck = data.deck;
        this.wait.remove();
        this.host.dataset.version = data.deck.version;
        this.desk?.fill();
        if (!this.state.left) this.state.left = this.dwell();
        if (this.state.isRunning && !this.state.until && !this.isHeld()) this.state.until = Date.now() + this.state.left;
        this.render();
      }
    }
    this.sizer.tell();
    this.sizer.remindLater();
  }

  // ---- where we are ------------------------------------------------------------------------------

  get count() { return this.deck?.slides.length ?? 0; }
  get isLoop() { return (this.data?.auto_seconds ?? 0) > 0; }
  get index() { return Math.max(0, this.deck?.slides.findIndex((slide) => slide.id === this.state.at) ?? 0); }

  /** The slide to show of these; where the one shown is gone, the one that took its place. */
  current(slides) {
    if (!slides.some((slide) => slide.id === this.state.at)) this.state.at = slides[Math.min(this.state.index, slides.length - 1)]?.id ?? "";
    return this.state.at;
  }
  dwell(at = this.index) {
    return 1000 * ((this.data?.auto_seconds || this.deck?.slides[at]?.dwell_seconds) ?? 60);
  }
  isHeld(state = this.state) { return state.isBlank || Boolean(state.place); }

  /** Change the state here and in the other windows. */
  set(change) {
    const state = { ...this.state, ...change, rev: this.state.rev + 1, by: this.link.me }, now = Date.now();
    if (this.state.isRunning && !state.isRunning) state.pausedAt = now;
    if (this.isHeld(state) && !this.isHeld()) Object.assign(state, { left: this.left(), until: 0 });
    if (!this.isHeld(state)) {
      if (!state.isRunning) Object.assign(state, { left: state.until ? Math.max(0, state.until - now) : state.left, until: 0 });
      else if (!state.until) state.until = now + (state.left || this.dwell());
    }
    this.state = state;
    this.tell();
    this.render();
    return true;
  }
  left() { return this.state.until ? Math.max(0, this.state.until - Date.now()) : this.state.left; }
  tell() {
    this.link.tell("state", { state: this.state });
    const slide = this.visited.get(this.state.place);
    if (slide) this.link.tell("place", { code: this.state.place, slide });
  }
  receive(message) {
    if (message.kind === "hello") { this.tell(); this.sizer?.here(); }
    if (message.kind === "state" && isNewer(message.state, this.state)) { this.state = message.state; this.render(); }
    if (message.kind === "place") this.keepPlace(message.code, message.slide);
    if (message.shape) this.sizer?.hear(message.shape);
  }
  kept() {
    try { return JSON.parse(sessionStorage.getItem(this.store)) ?? {}; } catch { return {}; }
  }

  // ---- what keys do ------------------------------------------------------------------------------

  go(index) {
    const { count } = this, at = index < 0 ? count + index : index;
    if (!count || at >= count) return true;
    const left = this.dwell(at);
    const began = this.state.began || (at ? Date.now() : 0);
    return this.set({ at: this.deck.slides[at].id, index: at, isBlank: false, place: "", left, until: this.state.isRunning ? Date.now() + left : 0, began });
  }
  step(by) {
    if (this.state.isBlank) return this.blank();
    if (this.state.place) return this.leave();
    const to = this.index + by;
    if (!this.count) return true;
    if (this.isLoop) return this.go((to + this.count) % this.count);
    if (to < 0 || to >= this.count) return this.say(to < 0 ? "已是第一页" : "已是最后一页");
    return this.go(to);
  }
  blank() { return this.set({ isBlank: !this.state.isBlank }); }
  run() { return this.set({ isRunning: !this.state.isRunning, hasRun: true }); }
  fill(isOnly = false) {
    if (this.role === "desk") return isOnly;
    if (document.fullscreenElement) return isOnly || document.exitFullscreen();
    document.documentElement.requestFullscreen?.().catch(() => this.say("浏览器没有允许全屏，请按 F11"));
    return true;
  }
  order() {
    if (this.role !== "desk") return false;
    window.dispatchEvent(new CustomEvent("wanglan-order"));
    return true;
  }
  escape() {
    if (this.state.place) return this.leave();
    return this.state.isBlank ? this.blank() : false;
  }
  help() { this.helpBox.classList.toggle("open"); return true; }
  get isHelping() { return this.helpBox.classList.contains("open"); }
  typed(text) {
    this.big.textContent = text ? `第 ${text} 页` : "";
    this.big.classList.toggle("open", Boolean(text));
  }

  // ---- grids -------------------------------------------------------------------------------------

  openPlaces() {
    if (this.isHelping) this.help();
    if (!this.deck?.places.length) return this.say("没有可以打开的网格");
    this.places.open(this.deck.places);
    return true;
  }
  deeper(key) {
    const place = this.state.place && this.deck.places.find((one) => one.parent === this.state.place && one.key.toLowerCase() === key);
    return place ? this.visit(place.code) : false;
  }
  visit(code) {
    this.wanted = code;
    clearTimeout(this.patience);
    const known = this.visited.get(code);
    if (known) return this.arrived({ code, slide: known });
    this.say(`正在打开${this.placeName(code)}…`, PLACE_MS);
    window.dispatchEvent(new CustomEvent("wanglan-ask", { detail: { code } }));
    this.patience = setTimeout(() => this.arrived({ code, trouble: `没有打开${this.placeName(code)}，请稍后再试` }), PLACE_MS);
    return true;
  }
  placeName(code) { return this.deck.places.find((place) => place.code === code)?.name ?? "网格"; }
  arrived({ code, slide, trouble }) {
    if (slide) this.keepPlace(code, slide);
    if (code !== this.wanted) return true;
    clearTimeout(this.patience);
    this.wanted = "";
    this.say(trouble || "");
    return slide ? this.set({ place: code, isBlank: false, placeUntil: Date.now() + PLACE_IDLE_MS }) : true;
  }
  keepPlace(code, slide) {
    this.visited.delete(code);
    this.visited.set(code, slide);
    for (const old of [...this.visited.keys()].slice(0, -MOST_KEPT_PLACES)) if (old !== this.state.place) this.visited.delete(old);
    if (this.state.place === code) this.render();
  }
  leave() { return this.set({ place: "" }); }

  // ---- drawing -----------------------------------------------------------------------------------

  render() {
    if (!this.deck) return;
    const at = this.current(this.deck.slides), { state } = this;
    state.index = this.index;
    this.stage.show(at);
    this.stage.cover(state.place ? this.visited.get(state.place) : null);
    this.cover.classList.toggle("open", state.isBlank);
    this.root.dataset.at = state.place || at;
    this.number.textContent = state.place ? "" : `${this.index + 1} / ${this.count}`;
    this.foot.classList.toggle("off", Boolean(state.place) && !this.said);
    this.desk?.render();
    this.tick();
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => this.keep(), 100);
  }
  /** What a reload finds again, and what the page around it follows. */
  keep() {
    try { sessionStorage.setItem(this.store, JSON.stringify(this.state)); } catch { /* private windows keep nothing: a reload begins at the first slide */ }
    const shown = this.state.place ? "" : this.state.at;
    if (window.wanglanSlide === shown) return;
    window.wanglanSlide = shown;
    window.dispatchEvent(new CustomEvent("wanglan-slide"));
  }
  say(text, ms = SAID_MS) {
    this.said = text;
    clearTimeout(this.saying);
    if (text) this.saying = setTimeout(() => this.say(""), ms);
    this.render();
    return true;
  }
  words() {
    const { data, state, deck } = this;
    const lost = this.beats.words(this.role === "wall" ? "画面为 {} 的数据" : "翻页不受影响，暂时不能登记任务（{} 起）");
    const failed = deck.slides.filter((slide) => slide.is_failed).length;
    const stale = this.isLoop ? staleWords(deck) : "";
    // Paused is how most of a meeting is held: on its wall the word goes away again.
    const isPaused = this.isLoop || (state.hasRun && (this.role === "desk" || Date.now() - state.pausedAt < PAUSED_MS));
    const run = state.isRunning ? (this.isLoop ? "" : "▶ 自动播放") : isPaused ? "❚❚ 已暂停" : "";
    return [this.said, lost, data.trouble, stale, failed ? `${failed === 1 ? "一" : `${failed} `}页未能生成` : "", run].filter(Boolean);
  }
  tick() {
    if (!this.deck || !this.data) return;
    const { state } = this, now = Date.now(), words = this.words(), text = words.join("　");
    if (this.status.textContent !== text) this.status.textContent = text;
    this.foot.classList.toggle("alert", words.some((word) => word.startsWith("与服务器")));
    const share = state.isRunning || state.hasRun ? 1 - this.left() / this.dwell() : 0;
    this.line.style.transform = `scaleX(${Math.max(0, Math.min(1, share)).toFixed(4)})`;
    this.desk?.tick(now);
    if (now - (this.spoke || 0) > 3000) { this.spoke = now; this.sizer.here(); }
    if (this.isLoop && state.place && now > state.placeUntil) this.leave();
    if (state.isRunning && state.until && now >= state.until) this.next();
    // It may be written after the last data came; nobody is at an unattended wall who could go to another page.
    if (this.isLoop) this.keepAddress();
    if (this.isLoop && this.data.beats && isNight(now, this.opened) && this.beats.isWell) location.reload();
  }
  /** The dwell is over. */
  next() {
    if (this.isLoop || this.index + 1 < this.count) this.go((this.index + 1) % this.count);
    else this.set({ isRunning: false, left: this.dwell(), until: 0 });
  }

  end() {
    clearInterval(this.ticking);
    for (const timer of [this.saying, this.keeping, this.patience]) clearTimeout(timer);
    window.removeEventListener("wanglan-place", this.onplace);
    for (const part of [this.keys, this.link, this.beats, this.stage, this.sizer]) part.end();
    this.host.remove();
  }
}

// The player outlives the element that brought it: a page that reconnects mounts a new one and finds it playing.
const players = (window.wanglanPlayers = window.wanglanPlayers || new Map());

export default function ({ data, parentElement, setStateValue }) {
  const name = `${data.role}:${data.channel}`;
  let player = players.get(name);
  if (!player) players.set(name, (player = new Player(data)));
  clearTimeout(player.ending);
  const home = data.role === "wall" ? document.body : parentElement;
  if (player.host.parentNode !== home) home.append(player.host);
  document.documentElement.lang = "zh-CN";
  player.update(data, { setStateValue });
  return () => {
    clearTimeout(player.ending);
    player.ending = setTimeout(() => { players.delete(name); player.end(); }, 4000);
  };
}
