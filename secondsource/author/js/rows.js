// The rows of a table, its headings, and the list of answers from which each is sorted.

import { buildAnswer } from "./answering.js";
import { build, button, titled } from "./elements.js";
import { adding, field } from "./fields.js";
import { act } from "./saving.js";
import { state } from "./state.js";

/** @param {string} name @param {import("./state.js").Activity} one */
export function buildRows(name, one) {
  const { heads = {}, rows } = one,
    change = { do: "table", activity: name };
  return [
    buildLists(name, one.choices),
    field("Heading: what is sorted", { ...change, field: "text" }, heads.text || ""),
    field("Heading: what is said of it", { ...change, field: "note" }, heads.note || ""),
    field("Heading: the answer", { ...change, field: "answer" }, heads.answer || ""),
    ...Object.entries(rows || {}).map(([row, said]) => buildRow(name, heads, row, said)),
    adding(
      name,
      "New row (Enter adds it): the words or the figure to sort",
      (to) => act({ do: "row", activity: name, to }),
      "rows",
    ),
  ];
}

/** @param {string} name @param {string|undefined} chosen */
function buildLists(name, chosen) {
  const options = Object.entries(state.lists).map(([value, title]) =>
    build("option", { value, selected: value === chosen }, title),
  );
  const list = build("select", { id: `choices-${name}` }, ...options);
  list.onchange = (/** @type {any} */ { target }) =>
    act({ do: "table", activity: name, field: "choices", was: chosen, to: target.value });
  return titled("Answers to choose from", list);
}

/**
 * @param {string} activity @param {{text?: string, note?: string}} heads
 * @param {string} row @param {import("./state.js").Row} said
 */
function buildRow(activity, heads, row, said) {
  const change = { do: "row", activity, row },
    sum = said.number;
  return build(
    "div",
    { class: "card", "data-row": row, "data-at": `items/${activity}/${row}` },
    field(heads.text || "What is sorted", { ...change, field: "text" }, said.text || ""),
    field("Where it stands, such as p3.1", { ...change, field: "where" }, said.where || ""),
    field(heads.note || "What is said of it", { ...change, field: "note" }, said.note || ""),
    ...buildAnswer(activity, row, "What makes it this kind?"),
    field("A small sum to do (or nothing)", { ...change, field: "question" }, sum?.question || ""),
    ...(sum ? buildSum(activity, row, sum.unit || "") : []),
    button("Remove this row", () => act({ do: "row", activity, row, gone: true, to: "" })),
  );
}

/** @param {string} activity @param {string} row @param {string} unit */
function buildSum(activity, row, unit) {
  const option = `${row}.number`,
    { answer = "", tolerance = "", why = "" } = state.answers[activity]?.[option] || {},
    key = { do: "option key", activity, option },
    answers = true;
  return [
    field("… answered in (per cent, boats)", { do: "row", activity, row, field: "unit" }, unit),
    field("Its result", { ...key, field: "answer" }, answer, { answers }),
    field("How far off is still right", { ...key, field: "tolerance" }, tolerance, { answers }),
    field("How it is worked out", { ...key, field: "why" }, why, { area: true, answers }),
  ];
}
