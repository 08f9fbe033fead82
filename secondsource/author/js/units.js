// The units of the text in their order, with what can be said of each; above them what stands over the text.

import { build, button } from "./elements.js";
import { field } from "./fields.js";
import { problemsOf } from "./problems.js";
import { called, state, view } from "./state.js";
import { choose } from "./way.js";

const LONG = 3; // words in a row as in the original that are told
const TOO_LONG = 8; // more are refused
/** @type {Record<string, [title: string, hint?: string]>} */
const HEADER = {
  title: ["Title"],
  byline: ["Author", "Who, and what have they to do with the matter?"],
  published: ["Date"],
  outlet: ["Where it was published"],
  link: ["Address", "https://…, or: invented, not published anywhere"],
  rights: ["Rights"],
};

export const buildHeader = () =>
  Object.entries(state.header).map(([name, value]) => {
    const [title, hint] = HEADER[name];
    return field(title, { do: "header", field: name }, value, { hint });
  });

export const buildUnits = () =>
  state.units.map((unit) => {
    const isHere = unit.label === view.unit,
      pressed = { "aria-pressed": String(isHere), title: unit.name };
    return build(
      "li",
      { class: isHere ? "here" : "" },
      button(unit.label, () => choose(unit.label), pressed),
      ` ${unit.text || "…"} `,
      build("span", { class: "small" }, ...buildMeter(unit, true)),
    );
  });

/** Say how a unit stands. @param {import("./state.js").Unit} unit @param {boolean} [isList] */
export function buildMeter(unit, isList = false) {
  if (!unit.text) return [build("i", {}, "not retold yet")];
  const asked = unit.asked.length ? `asked in ${unit.asked.map(called).join(", ")}` : "not asked",
    grade = unit.grade === "" ? "" : `grade ${unit.grade} · `;
  return [
    unit.run > LONG ? buildRun(unit) : "",
    `${grade}${asked}`,
    ...unit.hints.map((hint) => build("div", { class: "warn" }, `⚠ ${hint}`)),
    ...(isList ? problemsOf(unit.label).map(buildProblem) : []),
  ];
}

/** @param {import("./state.js").Unit} unit */
const buildRun = ({ run, words }) =>
  build(
    "b",
    { class: run > TOO_LONG ? "must" : "warn" },
    `${run} words in a row as in the original (9 are refused): “${words}” · `,
  );

/** @param {import("./state.js").Problem} problem */
const buildProblem = ({ rank, fault, cure }) =>
  build("div", { class: rank === "must" ? "must" : "" }, `${fault} ${cure}`);
