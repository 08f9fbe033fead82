// The unit that is looked at: its text, what can be done with it, its labels.

import { build, button } from "./elements.js";
import { field } from "./fields.js";
import { buildLabels } from "./labels.js";
import { askWhereToSplit, wordsOf } from "./original.js";
import { buildWordsOf } from "./phrases.js";
import { act } from "./saving.js";
import { buildSources } from "./sources.js";
import { allUnits, isOfReport, state, unitOf, view } from "./state.js";
import { buildMeter } from "./units.js";
import { choose, step } from "./way.js";

export function buildUnit() {
  const unit = unitOf(view.unit);
  if (!unit) return buildNone();
  const words = wordsOf(unit.label),
    isReport = isOfReport(unit.label),
    title = isReport ? "Sentence" : "Retelling, in your own words",
    note = "Note to myself (nobody else sees it)";
  return [
    build("h2", {}, `This unit: ${unit.name}`),
    buildSteps(unit),
    words ? build("blockquote", { class: "passage" }, words) : null,
    field(title, { do: "retell", unit: unit.label }, unit.text, { area: true }),
    build("p", { class: "small" }, ...buildMeter(unit)),
    isReport ? buildSourcesOf(unit, "unit") : buildCuts(unit),
    build(
      "p",
      {},
      button("Leave out", () => leaveOut(unit)),
    ),
    ...Object.keys(state.skills).flatMap((skill) => buildLabels(unit, skill)),
    ...buildWordsOf(unit),
    field(note, { do: "note", unit: unit.label }, unit.note),
  ];
}

const buildNone = () => [
  build("h2", {}, "This unit"),
  build(
    "p",
    {},
    "A unit is one claim. Choose the first: retell it in your own words, say whether it is asked, " +
      "label it, give the reason; then the next. " +
      "Afterwards: Second sources, Report, Exercises, Try it, Publish.",
  ),
  build(
    "p",
    { class: "small" },
    "Keys: arrows go on, E retells, 1 to 6 label, R the reason, A asks, " +
      "Alt+1 to 6 label while you write, Ctrl+Enter goes on to the next.",
  ),
];

/** @param {import("./state.js").Unit} unit */
function buildSteps(unit) {
  const all = allUnits(),
    place = all.indexOf(unit);
  return build(
    "p",
    { class: "line" },
    button("Previous", () => step(-1), { disabled: !place }),
    " ",
    button("Next", () => step(1), { disabled: place === all.length - 1 }),
  );
}

/** @param {import("./state.js").Unit} unit @param {string} where this part of the page */
export const buildSourcesOf = (unit, where) =>
  buildSources(where, unit.label, unit.sources, (to) => act({ do: "sources", unit: unit.label, to }));

/** @param {import("./state.js").Unit} unit */
function buildCuts(unit) {
  const all = allUnits(),
    next = all[all.indexOf(unit) + 1],
    isLast = next?.label.split(".")[0] !== unit.label.split(".")[0]; // of its paragraph
  return build(
    "p",
    {},
    button("Split at …", () => askWhereToSplit(unit)),
    " ",
    button("Join with next", () => act({ do: "join", unit: unit.label }), { disabled: isLast }),
    " ",
  );
}

/** @param {import("./state.js").Unit} unit */
async function leaveOut(unit) {
  const all = allUnits(),
    place = all.indexOf(unit),
    next = all[place + 1] || all[place - 1],
    { ok } = await act({ do: "leave out", unit: unit.label });
  if (ok && next) choose(next.label);
}
