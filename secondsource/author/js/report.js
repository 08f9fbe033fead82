// The report: what others reported, each sentence with its sources, where it is written. Labels and reasons
// stand on the tab Text.

import { drafts } from "./drafts.js";
import { build, button, byId, titled } from "./elements.js";
import { field } from "./fields.js";
import { sayAt } from "./said.js";
import { act } from "./saving.js";
import { buildSources } from "./sources.js";
import { redraw, state } from "./state.js";
import { buildSourcesOf } from "./unit.js";
import { buildMeter } from "./units.js";
import { choose } from "./way.js";

const SENTENCE = "new-sentence"; // ids, and what is kept under them
const SOURCES = "new-sources";

export function buildReport() {
  const box = build("textarea", { id: SENTENCE }),
    ticked = (drafts.get(SOURCES) || "").split(" ").filter(Boolean);
  box.value = drafts.get(SENTENCE) || "";
  box.oninput = (/** @type {any} */ { target }) => drafts.set(SENTENCE, target.value);
  const choose = (/** @type {string[]} */ to) => {
    drafts.set(SOURCES, to.join(" "));
    redraw();
  };
  return [
    build("h2", {}, "Report"),
    build(
      "p",
      { class: "small" },
      "What others reported, neutral, each sentence with its source. Of the sentences you ask for, " +
        "one in six is weak: a party’s own count, a vague group.",
    ),
    build("ol", {}, ...state.report.map(buildSentence)),
    titled("New sentence", box, { "data-at": "brief" }),
    buildSources("new", "sentence", ticked, choose),
    button("Add", () => addSentence(ticked)),
  ];
}

/** @param {string[]} sources */
async function addSentence(sources) {
  const to = (drafts.get(SENTENCE) || "").trim();
  sayAt(byId(SENTENCE), to ? "" : "Write the sentence first.");
  if (!to) {
    byId(SENTENCE).focus();
    return;
  }
  if (!(await act({ do: "report", to, sources })).ok) return;
  drafts.delete(SENTENCE);
  drafts.delete(SOURCES);
  redraw();
}

/** @param {import("./state.js").Unit} unit */
const buildSentence = (unit) =>
  build(
    "li",
    { class: "card" },
    field("Sentence", { do: "retell", unit: unit.label }, unit.text, { area: true, also: "-report" }),
    buildSourcesOf(unit, "report"),
    build("p", { class: "small" }, ...buildMeter(unit)),
    button("Ask for it, label it", () => choose(unit.label)),
    " ",
    button("Leave out", () => act({ do: "leave out", unit: unit.label })),
  );
