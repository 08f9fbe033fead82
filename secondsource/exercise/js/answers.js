// The answer file: what a student hands in.

import { now, readState } from "./sitting.js";
import { placeOf, readName, readStored, unstored } from "./storage.js";

const ACTIVITY = /^(?=.{3,120}$)[a-z0-9-]+\/[a-z0-9-]+$/; // as in the published schema

/** Return the names of all exercises with answers on this device. */
export function storedNames() {
  const names = new Set(unstored.keys()),
    prefix = placeOf("");
  try {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(prefix)) names.add(key.slice(prefix.length));
  } catch {
    /* what could not be stored only */
  }
  return [...names].filter((name) => ACTIVITY.test(name)).sort();
}

/** Return the answer file: everything on this device, in the published schema. @param {string} kit */
export function answerFile(kit) {
  const kept = storedNames()
    .map((name) => [name, readState(readStored(name))])
    .filter(([, state]) => state);
  return {
    schema: "second-source-answers/2",
    kit,
    student: readName(),
    written: now(),
    activities: Object.fromEntries(kept),
  };
}
