// The original text beside the units: its passages, what stands out in them, and where a passage is split.

import { all } from "../../exercise/js/dom.js";
import { build, button } from "./elements.js";
import { act } from "./saving.js";
import { state, unitOf, view } from "./state.js";
import { alarm, showCalmly } from "./tell.js";
import { choose } from "./way.js";

/** @param {string} label */
const passageOf = (label) => state.original.find((one) => one[1] === label);

/** Return the words of the original that a unit retells. @param {string} label */
export const wordsOf = (label) => passageOf(label)?.[0].trim();

export function buildOriginal() {
  const shown = new Set(
    all(document, "[data-cue]")
      .filter((one) => one.checked)
      .map((one) => one.dataset.cue),
  );
  return state.original.map(([text, label, cues]) => {
    if (!label) return text;
    const here = label === view.unit ? "here" : "",
      done = unitOf(label)?.text ? "done" : "";
    return build(
      "button",
      {
        type: "button",
        class: `${here} ${done}`,
        "aria-label": `${label}: ${text}`,
        onclick: () => choose(label),
      },
      ...markCues(
        text,
        cues.filter((cue) => shown.has(cue[2])),
      ),
    );
  });
}

/** @param {string} text @param {import("./state.js").Cue[]} cues */
function markCues(text, cues) {
  const letters = [...text], // as Python counts them
    parts = [];
  let at = 0;
  for (const [start, end, kind] of cues.sort((one, other) => one[0] - other[0])) {
    if (start < at) continue;
    const words = letters.slice(start, end).join("");
    parts.push(letters.slice(at, start).join(""), build("mark", { class: kind }, words));
    at = end;
  }
  return [...parts, letters.slice(at).join("")];
}

/** Ask before which word of its passage a unit is split. @param {import("./state.js").Unit} unit */
export function askWhereToSplit(unit) {
  const part = passageOf(unit.label);
  if (!part) {
    alarm("The passage of this unit is not found in the original.");
    return;
  }
  const before = state.original.slice(0, state.original.indexOf(part)).map((one) => one[0]),
    [first, ...words] = part[0].split(/(?<=\s)/);
  let at = [...before.join(""), ...first].length;
  const choices = words.map((word) => {
    const cut = at;
    at += [...word].length;
    return button(`… ${word.trim()}`, () => {
      alarm("");
      act({ do: "split", unit: unit.label, at: cut });
    });
  });
  showCalmly(
    "The second part begins with: ",
    ...choices,
    " ",
    button("No", () => alarm("")),
  );
  choices[0]?.focus();
}
