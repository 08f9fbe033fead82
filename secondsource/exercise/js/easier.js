// “Easier words”: the same claims in shorter sentences, in the place of our retelling wherever the page shows
// them. Exercises on wording keep the full text: they have no data-easier, since they ask about its very
// words.

import { isCopyKept } from "../../originals/kept.js";
import { all, one } from "./dom.js";
import { EASIER } from "./extras.js";

const full = /** @type {WeakMap<Element, ChildNode[]>} */ (new WeakMap()); // what stood in a place before

/** Keep the choice; return false where the browser does not let us. @param {boolean} on */
function choose(on) {
  try {
    if (on) localStorage.setItem(EASIER, "1");
    else localStorage.removeItem(EASIER);
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
 * Show easier words, and take over the switch above the text. It is off where the panel for a reader's own
 * copy is opened.
 * @param {any} panel @param {boolean} isPressed or the choice is of an earlier day
 */
export function startEasier(panel, isPressed) {
  const button = one(panel, "button"),
    isOn = () => button.getAttribute("aria-pressed") === "true";
  const turn = () => {
    showWords(panel, !isOn());
    const kept = choose(isOn()) ? "on this device, for every article" : "until you leave the page";
    one(panel, ".ss-saved").textContent = isOn()
      ? `Shorter sentences, the same claims: ${kept}. “Which words argue?” keeps the full text.`
      : "The full text again.";
  };
  button.addEventListener("click", turn);
  const own = one(document, `[data-copy="${panel.dataset.words}"]`);
  own?.addEventListener("toggle", () => isOn() && turn());
  if (own?.open || isCopyKept(panel.dataset.words)) return; // while this was on its way
  if (isPressed) turn();
  else showWords(panel, true);
}
