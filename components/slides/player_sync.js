/*
 * Windows of one browser in step, without the server: each tells the others its state, the newest one counts.
 * Also the watch over the server on a wall that nobody attends.
 */
class Link {
  constructor(name, role, on) {
    this.me = `${role}-${Math.random().toString(36).slice(2)}`;
    this.heard = new Map();
    this.channel = name && window.BroadcastChannel ? new BroadcastChannel(name) : null;
    if (!this.channel) return;
    this.channel.onmessage = ({ data }) => {
      if (data.kind === "bye") this.heard.delete(data.from);
      else this.heard.set(data.from, { role: data.role, at: Date.now() });
      on(data);
    };
    this.role = role;
    this.leave = () => this.tell("bye");
    window.addEventListener("pagehide", this.leave);
  }
  tell(kind, body = {}) { this.channel?.postMessage({ kind, from: this.me, role: this.role, ...body }); }
  /** Whether a window with a role has spoken lately; each says every three seconds that it is there. */
  hears(role) {
    for (const [who, { at }] of this.heard) if (Date.now() - at > 10000) this.heard.delete(who);
    return [...this.heard.values()].some((other) => other.role === role);
  }
  end() {
    window.removeEventListener("pagehide", this.leave);
    this.tell("bye");
    this.channel?.close();
    this.channel = null;
  }
}

/** The newer of two states; of two equally new ones every window takes the same. */
const isNewer = (one, other) => one.rev > other.rev || (one.rev === other.rev && one.by > other.by);

const PATIENCE = { lostMs: 60000, healthMs: 15000, graceMs: 20000, ...window.wanglanPatience };

class Beats {
  constructor(isExpected) {
    this.isExpected = isExpected;
    this.last = Date.now();
    this.asked = 0;
    this.wellSince = 0;
    this.heard = () => { this.last = Date.now(); this.wellSince = 0; };
    window.addEventListener("wanglan-beat", this.heard);
  }
  get isWell() { return Date.now() - this.last < PATIENCE.lostMs / 2; }
  /** Words about a server that is gone; none while it speaks. */
  words(rest) {
    if (!this.isExpected || Date.now() - this.last < PATIENCE.lostMs) return "";
    this.ask();
    return `与服务器失去联系，${rest.replace("{}", clock(new Date(this.last)))}`;
  }
  /** Once the server answers again the page mends itself or, where it does not, is loaded anew. */
  async ask() {
    if (Date.now() - this.asked < PATIENCE.healthMs) return;
    this.asked = Date.now();
    try {
      const answer = await fetch(new URL("_stcore/health", document.baseURI), { cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
    } catch {
      this.wellSince = 0;
      return;
    }
    this.wellSince = this.wellSince || Date.now();
    if (Date.now() - this.wellSince >= PATIENCE.graceMs && this.last < this.wellSince) location.reload();
  }
  end() { window.removeEventListener("wanglan-beat", this.heard); }
}

const two = (number) => String(number).padStart(2, "0");
const clock = (time) => `${two(time.getHours())}:${two(time.getMinutes())}`;
/** 3:07, or 1:02:03. */
function span(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000)), hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

const STALE_DAYS = 45;
/** What an unattended wall says about data that nobody renews; those of the demo district end on a fixed day. */
function staleWords(deck) {
  const days = deck.is_demo ? 0 : Math.floor((Date.now() - Date.parse(deck.as_of)) / 864e5);
  return days > STALE_DAYS || deck.stale_days ? `数据截至${dayWords(deck.as_of)}，已 ${Math.max(days, deck.stale_days)} 天没有更新` : "";
}
/** 2025年6月30日 */
function dayWords(iso) {
  const [year, month, day] = iso.split("-").map(Number);
  return `${year}年${month}月${day}日`;
}

const LONG_MS = 20 * 3600e3, QUIET_HOUR = 3;
/** Whether a page that has been open since yesterday may begin anew: browsers that run for weeks gather what pages leave. */
const isNight = (now, opened) => now - opened > LONG_MS && new Date(now).getHours() === QUIET_HOUR;
