/* The presenter's page: what is on the wall, what comes next, notes, clocks, and the list of slides. */
class Desk {
  constructor(player) {
    this.player = player;
    this.title = make("h1");
    this.sub = make("span", "sub");
    this.wall = make("span", "walled");
    this.clock = this.figure("时间");
    this.elapsed = this.figure("已用时");
    this.rest = this.figure("本页还剩");
    const head = make("header");
    const names = make("div", "names");
    names.append(this.title, this.sub);
    head.append(names, this.wall, this.clock.box, this.elapsed.box, this.rest.box,
      this.button("重新计时", () => player.set({ began: 0 })),
      this.button("打开投屏窗口", () => this.open(), "main"),
      this.button("按键", () => player.help()));
    this.list = make("ol", "list");
    const middle = make("section", "middle");
    const tools = make("div", "tools");
    this.run = this.button("", () => player.run());
    this.dark = this.button("", () => player.blank());
    this.grid = this.button("网格", () => (player.state.place ? player.leave() : player.openPlaces()));
    tools.append(this.button("← 上一页", () => player.step(-1)), this.button("下一页 →", () => player.step(1), "main"), this.dark, this.run, this.grid);
    this.typing = make("span", "typing");
    tools.append(this.typing);
    middle.append(player.fit, tools);
    player.fit.append(player.wait);
    const side = make("section", "side");
    this.nextTitle = make("h2");
    this.nextFit = make("div", "fit");
    this.nextFrame = make("div", "frame");
    this.nextFit.append(this.nextFrame);
    this.note = make("div", "note");
    side.append(this.nextTitle, this.nextFit, make("h2", "", "备注"), this.note);
    const body = make("main");
    body.append(this.list, middle, side);
    player.root.append(head, body);
  }

  button(text, does, name = "") {
    const button = Object.assign(make("button", name, text), { type: "button" });
    button.onclick = () => {
      does();
      // Keys turn pages again, instead of pressing the button once more.
      button.blur();
    };
    return button;
  }

  figure(label) {
    const box = make("div", "figure"), value = make("b");
    box.append(make("small", "", label), value);
    return { box, value };
  }

  /** On a second screen where there is one; the same window again when it is already open. */
  open() {
    const { screen } = window, isExtended = screen.isExtended;
    const left = isExtended ? (screen.availLeft ?? 0) + screen.width : screen.availLeft ?? 0;
    const opened = window.open(this.player.data.wall_url, `wanglan-wall-${this.player.data.channel.replace(/\W/g, "-")}`,
      `popup,left=${left},top=0,width=${screen.availWidth},height=${screen.availHeight}`);
    if (!opened) this.player.say("浏览器拦住了新窗口，请在地址栏允许弹出窗口");
  }

  fill() {
    const { deck } = this.player;
    this.title.textContent = deck.title;
    this.sub.textContent = `${deck.district} · 数据截至 ${dayWords(deck.as_of)} · 第 ${deck.version} 版${deck.is_demo ? " · 示例数据" : ""}`;
    this.list.replaceChildren(...deck.slides.map((slide, number) => {
      const line = make("li");
      const button = this.button("", () => this.player.go(number));
      button.append(make("b", "", String(number + 1)), make("span", "", slide.title));
      line.append(button);
      return line;
    }));
    this.nextId = null;
  }

  render() {
    const { player } = this, { state, deck, index } = player;
    [...this.list.children].forEach((line, number) => line.classList.toggle("at", number === index));
    this.list.children[index]?.scrollIntoView({ block: "nearest" });
    const slide = deck.slides[index], after = player.isLoop ? deck.slides[(index + 1) % deck.slides.length] : deck.slides[index + 1];
    const next = state.place ? slide : after;
    if (this.nextId !== (next ?? "end")) {
      this.nextId = next ?? "end";
      this.nextTitle.textContent = next ? `${state.place ? "返回" : "下一页"}：${next.title}` : "已是最后一页";
      this.nextFrame.style.setProperty("--ratio", deck.shape.width / deck.shape.height);
      // After the turn on this page is painted: what comes next is not looked at first.
      setTimeout(() => this.nextFrame.replaceChildren(...(next ? [Object.assign(drawn(next), { className: "slide now" })] : [])), 50);
    }
    this.note.textContent = state.place ? "" : slide?.note || "（没有备注）";
    this.note.classList.toggle("none", !slide?.note);
    this.run.textContent = state.isRunning ? "暂停" : "自动播放";
    this.dark.textContent = state.isBlank ? "恢复画面" : "黑屏";
    this.grid.textContent = state.place ? "返回" : "网格";
    player.root.classList.toggle("dark", state.isBlank);
  }

  tick(now) {
    const { player } = this, { state } = player, time = new Date(now);
    const put = (node, text) => { if (node.textContent !== text) node.textContent = text; };
    put(this.clock.value, `${clock(time)}:${two(time.getSeconds())}`);
    put(this.elapsed.value, state.began ? span(now - state.began) : "0:00".padStart(5, "0"));
    put(this.rest.value, state.isRunning ? span(player.left() + 999) : span(player.dwell()));
    this.rest.box.classList.toggle("idle", !state.isRunning);
    const isThere = player.link.hears("wall");
    put(this.wall, isThere ? "投屏窗口已连接" : "投屏窗口未打开");
    this.wall.classList.toggle("on", isThere);
    let focus = document.activeElement;
    while (focus?.shadowRoot?.activeElement) focus = focus.shadowRoot.activeElement;
    put(this.typing, isField(focus) && !player.places.isOpen ? "正在输入，翻页键暂停；按 Esc 恢复翻页" : "");
  }
}
