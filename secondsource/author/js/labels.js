// The labels of a unit: one for each skill, with its reason.

import { build, button } from "./elements.js";
import { field, tick } from "./fields.js";
import { act } from "./saving.js";
import { buildEvidence } from "./sources.js";
import { called, state, view } from "./state.js";

/**
 * Return the exercises that ask for labels of a skill, by name; a table may have the same skill, and asks for
 * none.
 * @param {string} skill
 */
export const asking = (skill) =>
  Object.entries(state.activities)
    .filter(([, one]) => "units" in one && one.skill === skill)
    .map(([name]) => name);

/** Label a unit. @param {import("./state.js").Unit} unit @param {string} skill @param {string} code */
export function label(unit, skill, code) {
  view.skill = skill;
  const was = unit.key[skill]?.answer || "";
  return act({ do: "key", unit: unit.label, skill, field: "answer", was, to: code });
}

/** @param {import("./state.js").Unit} unit @param {string} skill */
export function buildLabels(unit, skill) {
  const answer = unit.key[skill] || {},
    where = asking(skill);
  const shown = build(
    "div",
    { class: "answers", "data-skill": skill, "data-at": `key/units/${unit.label}/${skill}` },
    ...buildChoice(unit, skill, answer.answer || ""),
  );
  if (!where.length) return [shown];
  if (answer.answer || answer.why || where.some((one) => unit.asked.includes(one)))
    shown.append(...buildReason(unit, skill, answer));
  const ticks = where.map((activity) =>
    tick(`asked in ${called(activity)}`, unit.asked.includes(activity), {
      do: "ask",
      unit: unit.label,
      activity,
    }),
  );
  return [shown, build("div", { class: "line" }, ...ticks)];
}

/** @param {import("./state.js").Unit} unit @param {string} skill @param {string} chosen */
function buildChoice(unit, skill, chosen) {
  const { name, labels } = state.skills[skill],
    [title, rule] = labels[chosen] || [],
    keys = skill === view.skill ? " (number keys)" : "";
  const buttons = Object.entries(labels).map(([code, [title, rule]], place) =>
    button(`${place + 1} ${title}`, () => label(unit, skill, code), {
      title: rule,
      "aria-pressed": String(chosen === code),
      "data-code": code,
    }),
  );
  return [
    build("h3", {}, `${name}${keys}`),
    build("div", { class: "labels" }, ...buttons),
    title ? build("p", { class: "small" }, `${title}: ${rule}`) : null,
    build(
      "details",
      { id: `rules-${skill}`, class: "small" },
      build("summary", {}, "The rules"),
      build("ul", {}, ...Object.values(labels).map(buildRule)),
    ),
  ];
}

/** @param {[name: string, when: string]} choice */
const buildRule = ([name, when]) => build("li", {}, build("b", {}, name), `: ${when}`);

/**
 * @param {import("./state.js").Unit} unit @param {string} skill @param {import("./state.js").Answer} answer
 */
function buildReason(unit, skill, answer) {
  const change = { do: "key", unit: unit.label, skill },
    hint = state.skills[skill].question;
  return [
    field("Why", { ...change, field: "why" }, answer.why || "", { area: true, hint }),
    field("Sound version", { ...change, field: "sound" }, answer.sound || ""),
    buildEvidence(answer, { ...change, field: "evidence" }),
  ];
}
