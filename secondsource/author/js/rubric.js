// What a text that students write is compared with: a rubric, and one good answer.

import { build } from "./elements.js";
import { adding, field } from "./fields.js";
import { act } from "./saving.js";
import { state } from "./state.js";

/** @param {string} name of the exercise */
export function buildRubric(name) {
  const { rubric: lines = [], model = "" } = state.answers[name]?.text || {},
    change = { do: "essay", activity: name },
    answers = true;
  return [
    build(
      "p",
      { class: "small", "data-at": `key/answers/${name}/text` },
      "What a good text has, as a student ticks it off: two lines or more. " +
        "Then one good answer, shown after the student’s own.",
    ),
    ...lines.map((text, line) =>
      field(`Rubric ${line + 1} (empty it, and it goes)`, { ...change, field: "rubric", line }, text, {
        answers,
      }),
    ),
    adding(name, "New line of the rubric (Enter adds it)", (to) =>
      act({ ...change, field: "rubric", line: lines.length, was: "", to }),
    ),
    field("A good answer", { ...change, field: "model" }, model, { area: true, answers }),
  ];
}
