// A reader's own copy of an original needs a script of its own (originals/panel.js). It is loaded only where
// a copy is kept on this device or where somebody opens the panel.

import { isCopyKept } from "../../originals/kept.js";
import { all, one } from "./dom.js";
import { loadPart, UNREACHED } from "./later.js";

/** Show the kept passages of every set that the page has exercises of by now. */
export function showKeptCopies() {
  const slugs = new Set(all(document, "[data-ss]").map((root) => root.dataset.ss.split("/")[0]));
  if (![...slugs].some(isCopyKept)) return;
  loadPart("copy")
    .then((copies) => copies.showCopies())
    .catch(() => {}); // the page keeps our retelling
}

/** Offer a panel “Use my own copy”; what is done in it waits for the script. @param {any} panel */
export function offerCopy(panel) {
  const answer = (/** @type {any} */ event) => {
    loadPart("copy")
      .then((copies) => copies.answerPanel(panel, event))
      .catch(() => {
        one(panel, ".ss-result").textContent = UNREACHED;
      });
  };
  for (const type of ["toggle", "click", "change"]) panel.addEventListener(type, answer);
  panel.hidden = false;
}
