// What was typed and is not confirmed: until the server has it, it is kept in this browser as well. In
// IndexedDB: Chromium writes localStorage only seconds later.

import { slug } from "./state.js";

/**
 * @typedef {{change: import("./state.js").Change, was: string, to: string, sent?: string[]}} Typed
 *   was: what the server had; sent: what was sent of it, for a page that was closed before it heard of that
 */

const OPENING = 2_000; // ms to wait for the browser's own store
const KEPT = "second-source-author";
const me = crypto.randomUUID();

/** @type {Map<string, Typed>} by the id of its field */
export const pending = new Map();
/** @type {Map<string, string>} id of a field -> what the server has there, as far as the page has heard */
export const known = new Map();
/** @type {Map<string, string>} id of a field -> where another window kept what was typed there */
const adopted = new Map();
/** @type {IDBDatabase|null} */
let outbox = null;
let inFlight = 0;

/** Tell whether what is typed in a field was found here, of a window that is closed. @param {string} id */
export const isAdopted = (id) => adopted.has(id);
/** Tell whether this browser keeps what is typed. */
export const isKept = () => Boolean(outbox);
/** Tell whether something is on its way to the server, or waits for it. */
export const isBusy = () => Boolean(pending.size || inFlight);

/** Count what is on its way, for whoever waits until all is saved. @param {number} [by] */
export function busy(by = 0) {
  inFlight += by;
  document.body.dataset.busy = String(pending.size + inFlight);
}

export async function openOutbox() {
  outbox = await new Promise((done) => {
    try {
      const asked = indexedDB.open(KEPT, 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("typed");
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => done(null);
      setTimeout(done, OPENING, null); // a browser that keeps nothing may not even say so
    } catch {
      done(null);
    }
  });
}

/**
 * Return nothing where the browser has no store, or took it away: what is typed is saved all the same.
 * @param {IDBTransactionMode} mode @param {IDBTransactionOptions} [options]
 */
function openStore(mode, options) {
  try {
    return outbox?.transaction("typed", mode, options).objectStore("typed");
  } catch {
    outbox = null;
  }
}

/** Keep what is typed in a field, or forget it when it is saved. @param {string} id */
export function keep(id) {
  busy();
  const store = openStore("readwrite", { durability: "strict" });
  if (!store) return;
  const typed = pending.get(id),
    key = `${slug}|${me}|${id}`, // two windows keep what they have apart
    other = adopted.get(id);
  if (typed) {
    store.put({ slug, id, key, at: Date.now(), ...typed }, key);
    return;
  }
  store.delete(key);
  if (other === undefined) return;
  store.delete(other);
  adopted.delete(id);
}

/** Return what is kept of this set. @returns {Promise<any[]>} */
function readOutbox() {
  return new Promise((done) => {
    const asked = openStore("readonly")?.getAll();
    if (!asked) {
      done([]);
      return;
    }
    asked.onsuccess = () => done(asked.result.filter((one) => one.slug === slug));
    asked.onerror = () => done([]);
  });
}

/**
 * Take over what windows that are closed have kept. Of two windows' words for one field the newer come first;
 * the others stay, and are shown the next time.
 */
export async function adopt() {
  for (const one of (await readOutbox()).sort((first, second) => first.at - second.at)) {
    pending.set(one.id, { change: one.change, was: one.was, to: one.to, sent: one.sent });
    adopted.set(one.id, one.key);
  }
}
