// Paper cannot be unfolded: what the answers mean and the second sources are printed open. A second source is
// printed once, where the page lists them or else where it is first used. Wherever else it stands, its name
// and that place are: an article took 77 sheets with every card in every exercise.

import { all, one } from "./dom.js";

const nameOfPrinted = (/** @type {any} */ { id, dataset }) => id || dataset.card;

export function preparePaper() {
  /** @type {any[]} */
  const unfolded = [];
  addEventListener("beforeprint", () => {
    unfolded.push(...all(document, ":is(.ss, .ss-evidence) details:not([open])"));
    for (const fold of unfolded) fold.open = true;
    for (const [printed, place] of placeCards()) tellPlace(printed, place);
  });
  addEventListener("afterprint", () => {
    for (const fold of unfolded.splice(0)) fold.open = false;
    for (const printed of all(document, "[data-printed]")) tellPlace(printed, "");
  });
}

/** Return where what is not printed in full is. */
function placeCards() {
  const cards = all(document, ".ss-card").filter((card) => nameOfPrinted(card) && !card.closest("[hidden]")),
    homes = new Map(),
    places = new Map();
  for (const card of [...cards.filter((card) => !card.closest(".ss")), ...cards])
    if (card.matches("details") && !homes.has(nameOfPrinted(card))) homes.set(nameOfPrinted(card), card);
  for (const card of cards) {
    const home = homes.get(nameOfPrinted(card));
    if (home && home !== card) places.set(card, namePlace(home, card));
  }
  // A list whose cards all stand in one place says so once.
  for (const list of all(document, ".ss-evidence.ss-rules")) {
    const told = new Set(all(list, ".ss-card").map((card) => places.get(card)));
    if (told.size === 1 && !told.has(undefined)) places.set(list, [...told][0]);
  }
  return places;
}

/** @param {any} home @param {any} from */
function namePlace(home, from) {
  const heading = one(home.closest("[data-ss], section") || document, ".ss-title, h1, h2, h3"),
    isBelow = from.compareDocumentPosition(home) & Node.DOCUMENT_POSITION_FOLLOWING;
  return `see “${heading.firstChild.textContent.trim()}”, ${isBelow ? "below" : "above"}`;
}

/** @param {any} printed @param {string} place */
function tellPlace(printed, place) {
  // Which of them shows it, says the style sheet: a sign behind an element reads that element's attributes.
  for (const told of [printed, ...all(printed, ":scope > summary, :scope > summary > .ss-date")])
    if (place) told.dataset.printed = place;
    else delete told.dataset.printed;
}
