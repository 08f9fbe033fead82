// What the book's script does when it is loaded: it binds the exercises above it at once, and all others when
// the page is complete. Each by itself: one that cannot be bound stops no other.

import { all, one } from "./dom.js";
import { offerCopy, showKeptCopies } from "./copies.js";
import { bind } from "./exercise.js";
import { offerAids, offerEasier, offerProjector } from "./extras.js";
import { loadPart, onFirstAct } from "./later.js";
import { noteResults } from "./results.js";
import { readState } from "./sitting.js";
import { showCards } from "./sources.js";
import { editionOf, isGone, isOlderKept, memo, pageStore, readStored } from "./storage.js";
import { restoreMirror, takeFromClass, tellPage, writeStored } from "./storage.js";

const exercises = () => all(document, "[data-ss]");
const bound = new Set();

function startExercises() {
  showCards(document);
  showKeptCopies();
  for (const root of exercises()) {
    if (!bound.has(root)) bind(root, () => pageStore(root));
    bound.add(root);
  }
}

async function takeOverOlder() {
  if (!(await isOlderKept())) return;
  const older = await loadPart("older");
  await older.takeOver({ editionOf, isGone, readState, readStored, tellPage, writeStored });
}

/**
 * Load a part and start it; where it does not arrive, once more with the next answer.
 * @param {import("./later.js").Part} part @param {(offered: any) => void} start
 */
function bring(part, start) {
  loadPart(part).then(start, (error) => {
    console.error(error);
    document.addEventListener("ss-kept", () => bring(part, start), { once: true });
  });
}

/** Load what nobody needs who has only opened the page. */
function loadRest() {
  if (one(document, ".ss-key")) loadPart("reasons").catch(() => {}); // tried again with a check
  for (const panel of all(document, ".ss-mine"))
    bring("panel", ({ startPanel }) => startPanel(panel, exercises()));
  bring("rest", ({ startRest }) => startRest());
  if (one(document, ".ss-texts")) bring("texts", ({ showTexts }) => showTexts());
}

noteResults();
takeFromClass();
startExercises();
document.addEventListener("DOMContentLoaded", () => {
  startExercises();
  for (const panel of all(document, "[data-words]")) offerEasier(panel);
  for (const panel of all(document, "[data-copy]")) offerCopy(panel);
  offerAids();
  offerProjector();
  const isKept = exercises().some((root) => readStored(root.dataset.ss));
  if (isKept || memo("deleted") === location.pathname) loadRest(); // panel.js has something to say
  else onFirstAct(loadRest);
  restoreMirror().then(takeOverOlder).catch(console.error); // else it is tried again with the next page
});
