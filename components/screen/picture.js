const ICON = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 15.6 7.4 11l1.4-1.4 2.2 2.2V4h2v7.8l2.2-2.2 1.4 1.4ZM6 20q-.83 0-1.41-.59Q4 18.83 4 18v-3h2v3h12v-3h2v3q0 .83-.59 1.41Q18.83 20 18 20Z"/></svg>';
const ACTIONS = [["png", "存为 PNG 图片"], ["svg", "存为 SVG 矢量图"], ["copy", "复制图片"], ["text", "复制结论文字"]];
const SCALE = 3, MOST_PIXELS = 24e6, PATIENCE_MS = 60000;
const WORDS = {
  insecure: "浏览器只在 https 或本机地址下允许复制图片，请改用“存为 PNG 图片”。",
  refused: "浏览器没有允许复制，请在地址栏的网站权限里允许剪贴板，或改用“存为 PNG 图片”。",
  failed: "没有做成，请再试一次；仍不行请刷新页面。",
};
// The server's answer comes to a later call of the function below: it finds who waits for it here.
const waiting = (window.wanglanPictures = window.wanglanPictures || new Map());
let faces = null;

async function base64(path) {
  const answer = await fetch(new URL(path, document.baseURI));
  if (!answer.ok) throw new Error(path + ": " + answer.status);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  let text = "";
  for (let i = 0; i < bytes.length; i += 32768) text += String.fromCharCode.apply(null, bytes.subarray(i, i + 32768));
  return btoa(text);
}
/** An SVG used as a picture cannot see the page's fonts: it carries them under the name it asks for first. */
function fontFaces(family) {
  faces = faces || Promise.all([400, 700].map(async (weight) =>
    `@font-face{font-family:"${family}";font-weight:${weight};src:url(data:font/woff2;base64,` +
    `${await base64(`app/static/fonts/NotoSansSC-${weight}.woff2`)}) format("woff2")}`)).then((all) => all.join(""));
  return faces.catch((error) => { faces = null; throw error; });
}
async function paint({ svg, width, height, family }) {
  const style = `<style>${await fontFaces(family)}</style>`;
  const image = new Image();
  const address = URL.createObjectURL(new Blob([svg.replace(/>/, () => `>${style}`)], { type: "image/svg+xml;charset=utf-8" }));
  try {
    image.src = address;
    await image.decode();
    const scale = Math.min(SCALE, Math.sqrt(MOST_PIXELS / (width * height)));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    const brush = canvas.getContext("2d");
    // The first painting may come before the embedded font is ready; the second has it.
    brush.drawImage(image, 0, 0, canvas.width, canvas.height);
    await new Promise((done) => setTimeout(done, 150));
    brush.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no blob"))), "image/png"));
  } finally {
    URL.revokeObjectURL(address);
  }
}
function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
async function copyText(text) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  // On http there is only the old way: copy what is selected.
  const field = Object.assign(document.createElement("textarea"), { value: text });
  field.style.cssText = "position:fixed;top:0;opacity:0";
  document.body.append(field);
  field.select();
  const isCopied = document.execCommand("copy");
  field.remove();
  if (!isCopied) throw Object.assign(new Error("execCommand"), { name: "NotAllowedError" });
}
/** Ask the server to draw the view, and wait for the picture. */
function ask(setTriggerValue) {
  const token = `${Date.now()}.${Math.random()}`;
  return new Promise((resolve, reject) => {
    waiting.set(token, resolve);
    setTimeout(() => { if (waiting.delete(token)) reject(new Error("no answer from the server")); }, PATIENCE_MS);
    setTriggerValue("wanted", token);
  });
}
async function act(what, data, setTriggerValue) {
  if (what === "text") { await copyText(data.finding); return "已复制结论文字"; }
  if (what === "copy") {
    if (!window.isSecureContext || !navigator.clipboard || !window.ClipboardItem) return { sorry: WORDS.insecure };
    // The clipboard opens only within the click: it is given the promise of a picture.
    await navigator.clipboard.write([new ClipboardItem({ "image/png": ask(setTriggerValue).then(paint) })]);
    return "已复制图片";
  }
  const picture = await ask(setTriggerValue);
  const blob = what === "svg" ? new Blob([picture.svg], { type: "image/svg+xml;charset=utf-8" }) : await paint(picture);
  save(blob, `${data.file}.${what}`);
  return "已保存";
}
function place(menu, button) {
  const box = button.getBoundingClientRect(), size = menu.getBoundingClientRect();
  const above = box.bottom + 4 + size.height > innerHeight && box.top > size.height + 4;
  menu.style.left = `${Math.max(8, Math.min(box.right - size.width, innerWidth - size.width - 8))}px`;
  menu.style.top = `${above ? box.top - size.height - 4 : box.bottom + 4}px`;
}
function build(root) {
  const button = root.querySelector("button.open"), menu = root.querySelector(".menu");
  button.innerHTML = ICON;
  const isOpen = () => button.getAttribute("aria-expanded") === "true";
  const outside = (event) => { if (!event.composedPath().includes(menu) && !event.composedPath().includes(button)) close(false); };
  const gone = (event) => { if (!(event.target instanceof Node && menu.contains(event.target))) close(false); };
  function close(withFocus) {
    if (!isOpen()) return;
    button.setAttribute("aria-expanded", "false");
    if (menu.hidePopover && menu.matches(":popover-open")) menu.hidePopover();
    menu.hidden = true;
    document.removeEventListener("pointerdown", outside, true);
    window.removeEventListener("scroll", gone, true);
    window.removeEventListener("resize", gone);
    if (withFocus) button.focus();
  }
  function open() {
    menu.replaceChildren();
    for (const [what, label] of ACTIONS) {
      if (what === "text" && !root.wanglan.data.finding) continue;
      const item = Object.assign(document.createElement("button"), { type: "button", textContent: label });
      item.setAttribute("role", "menuitem");
      item.dataset.what = what;
      item.onclick = () => run(what, item);
      menu.append(item);
    }
    const note = document.createElement("p");
    note.setAttribute("role", "status");
    menu.append(note);
    menu.hidden = false;
    // In the top layer no card can cut it off; browsers that lack it still have position: fixed.
    if (menu.showPopover) menu.showPopover();
    button.setAttribute("aria-expanded", "true");
    place(menu, button);
    menu.firstChild.focus();
    document.addEventListener("pointerdown", outside, true);
    window.addEventListener("scroll", gone, true);
    window.addEventListener("resize", gone);
  }
  async function run(what, item) {
    if (menu.getAttribute("aria-busy") === "true") return;
    const note = menu.querySelector("p");
    menu.setAttribute("aria-busy", "true");
    note.className = "";
    note.textContent = what === "text" ? "" : "正在生成图片…";
    let said;
    try {
      const { data, setTriggerValue } = root.wanglan;
      said = await act(what, data, setTriggerValue);
    } catch (error) {
      console.warn("picture", error);
      said = { sorry: error.name === "NotAllowedError" ? WORDS.refused : WORDS.failed };
    }
    menu.removeAttribute("aria-busy");
    note.textContent = said.sorry || said;
    note.className = said.sorry ? "sorry" : "";
    if (isOpen()) place(menu, button);
    if (!said.sorry) setTimeout(() => { if (!menu.querySelector("p.sorry")) close(menu.contains(root.activeElement || document.activeElement)); }, 1200);
  }
  button.onclick = () => (isOpen() ? close(true) : open());
  menu.onkeydown = (event) => {
    const items = [...menu.querySelectorAll("button")], at = items.indexOf(event.target);
    const to = { ArrowDown: (at + 1) % items.length, ArrowUp: (at - 1 + items.length) % items.length, Home: 0, End: items.length - 1 }[event.key];
    if (to !== undefined) { items[to].focus(); event.preventDefault(); }
    if (event.key === "Escape") { close(true); event.preventDefault(); event.stopPropagation(); }
    if (event.key === "Tab") close(true);
  };
}
export default function ({ parentElement, data, setTriggerValue }) {
  const isNew = !parentElement.wanglan;
  parentElement.wanglan = { data, setTriggerValue };
  const box = parentElement.querySelector(".export");
  for (const name of ["mute", "accent", "card", "line", "ink", "control"]) box.style.setProperty(`--wl-${name}`, data.look[name]);
  if (isNew) build(parentElement);
  const answer = data.picture && waiting.get(data.picture.token);
  if (answer && waiting.delete(data.picture.token)) answer(data.picture);
}
