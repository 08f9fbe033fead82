// The forms of the second sources: one form makes the card and the reference.

import { drafts } from "./drafts.js";
import { build, button, byId, titled } from "./elements.js";
import { proposeCard, readSavedPage } from "./propose.js";
import { sayAt } from "./said.js";
import { act } from "./saving.js";
import { redraw, state } from "./state.js";

const INVENTED = "invented"; // the reference of what is made up
/** @type {Record<string, string>} */
const TITLES = {
  title: "Title",
  publisher: "Publisher (students see it, up to the first comma)",
  date: "Date, such as 4 May 2026",
  says: "What it says, in your words",
  party: "Is it a party to the quarrel? A sentence",
  url: "Address (https://…), nothing where there is none, or “invented”",
  author: "Author, if another than the publisher",
  year: "Year",
  name: "Short name, for the kit’s files: small letters and hyphens",
};
/** @type {Record<string, string>} */
const NEEDED = {
  title: "Missing: what is it called?",
  publisher: "Missing: who published it?",
  date: "Missing: of when is it? Write “undated” where nobody says.",
};
const ADDRESS_OR_NONE = /^(?:https?:\/\/\S+)?$/;
const SHORT_NAME = /^(?:[a-z][a-z0-9]*(?:-[a-z0-9]+)+)?$/;
/** @type {Record<string, (text: string) => string>} what is wrong with a field */
const FAULTS = {
  url: (text) =>
    ADDRESS_OR_NONE.test(text.trim()) || /^invented/i.test(text.trim())
      ? ""
      : "This is no address: begin it with https://, write “invented” for a source that is made up, " +
        "or leave it empty.",
  name: (text) =>
    SHORT_NAME.test(text) ? "" : "Two words or more, small letters and digits, hyphens between them.",
};
/** @type {Map<string, string>} id of a field of a new card -> what is missing there */
const lacking = new Map();

export const buildCards = () => [
  build("h2", {}, "Second sources"),
  build(
    "p",
    { class: "small" },
    "One form makes the card and the reference. Year and name are proposed from the rest.",
  ),
  ...Object.entries(state.cards).map(([name, card]) => new CardForm(name, card).element),
  new CardForm("", {}).element,
];

class CardForm {
  /** @param {string} name "" of a new card @param {import("./state.js").Card} card */
  constructor(name, card) {
    this.name = name;
    this.card = card;
    this.isInvented = card.reference === INVENTED;
    this.element = build("form", { class: "card", "data-card": name, "data-at": `cards/${name}` });
    /** @type {Record<string, any>} */
    this.made = {};
    for (const one of Object.keys(TITLES)) this.addField(one);
    if (!name) {
      this.propose((one) => this.made[one]);
      this.element.append(this.makeOpener());
    }
    this.element.append(this.makeNote(), build("button", { type: "submit" }, name ? "Change" : "Add"), " ");
    if (name) this.element.append(...this.makeButtons());
    this.element.noValidate = true;
    this.element.onsubmit = (/** @type {any} */ event) => {
      event.preventDefault();
      this.submit();
    };
  }

  /** @param {string} one @returns {string} the id of a field */
  id(one) {
    return `card-${this.name}-${one}`;
  }

  /** Return a field: the one that stands on the page, once it does. @param {string} one */
  box(one) {
    return byId(this.id(one)) || this.made[one];
  }

  /** @param {string} one @param {string} text @returns {string|undefined} */
  faultOf(one, text) {
    return FAULTS[one]?.(text) || lacking.get(this.id(one));
  }

  /** @param {string} one */
  addField(one) {
    const id = this.id(one),
      isName = one === "name", // a card keeps its name
      box = build(one === "says" ? "textarea" : "input", { id, disabled: isName && Boolean(this.name) });
    box.value = drafts.get(id) ?? (isName ? this.name : this.card[one]) ?? "";
    box.oninput = (/** @type {any} */ { target }) => {
      if (target.value || this.name) drafts.set(target.id, target.value);
      else drafts.delete(target.id);
      sayAt(target, FAULTS[one]?.(target.value));
    };
    box.onchange = (/** @type {any} */ { target }) => {
      if (this.name)
        target.form.requestSubmit(); // a change is saved
      else this.propose();
    };
    this.made[one] = box;
    this.element.append(titled(TITLES[one], box, { "data-at": `cards/${this.name}/${one}` }));
    sayAt(box, this.faultOf(one, box.value));
  }

  /** Propose what follows from the rest, in a new form only. @param {(one: string) => any} [box] */
  propose(box = (one) => this.box(one)) {
    const rest = ["url", "publisher", "date"].map((one) => [one, box(one).value]),
      proposed = proposeCard(Object.fromEntries(rest));
    if (proposed.name in state.cards) proposed.name += "-2";
    for (const [one, value] of Object.entries(proposed)) {
      const isFree = (one !== "publisher" && one !== "date") || !box(one).value;
      if (isFree && !drafts.has(this.id(one))) box(one).value = value;
    }
  }

  /** Make what fills in a form from a page that was saved. */
  makeOpener() {
    const file = build("input", { type: "file", id: "saved-page", accept: ".html,.htm" });
    file.onchange = async (/** @type {any} */ { target }) => {
      if (!target.files[0]) return;
      for (const [one, value] of Object.entries(readSavedPage(await target.files[0].text()))) {
        const box = this.box(one);
        if (!value || box.value) continue;
        box.value = value.trim();
        drafts.set(box.id, box.value);
      }
      this.propose();
    };
    return titled("Or fill in title, publisher and date from a page you saved (.html)", file);
  }

  makeNote() {
    const { publisher, year, reference = "" } = this.card,
      seen = publisher?.split(/[,;(]/)[0].trim(),
      told = state.report.filter((unit) => unit.sources.includes(reference)).map((unit) => unit.label);
    return build(
      "p",
      { class: "small" },
      seen && !this.isInvented ? `Students see: ${seen}, ${year || "undated"}` : "",
      told.length && !this.isInvented ? `. In the report: ${told.join(", ")}` : "",
    );
  }

  makeButtons() {
    const { says, reference } = this.card,
      sources = this.isInvented ? [] : [reference];
    return [
      button("Make a sentence of this card", () => act({ do: "report", to: says, sources })),
      " ",
      button("Remove", () => act({ do: "remove card", card: this.name })),
    ];
  }

  /** Say what is missing or wrong at its place, and send nothing then. */
  async submit() {
    const isNew = !this.name,
      names = Object.keys(TITLES);
    if (isNew) this.propose();
    for (const one of names) {
      if (isNew && NEEDED[one] && !this.box(one).value.trim()) lacking.set(this.id(one), NEEDED[one]);
      else lacking.delete(this.id(one));
      sayAt(this.box(one), this.faultOf(one, this.box(one).value));
    }
    const isWrong = (/** @type {string} */ one) =>
      this.box(one).getAttribute("aria-invalid") && byId(`${this.id(one)}-said`);
    const wrong = names.find(isWrong);
    if (wrong) {
      if (isNew) this.box(wrong).focus();
      return;
    }
    const { name: card, ...to } = Object.fromEntries(names.map((one) => [one, this.box(one).value]));
    const { ok } = await act({ do: "card", card, reference: this.card.reference || "", to });
    if (!ok) return;
    for (const one of names) {
      drafts.delete(this.id(one));
      if (isNew) this.box(one).value = "";
    }
    if (isNew) this.box("title").focus();
    redraw();
  }
}
