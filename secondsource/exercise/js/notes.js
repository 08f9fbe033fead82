// Two lines for oneself below each question of “Reflect”: kept on this device, part of no answer file.

import { all, make } from "./dom.js";
import { memo } from "./storage.js";

const NOT_KEPT = "Not saved. Copy what you wrote before you leave.";

/** Return the name of a note; with its dots it is none of an exercise. @param {number} at */
const nameOfNote = (at) => `reflect.${location.pathname}.${at}`;

const questions = () => all(document, "#reflect ol > li");

/** Put a field below each question, with what was written there. */
export function offerNotes() {
  questions().forEach((question, at) => {
    const field = make("textarea", "ss-own-note");
    Object.assign(field, { rows: 2, value: memo(nameOfNote(at)) || "", ariaLabel: question.textContent });
    const line = make("div"); // empty, it takes no room
    line.setAttribute("role", "status");
    field.addEventListener("input", () => {
      const isKept = memo(nameOfNote(at), field.value) === field.value,
        told = isKept ? "" : NOT_KEPT;
      if (line.textContent !== told) line.textContent = told; // else it is read out at each letter
    });
    question.append(field, line);
  });
}

/** Forget what was written, also where the fields have not arrived. */
export function forgetNotes() {
  questions().forEach((_question, at) => memo(nameOfNote(at), ""));
}
