// Answers in and out of the page: one table of what an answer can be given with, and the loops over it. A new
// kind of exercise made of these controls needs no line of script: its template says which item a control
// answers, and what its answers are.

import { all } from "./dom.js";

/**
 * A way to answer.
 * @typedef {object} Way
 * @property {string} find a selector
 * @property {(control: any) => string} item which item the control answers
 * @property {(control: any) => string|undefined} read what it says; undefined where nobody has touched it
 * @property {(control: any, answer: string|undefined) => void} write
 * @property {(control: any) => string|undefined} rest what an untouched one means once the exercise is
 *   committed; undefined: nothing
 * @property {(control: any) => any[][]} choices what it offers, as [answer, its name, what it means, what it
 *   is called where it has no name on it]; none where any text will do
 */

const answered = (/** @type {any} */ control) => control.dataset.answer;
const nothing = () => undefined;

/** @type {any} */
let typed; // the field that was typed into since the window has the focus
addEventListener("input", (/** @type {any} */ { target }) => (typed = target), true);
addEventListener("blur", () => (typed = null)); // what is typed in another window is newer then

/** Tell whether a student is typing there: nothing changes under the hands. @param {any} field */
const isTyped = (field) =>
  field === typed && field === document.activeElement && field.matches("textarea, select, [type=text]");

/** A field that holds its answer as its value. */
const FIELD = {
  item: answered,
  read: (/** @type {any} */ field) => (field.value.trim() ? field.value.toWellFormed() : undefined),
  write: (/** @type {any} */ field, /** @type {string|undefined} */ answer) => {
    if (!isTyped(field)) field.value = answer || "";
  },
  rest: nothing,
  choices: () => [],
};

/**
 * Something to tick: both of its answers stand in the template, ticked as `value` and untouched as
 * `data-rest`. Who decided to leave it open has answered, too: that is noted on it.
 */
const TICK = {
  read: (/** @type {any} */ tick) =>
    tick.checked ? tick.value : tick.dataset.left ? tick.dataset.rest : undefined,
  write: (/** @type {any} */ tick, /** @type {string|undefined} */ answer) => {
    tick.checked = tick.value === answer;
    tick.dataset.left = tick.dataset.rest === answer ? "1" : "";
  },
  rest: (/** @type {any} */ tick) => tick.dataset.rest,
  choices: (/** @type {any} */ { value, dataset: told }) => [
    [value, "", told.means, told.name],
    [told.rest, "", told.restMeans, told.restName],
  ],
};

/** @type {Record<string, Way>} */
export const WAYS = {
  chip: {
    ...TICK,
    find: "input[type=radio]",
    item: (chip) => chip.closest("[data-item]").dataset.item,
    rest: nothing,
    choices: (chip) => [[chip.value, chip.parentElement.textContent, chip.dataset.means]],
  },
  select: {
    ...FIELD,
    find: "select[data-answer]",
    choices: (select) =>
      all(select, "option").map((option) => [option.value, option.textContent, option.dataset.means]),
  },
  text: { ...FIELD, find: "input[type=text][data-answer], textarea[data-answer]" },
  box: {
    ...TICK,
    find: "input[type=checkbox][data-answer]",
    item: answered,
    choices(box) {
      const named = all(box.closest("[data-item]"), "[data-decide]"); // in the same order
      return TICK.choices(box).map(([answer, , ...told], at) => [answer, named[at]?.textContent, ...told]);
    },
  },
  tap: { ...TICK, find: "[data-tap]", item: (tap) => tap.dataset.tap },
};

/** How sure one is: asked beside an answer, and no answer itself. @type {Way} */
const SURE = { ...FIELD, find: "[data-sure]", item: (sure) => sure.dataset.sure };

/** @typedef {Way & {control: any, of: string}} Found one control of a page, and the item it is of */
/** @typedef {{answers: Found[], sure: Found[]}} Controls */

/** Return the controls of an exercise, in the order of the page. @param {any} root @returns {Controls} */
export function findControls(root) {
  const found = (/** @type {Way[]} */ ways) =>
    all(root, ways.map((way) => way.find).join()).map((control) => {
      const way = /** @type {Way} */ (ways.find(({ find }) => control.matches(find)));
      return { ...way, control, of: way.item(control) };
    });
  return { answers: found(Object.values(WAYS)), sure: found([SURE]) };
}

