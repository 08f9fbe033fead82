// The answer to one item of an exercise, its reason, and what stands behind it.

import { build, button } from "./elements.js";
import { field } from "./fields.js";
import { act } from "./saving.js";
import { buildEvidence } from "./sources.js";
import { state } from "./state.js";

/**
 * Make buttons for the answers to an option, to words or to a row, and the rest of the key to it.
 * @param {string} activity @param {string} option @param {string} hint for its reason
 */
export function buildAnswer(activity, option, hint) {
  const answer = state.answers[activity]?.[option] || {},
    change = { do: "option key", activity, option };
  const buttons = Object.entries(state.choices[activity] || {}).map(([value, [name, when]]) =>
    button(name, () => act({ ...change, field: "answer", was: answer.answer || "", to: value }), {
      title: when,
      "aria-pressed": String(answer.answer === value),
      "data-code": value,
    }),
  );
  return [
    build(
      "div",
      { class: "answers labels", "data-at": `key/answers/${activity}/${option}/answer` },
      ...buttons,
    ),
    field("Why", { ...change, field: "why" }, answer.why || "", { area: true, hint, answers: true }),
    buildEvidence(answer, { ...change, field: "evidence" }),
  ];
}
