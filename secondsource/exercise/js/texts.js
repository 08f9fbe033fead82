// The article and its brief beside a question about what is not in them, or about all of it: the texts stand
// on the page once, and are shown here once more, side by side or, where there is no room, a tap away.

import { all, make, one } from "./dom.js";

const LOW = "(max-height: 699px)"; // no room for a text, an option and its answers
const NAMES = /** @type {const} */ ({ article: "The article", brief: "The brief" });

/** Show the texts wherever a walk has a place for them; again, when their wording has changed. */
export function showTexts() {
  const show = () => {
    for (const place of all(document, ".ss-texts")) fill(place);
  };
  document.addEventListener("ss-worded", show);
  document.addEventListener("click", fold, true); // before the walk goes where it leads
  show();
}

/** Fold a text away as soon as its question is gone on with, where it lies over it. @param {any} event */
function fold({ target }) {
  const root = target.closest(".ss-stop, .ss-dock")?.closest("[data-ss]");
  if (root && matchMedia(LOW).matches) for (const place of all(root, ".ss-texts")) turn(place, -1);
}

/** @param {any} place */
function fill(place) {
  const root = place.closest("[data-ss]"),
    set = root.dataset.ss.split("/")[0],
    title = root.querySelector(".ss-title").textContent,
    tabs = make("p", "ss-tabs"),
    texts = /** @type {any[]} */ ([]);
  for (const [kind, name] of Object.entries(NAMES)) {
    const text = document.getElementById(`ss-${set}-${kind}`)?.cloneNode(true);
    if (!text) continue; // this page has none
    const box = make("div", "ss-text"),
      tab = make("button", "ss-button ss-quiet", name);
    /** @type {any} */ (text).removeAttribute("id");
    // Two exercises of a page may have it: a region's name is its own.
    Object.assign(box, { tabIndex: 0, role: "region", ariaLabel: `${name}, for “${title}”` });
    box.append(text);
    tab.type = "button";
    const at = texts.length;
    tab.addEventListener("click", () => {
      turn(place, tab.ariaPressed === "true" ? -1 : at);
      if (tab.ariaPressed === "true") place.scrollIntoView();
      if (!matchMedia(LOW).matches) one(root, ".ss-stop .ss-now")?.scrollIntoView({ block: "nearest" });
    });
    tabs.append(tab);
    texts.push(box);
  }
  const open = all(place, ".ss-text").findIndex((text) => text.matches(".ss-front"));
  place.replaceChildren(tabs, ...texts);
  turn(place, open);
}

/**
 * Bring one text to the front; -1: none. Where there is room, all are seen.
 * @param {any} place @param {number} at
 */
function turn(place, at) {
  all(place, ".ss-text").forEach((text, index) => text.classList.toggle("ss-front", index === at));
  all(place, ".ss-tabs button").forEach((tab, index) => (tab.ariaPressed = String(index === at)));
}
