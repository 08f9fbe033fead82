// What is wrong with the set: at its place, and in a list from which each place is reached.

import { all } from "../../exercise/js/dom.js";
import { build, button, byId } from "./elements.js";
import { allUnits, isOfReport, state } from "./state.js";
import { goTo } from "./way.js";

/** @param {string} label of a unit */
export const problemsOf = (label) =>
  state.problems.filter((one) => one.places.some((place) => place.split("/").includes(label)));

/** Say each problem at the nearest field there is for it: at its own, else at what holds it. */
export function placeProblems() {
  /** @type {Map<string, any[]>} */
  const spots = new Map();
  for (const one of all(document, "main [data-at]"))
    spots.set(one.dataset.at, [...(spots.get(one.dataset.at) || []), one]);
  for (const [number, problem] of state.problems.entries())
    for (const place of problem.places)
      for (const spot of nearest(spots, place)) sayProblem(spot, problem, number);
}

/** @param {Map<string, any[]>} spots @param {string} place */
function nearest(spots, place) {
  const parts = place.split("/");
  while (parts.length && !spots.has(parts.join("/"))) parts.pop();
  return spots.get(parts.join("/")) || [];
}

/** @param {any} spot @param {import("./state.js").Problem} problem @param {number} number */
function sayProblem(spot, { rank, fault, cure }, number) {
  const id = `problem-${number}-${spot.closest("section").id}`,
    isMust = rank === "must";
  if (byId(id)) return;
  // in the line of the title: a line of its own that comes and goes moves all that stands below it
  const line = spot.querySelector(":scope > .small") || spot;
  line.append(build("span", { id, class: `said ${isMust ? "must" : "todo"}` }, `${fault} ${cure}`));
  const box = spot.matches("label") ? spot.querySelector("input, textarea") : null;
  if (!box) return;
  box.setAttribute("aria-describedby", `${box.getAttribute("aria-describedby") || ""} ${id}`.trim());
  if (isMust) box.setAttribute("aria-invalid", "true");
}

export function buildProblems() {
  const of = (/** @type {string} */ rank) =>
    state.problems.filter((one) => one.rank === rank).map(buildProblemLine);
  const must = of("must"),
    toDo = of("to do"),
    nothing = () => build("p", {}, "Nothing.");
  return [
    build("h2", {}, "Must: before it can be published"),
    must.length ? null : nothing(),
    build("ul", {}, ...must),
    build("h2", {}, "To do: not written yet"),
    toDo.length ? null : nothing(),
    build("ul", {}, ...toDo),
    build("h2", {}, "Better: what could give answers away or read badly"),
    build("ul", {}, ...of("better"), ...allUnits().flatMap(buildHints)),
  ];
}

/** @param {import("./state.js").Unit} unit */
const buildHints = ({ label, name, hints }) =>
  hints.map((hint) =>
    buildProblemLine({
      where: `Text, ${name}`,
      fault: `it ${hint}.`,
      cure: "",
      places: [`${isOfReport(label) ? "brief" : "article"}/${label}`],
    }),
  );

/** @param {import("./state.js").Problem} problem */
const buildProblemLine = (problem) =>
  build(
    "li",
    {},
    build("b", {}, problem.where),
    `: ${problem.fault} ${problem.cure} `,
    problem.places.length ? button("Go there", () => goTo(problem.places[0])) : null,
  );
