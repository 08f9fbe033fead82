// What the page knows of the set: what the server said last (author/state.py), and with it what was pressed
// and is still on its way there. Nothing here decides an answer.

/**
 * @typedef {Record<string, [name: string, when: string]>} Choices by value
 * @typedef {{
 *   answer?: string, why?: string, sound?: string, evidence?: string[], tolerance?: string,
 *   rubric?: string[], model?: string,
 * }} Answer
 * @typedef {{
 *   label: string, name: string, text: string, sources: string[], run: number, words: string,
 *   grade: number | "", hints: string[], asked: string[], key: Record<string, Answer>, note: string,
 *   figures: boolean,
 * }} Unit
 * @typedef {{
 *   title?: string, publisher?: string, date?: string, says?: string, reference?: string, year?: string,
 *   [field: string]: any,
 * }} Card
 * @typedef {{unit: string, quote: string}} Phrase
 * @typedef {{text?: string, where?: string, note?: string, number?: {question?: string, unit?: string}}} Row
 * @typedef {{
 *   skill: string, title?: string, minutes?: string, prompt?: string,
 *   units?: string[], passage?: string[], options?: Record<string, string>, phrases?: Record<string, Phrase>,
 *   rows?: Record<string, Row>, choices?: string, heads?: {text?: string, note?: string, answer?: string},
 * }} Activity an exercise: what it can do is told by the fields it has, not by the name of its kind
 * @typedef {{where: string, fault: string, cure: string, rank?: string, places: string[]}} Problem
 * @typedef {[start: number, end: number, kind: string]} Cue
 * @typedef {{
 *   draft: boolean, mark: string, undo: string, redo: string, balance: string[], invented: boolean,
 *   header: Record<string, string>, page: string, notes: string,
 *   original: [text: string, label: string, cues: Cue[]][],
 *   units: Unit[], report: Unit[], cards: Record<string, Card>, problems: Problem[],
 *   activities: Record<string, Activity>, answers: Record<string, Record<string, Answer>>,
 *   planned: Record<string, number>,
 *   skills: Record<string, {name: string, question: string, labels: Choices}>,
 *   named: Record<string, string>, choices: Record<string, Choices>,
 *   lists: Record<string, string>, offers: Record<string, string>,
 * }} State named: the kind and the skill of each exercise, in words; choices: the answers to what each asks;
 *   lists: what a table may be sorted by; offers: what exercises can be added
 * @typedef {{do: string, unit?: string, skill?: string, activity?: string, option?: string, phrase?: string,
 *   row?: string, field?: string, file?: string, to?: any, [part: string]: any}} Change
 *   one thing to do (author/changes.py)
 */

export const slug = document.body.dataset.set || "";

// What is looked at. moving: what is said while the set is on its way into the kit or out of it.
export const view = { tab: "text", unit: "", skill: "speaking", moving: "" };

/** @type {State} */
export let state;

/** @type {Set<Change>} */
const ahead = new Set();

/** Take over what the server said. @param {State} told */
export function see(told) {
  state = told;
  ahead.forEach(foresee);
}

/**
 * A tick or a label is shown before it is saved: who presses 1 and then R writes at once, and in the reason.
 * @param {Change} change
 */
export function expect(change) {
  ahead.add(change);
  foresee(change);
}

/** What the server will say, it has said, or will not. @param {Change} change */
export const expectNoMore = (change) => ahead.delete(change);

/** @param {Change} change */
function foresee({ do: what, unit: label, skill = "", activity = "", option = "", field, to }) {
  const unit = label && unitOf(label);
  if (what === "ask" && unit)
    unit.asked = [...unit.asked.filter((one) => one !== activity), ...(to ? [activity] : [])];
  if (what === "sources" && unit) unit.sources = to;
  if (what === "key" && field === "answer" && unit) unit.key[skill] = { ...unit.key[skill], answer: to };
  if (what === "option key" && field === "answer") {
    const there = state.answers[activity];
    state.answers[activity] = { ...there, [option]: { ...there?.[option], answer: to } };
  }
}

export const allUnits = () => [...state.units, ...state.report];
/** @param {string} label */
export const unitOf = (label) => allUnits().find((one) => one.label === label);
/** Units of the report are labelled b1.1 and so on. @param {string} label */
export const isOfReport = (label) => label.startsWith("b");

// What an exercise and a second source are called: their titles, never their short names.
/** @param {string} name */
export const called = (name) => `“${state.activities[name]?.title || "without a title"}”`;
/** @param {string} name */
export const cardOf = (name) => state.cards[name]?.title || name;

/** @type {() => void} */
let drawing = () => {};
/** Let `redraw` do this: what changes something need not know who draws it. @param {() => void} how */
export const drawWith = (how) => void (drawing = how);
export const redraw = () => drawing();
