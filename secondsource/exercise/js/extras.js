// What a page offers beside its exercises and loads only when it is wanted: the projector view by its
// address, the reading aid and easier words by their switches.

import { isCopyKept, isKept } from "../../originals/kept.js";
import { all, one } from "./dom.js";
import { loadPart, UNREACHED } from "./later.js";
import { memo } from "./storage.js";

export const EASIER = "secondsource/easier"; // one choice for all articles, kept on the device

/** Show the projector view where the address asks for it, now or later. */
export function offerProjector() {
  const open = () => {
    const [, id, at] = location.hash.match(/^#project-([\w-]+)(?:=(\d+))?$/) || [];
    if (id) loadPart("projector").then(({ project }) => project(id, Number(at || 1)), console.error);
  };
  // A walk needs no link to it, but for the short exercises of a page there is one: it shows them in turn.
  const [first, second] = all(document, "[data-short] .ss-project");
  if (second) {
    first.classList.add("ss-all");
    one(first, "a").textContent = "Projector view: all steps";
  }
  addEventListener("hashchange", open);
  open();
}

/** Offer the reading aid above a text: off, unless it was switched on on this device. @param {any} line */
function offerAid(line) {
  const button = one(line, "button");
  /** @type {((isOn: boolean) => void)|undefined} */
  let turn;
  const show = async (/** @type {boolean} */ isOn) => {
    turn ||= (await loadPart("aid")).startAid(line.nextElementSibling);
    turn?.(isOn);
    button.ariaPressed = String(isOn);
    memo("aid", isOn ? "1" : "");
  };
  button.addEventListener("click", () => show(button.ariaPressed !== "true").catch(console.error));
  if (memo("aid")) show(true).catch(console.error);
  line.hidden = false;
}

/**
 * Offer easier words above a text. A reader's own copy takes the place of both: where one is kept, the switch
 * goes.
 * @param {any} panel
 */
export function offerEasier(panel) {
  /** @param {Event} [press] */
  const start = (press) =>
    loadPart("easier").then(({ startEasier }) => startEasier(panel, Boolean(press)), () => {
      one(panel, ".ss-saved").textContent = UNREACHED;
      wait();
    });
  const wait = () => one(panel, "button").addEventListener("click", start, { once: true });
  panel.hidden = isCopyKept(panel.dataset.words);
  if (panel.hidden) return;
  if (isKept(EASIER)) start();
  else wait();
}

export const offerAids = () => all(document, ".ss-aid").forEach(offerAid);
