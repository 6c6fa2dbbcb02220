/* What the server and the player in this window have to tell each other, beside the deck: see player.js. */
const ORDER_FIELD = ".st-key-order_form input";

// Streamlit opens a dialog when the server is gone, which makes everything else on the page deaf: the player says it itself.
const dismiss = () => document.querySelector('[data-testid="stDialog"] button[aria-label]')?.click();

export default function ({ data, setTriggerValue, setStateValue }) {
  const ask = (event) => setTriggerValue("place", event.detail.code);
  const follow = () => setStateValue("slide", window.wanglanSlide ?? "");
  const write = () => document.querySelector(ORDER_FIELD)?.focus();
  const heard = data.follows ? [["wanglan-slide", follow], ["wanglan-order", write]] : [["wanglan-ask", ask]];
  if (!window.wanglanDialogs) {
    window.wanglanDialogs = new MutationObserver(dismiss);
    window.wanglanDialogs.observe(document.body, { childList: true, subtree: true });
  }
  const name = data.follows ? "wanglanFollowing" : "wanglanWired";
  window[name]?.();
  for (const [event, does] of heard) window.addEventListener(event, does);
  const stop = (window[name] = () => heard.forEach(([event, does]) => window.removeEventListener(event, does)));
  if (data.follows) {
    if ((window.wanglanSlide ?? data.slide) !== data.slide) follow();
    // After a line was written down the keys turn pages again.
    if (data.given && data.given !== window.wanglanGiven) document.activeElement?.blur?.();
    window.wanglanGiven = data.given;
  } else {
    window.dispatchEvent(new CustomEvent("wanglan-beat"));
    if (data.place) window.dispatchEvent(new CustomEvent("wanglan-place", { detail: data.place }));
  }
  return stop;
}
