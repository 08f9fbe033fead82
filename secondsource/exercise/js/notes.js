// Two lines for oneself below each question of “Reflect”: kept on this device, part of no answer file.

import { all, make } from "./dom.js";
import { memo } from "./storage.js";

/** Return the name of a note; with its dots it is none of an exercise. @param {number} at */
const nameOfNote = (at) => `reflect.${location.pathname}.${at}`;

/** Put a field below each question, with what was written there. */
export function offerNotes() {
  all(document, "#reflect ol > li").forEach((question, at) => {
    const field = make("textarea", "ss-note");
    Object.assign(field, { rows: 2, value: memo(nameOfNote(at)) || "", ariaLabel: question.textContent });
    field.addEventListener("input", () => memo(nameOfNote(at), field.value));
    question.append(field);
  });
}

/** Forget what was written. */
export function forgetNotes() {
  all(document, ".ss-note").forEach((_field, at) => memo(nameOfNote(at), ""));
}
