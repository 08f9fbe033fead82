// “Easier words”: the same claims in shorter sentences, in the place of our retelling wherever the page shows
// them. Exercises on wording keep the full text: they have no data-easier, since they ask about its very
// words.

import { isCopyKept } from "../../originals/kept.js";
import { all, one } from "./dom.js";

const CHOSEN = "secondsource/easier"; // one choice for all articles, kept on the device
const full = /** @type {WeakMap<Element, ChildNode[]>} */ (new WeakMap()); // what stood in a place before

/** @returns {boolean} */
function isChosen() {
  try {
    return localStorage.getItem(CHOSEN) !== null;
  } catch {
    return false;
  }
}

/** Keep the choice; return false where the browser does not let us. @param {boolean} on */
function choose(on) {
  try {
    if (on) localStorage.setItem(CHOSEN, "1");
    else localStorage.removeItem(CHOSEN);
    return true;
  } catch {
    return false;
  }
}

/**
 * Show a text set in easier words, or in full again. Answers that are given from then on carry the
 * fingerprint of the text that is shown.
 * @param {any} panel @param {boolean} on
 */
function showWords(panel, on) {
  const slug = panel.dataset.words,
    words = JSON.parse(one(panel, "script").textContent),
    exercises = all(document, `[data-ss^="${slug}/"][data-easier]`);
  for (const root of [...exercises, one(document, `#ss-${slug}-article`)])
    for (const place of all(root, "[data-unit]")) {
      const before = full.get(place) ?? [...place.childNodes];
      full.set(place, before);
      const easier = Object.hasOwn(words, place.dataset.unit) && words[place.dataset.unit];
      if (easier) place.replaceChildren(...(on ? [easier] : before));
    }
  for (const { dataset } of exercises)
    [dataset.fingerprint, dataset.easier] = [dataset.easier, dataset.fingerprint];
  one(panel, "button").setAttribute("aria-pressed", String(on));
  document.dispatchEvent(new Event("ss-worded")); // texts.js has copies of the text
}

/**
 * Offer the switch above a text. A reader's own copy takes the place of both texts: the switch goes where one
 * is kept, and is off where the panel for one is opened.
 * @param {any} panel
 */
export function offerEasier(panel) {
  const button = one(panel, "button"),
    isOn = () => button.getAttribute("aria-pressed") === "true";
  panel.hidden = isCopyKept(panel.dataset.words);
  if (panel.hidden) return;
  const turn = () => {
    showWords(panel, !isOn());
    const kept = choose(isOn()) ? "on this device, for every article" : "until you leave the page";
    one(panel, ".ss-saved").textContent = isOn()
      ? `Shorter sentences, the same claims: ${kept}. “Which words argue?” keeps the full text.`
      : "The full text again.";
  };
  button.addEventListener("click", turn);
  one(document, `[data-copy="${panel.dataset.words}"]`)?.addEventListener("toggle", () => isOn() && turn());
  if (isChosen()) showWords(panel, true);
}
