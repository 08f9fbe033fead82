// The article and its brief beside a question about what is not in them, or about all of it: the texts stand
// on the page once, and are shown here once more, side by side or one at a time.

import { all, make } from "./dom.js";

const NAMES = /** @type {const} */ ({ article: "The article", brief: "The brief" });

/** Show the texts wherever a walk has a place for them; again, when their wording has changed. */
export function showTexts() {
  const show = () => {
    for (const place of all(document, ".ss-texts")) fill(place);
  };
  document.addEventListener("ss-worded", show);
  show();
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
    tab.addEventListener("click", () => turn(tabs, texts, texts.indexOf(box)));
    tabs.append(tab);
    texts.push(box);
  }
  place.replaceChildren(tabs, ...texts);
  turn(tabs, texts, 0);
}

/** Bring one text to the front, where there is room for one. @param {any} tabs @param {any[]} texts */
function turn(tabs, texts, at = 0) {
  texts.forEach((text, index) => text.classList.toggle("ss-front", index === at));
  [...tabs.children].forEach((tab, index) => (tab.ariaPressed = String(index === at)));
}
