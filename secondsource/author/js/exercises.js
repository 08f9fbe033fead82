// The exercises of the set: what all of them have, then what the fields of each ask for.

import { build, button } from "./elements.js";
import { field, tick } from "./fields.js";
import { buildOptions } from "./options.js";
import { buildPhrase } from "./phrases.js";
import { buildRows } from "./rows.js";
import { buildRubric } from "./rubric.js";
import { act } from "./saving.js";
import { allUnits, state } from "./state.js";

/**
 * @type {Record<string, (name: string, one: import("./state.js").Activity) => any[]>} field of an exercise ->
 * how it is written; a kind may have several, or none of them
 */
const PARTS = {
  units: (name, one) => [
    build("div", { class: "line", "data-at": `items/${name}/units` }, ...buildAsks(name, one, "units")),
  ],
  options: buildOptions,
  phrases: (name, one) => [
    build(
      "p",
      { class: "small", "data-at": `items/${name}/phrases` },
      "Choose words on the tab Text: select them in a unit, and ask for them there. " +
        "Half of them or more are fair; quotation marks must not give them away.",
    ),
    ...Object.entries(one.phrases || {}).map(([phrase, said]) => buildPhrase(name, phrase, said)),
  ],
  rows: buildRows,
  passage: (name, one) => [
    build(
      "div",
      { class: "line", "data-at": `items/${name}/passage` },
      "To be written again: ",
      ...buildAsks(name, one, "passage"),
    ),
    ...buildRubric(name),
  ],
};
/** @type {Record<string, import("./state.js").Change>} */
const ASKS = { units: { do: "ask", place: "list" }, passage: { do: "passage" } };
const BEGINNING = 5; // words by which a unit is known in a list

export function buildExercises() {
  const skills = new Set(),
    parts = [];
  for (const [name, one] of Object.entries(state.activities)) {
    parts.push(...buildHead(name, one));
    // what is wrong with the answers to all exercises of a skill is said once
    if (!skills.has(one.skill)) parts.push(build("div", { "data-at": `key/skill/${one.skill}` }));
    skills.add(one.skill);
    parts.push(...buildCommon(name, one));
    for (const [part, buildPart] of Object.entries(PARTS))
      if (part in one) parts.push(...buildPart(name, one));
  }
  return [...parts, ...buildOffers()];
}

/** @param {string} name @param {import("./state.js").Activity} one */
const buildHead = (name, one) => [
  build("h2", { "data-at": `items/${name}` }, one.title || "An exercise without a title"),
  build(
    "p",
    { class: "small" },
    `${state.named[name]} `,
    button("Remove this exercise", () => act({ do: "remove exercise", activity: name }), {
      "data-remove": name,
    }),
  ),
];

/** @param {string} name @param {import("./state.js").Activity} one */
function buildCommon(name, one) {
  const change = { do: "exercise", activity: name },
    planned = state.planned[name],
    plan = planned > 1 ? ` (sets of this kit plan ${planned} for as many items)` : "";
  return [
    field("Title", { ...change, field: "title" }, one.title || ""),
    field(`Minutes${plan}`, { ...change, field: "minutes" }, one.minutes || ""),
    field("Prompt", { ...change, field: "prompt" }, one.prompt || "", { area: true }),
  ];
}

/**
 * Make a tick for each unit that an exercise may ask for, or be about.
 * @param {string} name @param {import("./state.js").Activity} one @param {"units"|"passage"} part
 */
const buildAsks = (name, one, part) =>
  allUnits()
    .filter((unit) => unit.text)
    .map(({ label, text, figures }) =>
      tick(
        `${label}: ${beginningOf(text)}${figures && one.skill === "figures" ? " (a figure)" : ""}`,
        Boolean(one[part]?.includes(label)),
        { ...ASKS[part], unit: label, activity: name },
      ),
    );

/** @param {string} text */
function beginningOf(text) {
  const words = text.split(" ");
  return words.length > BEGINNING + 1 ? `${words.slice(0, BEGINNING).join(" ")} …` : text;
}

const buildOffers = () => [
  build("h2", {}, "One more exercise"),
  build(
    "p",
    {},
    ...Object.entries(state.offers).flatMap(([kind, title]) => [
      button(title, () => act({ do: "new exercise", kind }), { "data-new": kind }),
      " ",
    ]),
  ),
];
