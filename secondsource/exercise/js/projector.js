// The projector view: the claims of an exercise one at a time, in type for the last row, for a show of
// hands. A key or a clicker goes on; another shows the answer, where the edition has answers. It is a
// page of its own by its address (#project-ID=NUMBER), and is loaded by it. On a page with short exercises
// below the steps of a rule it goes on to the next exercise: it would be at an end after two claims.

import { all, make, one } from "./dom.js";
import { addStyle } from "./sheet.js";

const STYLE = `
.ss-wall {
  background: var(--ss-paper); border: 0; box-sizing: border-box; color: var(--ss-ink);
  flex-direction: column; font-size: 24pt; height: 100vh; line-height: 1.3; margin: 0; max-height:
  none; max-width: none; overflow: auto; padding: 1rem 4vw; width: 100vw;
}
.ss-wall[open] { display: flex; }
.ss-wall h2 { font-size: 18pt; margin: 0 0 1rem; }
.ss-wall-claim { font-size: var(--ss-wall-type); line-height: 1.25; margin: 0 0 1.5rem; max-width: 34em; }
.ss-wall-claim mark {
  background: var(--ss-accent-soft); color: inherit; text-decoration: underline;
}
.ss-wall > div:focus { outline: 0; }
.ss-wall li { break-inside: avoid; }
.ss-wall ol { columns: 2; gap: 2em; margin: 0 0 1rem; padding: 0 0 0 1.4em; }
.ss-wall-answer { border-left: 8px solid var(--ss-accent); margin: 0 0 1rem; padding-left: 1rem; }
.ss-wall-answer p { margin: 0 0 .5rem; }
.ss-wall nav { display: flex; flex-wrap: wrap; gap: .6rem; margin-top: auto; padding: .5rem 0; }
.ss-wall .ss-button { font-size: 16pt; }
@media (max-width: 760px) {
  .ss-wall { font-size: 16pt; }
  .ss-wall-claim { font-size: 24pt; }
  .ss-wall ol { columns: 1; }
}
`;
const SIZES = ["40pt", "36pt", "32pt", "28pt"];
const STEPS = /** @type {Record<string, number>} */ ({
  PageDown: 1,
  ArrowRight: 1,
  ArrowDown: 1,
  " ": 1,
  PageUp: -1,
  ArrowLeft: -1,
  ArrowUp: -1,
});
const REVEAL = /^(r|R|Enter|\.|b)$/; // of a clicker: the key for a black screen

/** @typedef {{name: string, text: (string|Node)[], options: string[]}} Claim */

/** Show the exercise that an address names. @param {string} id @param {number} at which claim, from 1 */
export function project(id, at) {
  const root = document.getElementById(id);
  if (!root || one(document, ".ss-wall")) return;
  addStyle(STYLE);
  new Wall(root, at - 1);
}

class Wall {
  /** @param {any} root @param {number} at */
  constructor(root, at) {
    /** @type {Claim[]} */
    this.claims = [];
    this.at = 0;
    this.take(root, at);
    this.title = make("h2");
    this.body = make("div");
    this.body.ariaLive = "polite";
    this.body.tabIndex = -1;
    const nav = make("nav");
    nav.ariaLabel = "Projector";
    this.dialog = make("dialog", "ss-wall");
    this.dialog.ariaLabel = "Projector view";
    /** @type {[string, () => void][]} */
    const buttons = [
      ["‹ Before", () => this.go(-1)],
      ["Next ›", () => this.go(1)],
      ...(this.key ? [/** @type {[string, () => void]} */ (["Answer (R)", () => this.reveal()])] : []),
      ["Close (Esc)", () => this.dialog.close()],
    ];
    for (const [name, act] of buttons) {
      const button = make("button", "ss-button ss-quiet", name);
      button.type = "button";
      button.addEventListener("click", act);
      nav.append(button);
    }
    this.dialog.append(this.title, this.body, nav);
    this.dialog.addEventListener("keydown", (/** @type {any} */ event) => this.takeKey(event));
    this.dialog.addEventListener("close", () => this.leave());
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.draw();
    this.body.focus();
  }

