// The options of an exercise, each to be decided.

import { buildAnswer } from "./answering.js";
import { build } from "./elements.js";
import { adding, field } from "./fields.js";
import { act } from "./saving.js";

const HINT = "Is it left out, and would a fair text need it?";

/** @param {string} name @param {import("./state.js").Activity} one */
export function buildOptions(name, { options }) {
  const there = options || {};
  return [
    ...Object.entries(there).map(([option, text], place) => buildOption(name, option, text, place + 1)),
    adding(
      name,
      "New option (Enter adds it)",
      (to) => act({ do: "option", activity: name, option: nameOption(to, there), was: "", to }),
      "options",
    ),
  ];
}

/** @param {string} activity @param {string} option @param {string} text @param {number} number */
const buildOption = (activity, option, text, number) =>
  build(
    "div",
    { class: "card", "data-option": option, "data-at": `items/${activity}/${option}` },
    field(`Option ${number} (empty it, and it goes)`, { do: "option", activity, option }, text),
    ...buildAnswer(activity, option, HINT),
  );

/** Name an option by its first words. @param {string} text @param {Record<string, string>} there */
function nameOption(text, there) {
  const words = text.toLowerCase().match(/[a-z]{4,}/g) || ["option"];
  let name = words.slice(0, 2).join("-");
  for (let number = 2; name in there; number++) name = `${words[0]}-${number}`;
  return name;
}
