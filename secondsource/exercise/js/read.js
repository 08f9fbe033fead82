// Which second sources were opened on this device: one stands folded in many places of a page.

import { all } from "./dom.js";
import { memo } from "./storage.js";

/** Show on every copy of a second source that it was read. */
export function showRead() {
  const read = `${memo("read")} `;
  for (const card of all(document, "details.ss-card"))
    if (read.includes(` ${nameOfCard(card)} `)) card.classList.add("ss-read");
}

/** Note from now on what is opened: by somebody, not by a printer that opens all. */
export function noteRead() {
  document.addEventListener("click", (/** @type {any} */ { target }) => {
    const card = target.closest(".ss-card > summary")?.parentElement;
    if (card && !card.matches(".ss-read")) memo("read", `${memo("read") || ""} ${nameOfCard(card)}`);
    if (card) showRead();
  });
}

/** @param {any} card */
const nameOfCard = ({ id, dataset }) => id || dataset.card;