/** Return the ids of all items, each once. @param {Controls} controls */
export const itemsOf = (controls) => [...new Set(controls.answers.map((found) => found.of))];

/**
 * Return what the page shows. What nobody touched counts as an answer only once something was committed.
 * @param {Controls} controls @param {boolean} committed
 */
export function readPage(controls, committed) {
  /** @type {import("./sitting.js").Page} */
  const page = { answers: {}, confidence: {} };
  for (const { control, of, read, rest } of controls.answers) {
    const answer = read(control) ?? (committed ? rest(control) : undefined);
    if (answer !== undefined) page.answers[of] = answer;
  }
  for (const { control, of, read } of controls.sure)
    if (read(control)) page.confidence[of] = Number(read(control));
  return page;
}

/** @param {Controls} controls @param {import("./sitting.js").State} state */
export function writePage(controls, state) {
  for (const { control, of, write } of controls.answers) write(control, state.answers[of]);
  for (const { control, of, write } of controls.sure) write(control, String(state.confidence[of] || ""));
}

/**
 * Put into what a page shows, where a student is typing, what is kept there: all else was typed since.
 * @param {Controls} controls @param {import("./sitting.js").Page} shown
 * @param {import("./sitting.js").State} state
 */
export function leaveTyped(controls, shown, state) {
  for (const { of } of controls.answers.filter(({ control }) => isTyped(control))) {
    delete shown.answers[of];
    if (of in state.answers) shown.answers[of] = state.answers[of];
  }
}

/**
 * Return the items that still need an answer of their own: a box left open or a word left alone is an answer.
 * @param {Controls} controls
 */
export function openItems(controls) {
  const { answers } = readPage(controls, true);
  return itemsOf(controls).filter((item) => answers[item] === undefined);
}

/** Tell whether there is something to tick and nothing is ticked. @param {Controls} controls */
export function nothingTicked(controls) {
  const ticks = controls.answers.filter(({ control, rest }) => rest(control) !== undefined);
  return ticks.length > 0 && ticks.every(({ control, read }) => read(control) === undefined);
}

/** @param {Controls} controls @param {string[]} items @param {boolean} locked */
export function lockItems(controls, items, locked) {
  for (const { control, of } of [...controls.answers, ...controls.sure])
    if (items.includes(of)) control.disabled = locked;
}

/** Return the first control of an item. @param {Controls} controls @param {string} item @returns {any} */
export const controlOf = (controls, item) => controls.answers.find((found) => found.of === item)?.control;

/** Return what the controls of an item offer. @param {Controls} controls @param {string} item */
const choicesOf = (controls, item) =>
  controls.answers.flatMap(({ control, of, choices }) => (of === item ? choices(control) : []));

/**
 * Return the items whose answer is none of those that the page offers.
 * @param {Controls} controls
 * @param {Record<string, string>} answers
 */
export const unfitItems = (controls, answers) =>
  itemsOf(controls).filter((item) => {
    const offered = choicesOf(controls, item);
    return item in answers && offered.length && !offered.some(([value]) => value === answers[item]);
  });

/**
 * Return the name of an answer, what it means, and what it is called where it has no name on it (a word left
 * alone); empty texts where the page has no such answer. An answer is compared, never made part of a
 * selector: what is stored on a device may be anything. What it means stands in the page once for each
 * exercise.
 * @param {Controls} controls
 * @param {string} item
 * @param {string|undefined} answer
 */
export function nameOf(controls, item, answer) {
  const offered = (/** @type {string} */ of) =>
    choicesOf(controls, of).find(([value]) => value === answer) || [];
  if (answer === undefined) return ["", "", ""];
  const [, name = ""] = offered(item),
    [, , means = "", called = ""] = offered(itemsOf(controls).find((of) => offered(of)[2]) || "");
  return [name, means, name || called];
}

/**
 * Return the answers that find no fault. labels.py says which, and the templates pass it on.
 * @param {any} root
 */
export const soundAnswers = (root) =>
  new Set(all(root, "[data-sound]").map((choice) => choice.dataset.sound));
