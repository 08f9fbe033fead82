// Fields, ticks and lists of what is in the files of a set: each change goes to the server by itself.

import { drafts } from "./drafts.js";
import { build, byId, tickBox, titled } from "./elements.js";
import { act, flush, flushSoon } from "./saving.js";
import { isOfReport } from "./state.js";
import { keep, known, pending } from "./typed.js";

/** Return the id of the field that changes something. @param {import("./state.js").Change} change */
export const keyOf = (change) =>
  Object.values(change)
    .join(" ")
    .replace(/[^\w-]+/g, "-");

/**
 * Return where a field stands among the files: a problem that concerns it is shown there.
 * @param {import("./state.js").Change} change
 */
function placeOf({ do: what, unit = "", field, skill, activity, option, phrase, row, file }) {
  /** @type {Record<string, (string|undefined)[]>} */
  const places = {
    retell: [isOfReport(unit) ? "brief" : "article", unit],
    header: ["article", "header", field],
    key: ["key", "units", unit, skill, field],
    exercise: ["items", activity, field],
    option: ["items", activity, option],
    "option key": ["key", "answers", activity, option, field],
    phrase: ["items", activity, phrase],
    row: ["items", activity, row, field],
    table: ["items", activity, field],
    essay: ["key", "answers", activity, "text", field],
    whole: [file],
  };
  return places[what]?.filter(Boolean).join("/");
}

/**
 * Make a field of a text that is saved while it is written. also: added to its id, where it stands a second
 * time; answers: it is hidden with the answers.
 * @param {string} title @param {import("./state.js").Change} change @param {string} value
 * @param {{area?: boolean, tall?: boolean, hint?: string, answers?: boolean, also?: string}} [how]
 */
export function field(title, change, value, { area, tall, hint = "", answers, also = "" } = {}) {
  const id = keyOf(change) + also,
    box = build(area || tall ? "textarea" : "input", {
      id,
      placeholder: hint,
      class: tall ? "tall" : false,
      spellcheck: "true",
      autocomplete: "off",
    });
  known.set(id, value);
  box.value = pending.get(id)?.to ?? value;
  box.oninput = (/** @type {any} */ { target }) => {
    const before = pending.get(id),
      was = before ? before.was : (known.get(id) ?? "");
    pending.set(id, { change, was, to: target.value, sent: before?.sent });
    keep(id);
    flushSoon();
  };
  box.onblur = () => {
    if (pending.size) flush();
  };
  return titled(title, box, { class: answers ? "answers" : false, "data-at": placeOf(change) });
}

/** @param {string} title @param {boolean} isOn @param {import("./state.js").Change} change */
export const tick = (title, isOn, change) =>
  tickBox(title, keyOf(change), isOn, (to) => act({ ...change, to }), {
    "data-at": change.do === "ask" ? `items/${change.activity}/${change.unit}` : false,
  });

/**
 * Make a box whose words become one more of a list when Enter is pressed. what: the field of the exercise
 * that the list is.
 * @param {string} name of the exercise @param {string} title
 * @param {(words: string) => Promise<{ok: boolean}>} add @param {string} [what]
 */
export function adding(name, title, add, what = "") {
  const box = build("input", { id: `new-option-${name}` });
  box.value = drafts.get(box.id) || "";
  box.oninput = (/** @type {any} */ { target }) => drafts.set(target.id, target.value);
  box.onkeydown = async (/** @type {any} */ event) => {
    const words = event.target.value;
    if (event.key !== "Enter" || event.isComposing || !words.trim()) return;
    event.preventDefault();
    if (!(await add(words)).ok) return;
    if (drafts.get(box.id) === words) drafts.delete(box.id);
    const there = byId(box.id); // it may have been drawn anew, and more written in it
    if (there?.value === words) there.value = "";
    there?.focus();
  };
  return titled(title, box, { "data-at": what ? `items/${name}/${what}` : false });
}
