// What came of the exercises of a page, as far as they are checked.

/**
 * @typedef {object} Result
 * @property {import("./marking.js").Marks} marks
 * @property {string} line how many are right, in words
 * @property {Record<string, number>} confidence
 */

const OPEN = ["wrong", "blank", "unreadable", "kept"]; // marks with which a second try makes sense

/** @type {Map<string, Result>} */
export const results = new Map(); // by exercise

/** Note every result from now on: exercises are bound before there is a panel to show them. */
export function noteResults() {
  document.addEventListener("ss-marked", (/** @type {any} */ { target, detail }) => {
    if (detail) results.set(target.dataset.ss, detail);
    else results.delete(target.dataset.ss);
  });
}

/** Return the items that a second try is about. @param {import("./marking.js").Marks} marks */
export const openMarks = (marks) => Object.keys(marks).filter((item) => OPEN.includes(marks[item]));
