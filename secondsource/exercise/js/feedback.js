// Draws what a student is told about each item once the exercise is committed.

import { controlOf, nameOf } from "./controls.js";
import { make, one } from "./dom.js";
import { copyCard } from "./sources.js";

/** @typedef {import("./marking.js").Key} Key */
/** @typedef {import("./marking.js").Marks} Marks */
/** @typedef {import("./sitting.js").State} State */
/** @typedef {import("./controls.js").Controls} Controls */

/** @type {Record<string, string>} */
const VERDICTS = {
  right: "Right",
  also: "Accepted",
  wrong: "Not this one",
  blank: "Not answered",
  contested: "Readers differ: not scored",
  unreadable: "Type one number, for example 5.5",
  kept: "Compare your version",
};

/** @param {string} lead @param {string} text */
export function paragraph(lead, text) {
  const p = make("p");
  if (lead) p.append(make("b", "", lead), " ");
  p.append(text);
  return p;
}

/**
 * Explain the label a student chose: in general, or with the key's own words for this very mistake.
 * @param {Controls} controls @param {string} item @param {string} response @param {Key} key
 */
function explainChoice(controls, item, response, key) {
  const [, means, name] = nameOf(controls, item, response),
    lead = name && `You chose “${name}”.`;
  if (Object.hasOwn(key.whyNot || {}, response)) return paragraph(lead, (key.whyNot || {})[response]);
  return name ? paragraph(lead, means) : "";
}

/**
 * Return the lines under a verdict.
 * @param {Controls} controls
 * @param {string} item
 * @param {string} mark
 * @param {Key} key
 * @param {State} state
 */
function* explain(controls, item, mark, key, state) {
  const response = state.answers[item],
    also = key.also || {},
    sure = state.confidence[item];
  if (mark === "wrong" && !key.number) yield explainChoice(controls, item, response, key);
  if (mark === "also") yield paragraph("", also[response]);
  if (key.number && mark !== "right") yield paragraph("It is", `${key.answer}.`);
  if (key.why) yield paragraph("Why:", key.why);
  if (mark === "contested")
    for (const [label, reason] of Object.entries(also))
      yield paragraph(`${nameOf(controls, item, label)[0] || label}:`, reason);
  if (key.sound) yield paragraph("A sound version:", key.sound);
  if (key.rubric) yield* drawRubric(key.rubric, key.model || "", state.checked);
  if (sure && (mark === "right" || mark === "also" || mark === "wrong"))
    yield make("p", "ss-sure-note", `You were ${sure}% sure.`);
  for (const card of key.evidence || []) yield copyCard(card);
}

/** Lead to what is shown: it stands above the button that was pressed for it. @param {any} root */
export function leadTo(root) {
  const box = one(root, ".ss-feedback:not([hidden])");
  if (!box) return; // the class edition
  box.tabIndex = -1;
  box.focus({ preventScroll: true });
  box.scrollIntoView();
}

/** @param {string[]} rubric @param {string} model @param {Record<string, boolean>} checked */
function drawRubric(rubric, model, checked) {
  const list = make("ul", "ss-rubric");
  rubric.forEach((line, index) => {
    const row = make("li"),
      label = make("label"),
      box = make("input");
    Object.assign(box, { type: "checkbox", checked: Boolean(checked[index]) });
    box.dataset.check = String(index);
    label.append(box, make("span", "", line));
    row.append(label);
    list.append(row);
  });
  const both = make("div", "ss-beside"),
    [own, other] = [make("div"), make("div")];
  own.append(paragraph("Tick what your version does:", ""), list);
  other.append(paragraph("One good version:", ""), make("blockquote", "ss-model", model));
  both.append(own, other);
  return [both];
}

/** Return the place for what is said of an item. @param {any} root @param {string} item */
const boxOf = (root, item) => one(root, `[data-feedback="${item}"]`); // ours, as the key names it

/** Return the words to tap of an item, or undefined. @param {Controls} controls @param {string} item */
const phraseOf = (controls, item) => controlOf(controls, item)?.closest(".ss-phrase");

/**
 * @param {any} root
 * @param {Controls} controls
 * @param {State} state
 * @param {Marks} marks
 * @param {Record<string, Key>} key
 */
export function showFeedback(root, controls, state, marks, key) {
  for (const [item, mark] of Object.entries(marks)) {
    const box = boxOf(root, item),
      phrase = phraseOf(controls, item);
    if (!box) continue;
    drawFeedback(box, controls, item, mark, key[item], state);
    const row = box.closest("[data-feedback-for]");
    if (row) row.hidden = false;
    if (!phrase) continue;
    phrase.dataset.mark = mark;
    box.prepend(make("p", "ss-quoted", phrase.textContent));
    one(box, ".ss-verdict").append(` · a ${(key[item].name || "").toLowerCase()} word`);
  }
}

/**
 * @param {any} box
 * @param {Controls} controls
 * @param {string} item
 * @param {string} mark
 * @param {Key} key
 * @param {State} state
 */
function drawFeedback(box, controls, item, mark, key, state) {
  const verdict = make("p", "ss-verdict", VERDICTS[mark]);
  if (key.name && mark !== "right" && mark !== "contested")
    verdict.append(make("span", "ss-key-name", ` · key: ${key.name}`));
  box.className = `ss-feedback ss-${mark}`;
  box.replaceChildren(verdict, ...(mark === "unreadable" ? [] : explain(controls, item, mark, key, state)));
  box.hidden = false;
}

/** @param {any} root @param {Controls} controls @param {string[]} items */
export function hideFeedback(root, controls, items) {
  for (const item of items) {
    const box = boxOf(root, item),
      phrase = phraseOf(controls, item);
    if (!box) continue;
    box.hidden = true;
    box.replaceChildren();
    const row = box.closest("[data-feedback-for]");
    if (row && !one(row, "[data-feedback]:not([hidden])")) row.hidden = true;
    if (phrase) delete phrase.dataset.mark;
  }
}
