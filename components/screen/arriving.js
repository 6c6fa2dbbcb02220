/*
 * The card a link led to comes into the middle of the window and wears an outline. What stands above it may still grow
 * while it is drawn, so its place is put right a few times, until the visitor moves; the outline goes with the first
 * click or key. Later runs of the page leave everything as it is.
 */
const MARK = "data-wl-shown";
const MOVES = ["pointerdown", "wheel", "touchstart", "keydown"];
const SETTLING_MS = [0, 300, 900, 1800];

const cardOf = (names) => names.map((name) => document.querySelector(`.st-key-${name}`)).find(Boolean);

function bring(names) {
  const card = cardOf(names);
  if (!card) return;
  card.setAttribute(MARK, "");
  card.scrollIntoView({ block: card.offsetHeight > window.innerHeight * 0.8 ? "start" : "center", behavior: "instant" });
}

function arrive(names) {
  const waiting = SETTLING_MS.map((ms) => setTimeout(() => bring(names), ms));
  const stay = (event) => {
    waiting.forEach(clearTimeout);
    if (event.type !== "pointerdown" && event.type !== "keydown") return;
    document.querySelectorAll(`[${MARK}]`).forEach((card) => card.removeAttribute(MARK));
    MOVES.forEach((move) => document.removeEventListener(move, stay, true));
  };
  MOVES.forEach((move) => document.addEventListener(move, stay, { capture: true, passive: true }));
}

export default function ({ data }) {
  const place = data.cards.join();
  if (window.wanglanArrived !== place) {
    window.wanglanArrived = place;
    arrive(data.cards);
  }
  return () => { window.wanglanArrived = ""; };
}
