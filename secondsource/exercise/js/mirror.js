// What is done with the second copies of all that is kept (storage.js), where there are any: nobody has them
// who opens the first page.

import { isDamaged, readState } from "./sitting.js";
import { forget, found, isGone, memo, readStored, tellPage, writeStored } from "./storage.js";

/**
 * Take what is newer there or is damaged here, and tell the page as another tab would. What was answered
 * meanwhile on this page is added to it.
 * @param {any[]} kept as they stand there
 */
export function takeCopies(kept) {
  for (const entry of kept) {
    const [name, value, at] = Array.isArray(entry) ? entry : [];
    const state = readState(value),
      copy = name !== "name" ? state : typeof value === "string" ? value : null,
      gone = Object.keys(Object(value)).join() === "times" && state?.times.saved; // as removeStored puts it
    if (typeof name !== "string" || (copy === null && !gone)) continue;
    const stored = readStored(name),
      before = found.has(name) ? found.get(name) : stored;
    if (gone && gone > (readState(stored)?.times.saved || "")) forget(name, gone);
    else if (copy === null || isGone(name, value) || !isNewer(copy, before, at)) continue;
    else if (stored === before) writeStored(name, copy);
    else if (typeof copy !== "string") writeStored(name, joinCopies(copy, readState(stored)));
    if (stored !== null || !gone) tellPage(name);
  }
}

/**
 * Add what could not be stored to what another tab has stored since then, and does not know of it.
 * @param {string} name @param {any} mine
 */
export function addUnstored(name, mine) {
  const theirs = readState(readStored(name)),
    state = readState(mine);
  if (!name.includes("/") || !theirs || !state) return;
  writeStored(name, isNewer(state, theirs) ? joinCopies(theirs, state) : joinCopies(state, theirs));
  tellPage(name);
}

/**
 * Tell whether the second copy is to be used: a sitting that is newer or whole, or a name where there is
 * none.
 * @param {string|import("./sitting.js").State} copy
 * @param {any} stored
 * @param {string} [at] when a name was typed
 */
export function isNewer(copy, stored, at = "") {
  if (typeof copy === "string") return typeof stored !== "string" || at > (memo("name.at") || "");
  const time = copy.times.saved || "",
    other = readState(stored)?.times.saved || "";
  return stored === null || (isDamaged(stored) ? time >= other : time > other);
}

/**
 * Return one sitting of two copies: what was answered in the later one stands, what was first stays first.
 * @param {any} old @param {any} held the later one @returns {any}
 */
export function joinCopies(old, held) {
  if (!old || !held) return held || old;
  const both = (/** @type {string} */ part) => ({ ...old[part], ...held[part] });
  return {
    ...held,
    edition: old.edition === held.edition ? held.edition : "", // else nobody knows of the older part
    id: old.id || held.id,
    revision: Math.max(old.revision, held.revision),
    answers: both("answers"),
    confidence: both("confidence"),
    first: { ...held.first, ...old.first },
    passages: both("passages"),
    checked: both("checked"),
    committed: held.committed || old.committed,
    tries: Math.max(held.tries, old.tries),
    times: { ...both("times"), ...(old.times.opened && { opened: old.times.opened }) },
  };
}