  /** Take the claims of an exercise. @param {any} root @param {number} at */
  take(root, at) {
    const key = one(root, ".ss-key");
    this.root = root;
    this.key = key && JSON.parse(key.textContent);
    this.claims = [...all(root, ".ss-item[data-item]"), ...all(root, ".ss-phrase")].map(readClaim);
    this.at = Math.min(Math.max(at, 0), this.claims.length - 1);
  }

  draw() {
    const { text, options } = this.claims[this.at],
      list = make("ol"),
      claim = make("p", "ss-wall-claim");
    claim.append(...text);
    for (const option of options) list.append(make("li", "", option));
    const title = one(this.root, ".ss-title").textContent;
    this.title.textContent = `${title} · ${this.at + 1} of ${this.claims.length}`;
    this.body.replaceChildren(claim, ...(options.length ? [list] : []));
    // What does not fit is set smaller: the keys that would scroll go on to the next claim.
    for (const size of SIZES) {
      this.dialog.style.setProperty("--ss-wall-type", size);
      if (this.dialog.scrollHeight <= this.dialog.clientHeight) break;
    }
    this.dialog.scrollTop = 0;
    history.replaceState(null, "", `#project-${this.root.id}=${this.at + 1}`);
  }

  /** @param {number} by */
  go(by) {
    const to = this.at + by;
    if (this.claims[to]) this.at = to;
    else {
      const roots = one(document, ".ss-all") ? all(document, "[data-ss]:has(.ss-project)") : [],
        next = roots[roots.indexOf(this.root) + by];
      if (!next) return;
      this.take(next, by > 0 ? 0 : Infinity);
    }
    this.draw();
  }

  /** Show the answer with its reason; once more hides it. */
  reveal() {
    const shown = one(this.body, ".ss-wall-answer"),
      key = this.key?.[this.claims[this.at].name];
    if (shown || !key) return shown?.remove();
    const box = make("div", "ss-wall-answer"),
      say = (/** @type {string} */ lead, /** @type {string} */ text) => {
        const line = make("p", "", text);
        if (lead) line.prepend(make("b", "", lead), " ");
        box.append(line);
      };
    say(key.name, key.contested ? "Readers differ: not scored." : "");
    say("", key.why || "");
    if (key.sound) say("A sound version:", key.sound);
    this.body.append(box);
    box.scrollIntoView({ block: "nearest" });
  }

  /** @param {any} event */
  takeKey(event) {
    const { key, target } = event,
      by = STEPS[key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^( |Enter)$/.test(key) && target.matches("button")) return; // it presses that
    if (key === "Escape") this.dialog.close();
    else if (by) this.go(by);
    else if (REVEAL.test(key)) this.reveal();
    else return;
    event.preventDefault();
  }

  leave() {
    this.dialog.remove();
    history.replaceState(null, "", `#${this.root.id}`);
    const link = one(this.root, ".ss-project a");
    (link.checkVisibility() ? link : one(document, ".ss-all a") || link).focus();
  }
}

/** Read what the class is asked about one claim from the list that stands in the page. @param {any} item */
function readClaim(item) {
  /** @type {Claim} */
  const claim = { name: item.dataset.item || one(item, "input").dataset.tap, text: [], options: [] };
  if (item.matches(".ss-phrase")) {
    for (const part of item.parentElement.childNodes)
      claim.text.push(part === item ? make("mark", "", item.textContent) : part.textContent);
    return claim;
  }
  const asked = one(item, ".ss-unit") || one(item, "th") || one(item, "label"),
    note = one(item, "td:not(.ss-answer)");
  claim.text.push([asked, note].map((part) => part?.textContent.trim()).filter(Boolean).join(" · "));
  claim.options = all(item, ".ss-chip, [data-decide]").map((choice) => choice.textContent);
  return claim;
}
