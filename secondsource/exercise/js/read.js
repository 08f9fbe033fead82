// Which second sources were opened on this device: one stands folded in many places of a page.

import { all } from "./dom.js";
import { memo } from "./storage.js";

/** Show on every copy of a second source that it was read. */
export function showRead() {
  const read = `${memo("read")} `;
  for (const card of all(document, "details.ss-card"))
    if (read.includes(` ${nameOfCard(card)} `)) card.classList.add("ss-read");
}

/** Note what is open by now, and from now on what is opened: by somebody, not by a printer that opens all. */
export function noteRead() {
  for (const card of all(document, ".ss-card[open]")) note(card);
  document.addEventListener("click", (/** @type {any} */ { target }) => {
    const card = target.closest(".ss-card > summary")?.parentElement;
    if (!card) return;
    note(card);
    showRead();
  });
}

/** @param {any} card */
function note(card) {
  const read = memo("read") || "";
  if (!`${read} `.includes(` ${nameOfCard(card)} `)) memo("read", `${read} ${nameOfCard(card)}`);
}

/** @param {any} card */
const nameOfCard = ({ id, dataset }) => id || dataset.card;
