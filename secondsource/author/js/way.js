// The way about the page: the tabs, the unit that is looked at, the field that a problem is about.

import { all, one } from "../../exercise/js/dom.js";
import { byId } from "./elements.js";
import { preview } from "./preview.js";
import { allUnits, isOfReport, redraw, state, unitOf, view } from "./state.js";

/** @type {Record<string, string>} file of a place -> the tab where it stands, if not among the exercises */
const TABS = { article: "text", brief: "report", cards: "cards", page: "page", notes: "page" };
const BOXES = "input, textarea, button, select";
const ONE_COLUMN = "(max-width: 900px)";

/** Show a tab. @param {string} tab */
export function show(tab) {
  view.tab = tab;
  for (const one of all(document, "[role=tab]")) {
    const isIt = one.dataset.tab === tab;
    one.setAttribute("aria-selected", String(isIt));
    byId(one.dataset.tab).hidden = !isIt;
  }
  if (tab === "try") preview();
}

/** Look at a unit. @param {string} label */
export function choose(label) {
  view.unit = label;
  const skills = unitOf(label)?.asked.map((one) => state.activities[one].skill) || [];
  if (skills.length && !skills.includes(view.skill)) view.skill = skills[0];
  if (isOfReport(label) && view.tab !== "text") show("text");
  redraw();
  if (matchMedia(ONE_COLUMN).matches) {
    byId("unit").scrollIntoView(); // it stands below
    return;
  }
  one(document, "#units .here")?.scrollIntoView({ block: "nearest" });
  one(document, "#original .here")?.scrollIntoView({ block: "nearest" });
}

/** Look at the next unit, or at the one before. @param {number} by */
export function step(by) {
  const units = allUnits(),
    place = units.findIndex((unit) => unit.label === view.unit) + by,
    next = units[Math.min(units.length - 1, Math.max(0, place))];
  if (next) choose(next.label);
}

/** Open the tab, the unit and the field of a place that a problem is about. @param {string} place */
export function goTo(place) {
  const parts = place.split("/"),
    unit = parts.find(unitOf);
  if (unit && parts[0] !== "items" && parts[0] !== "brief") {
    show("text");
    choose(unit);
    if (parts[0] === "key" && parts[3]) view.skill = parts[3];
  } else show(TABS[parts[0]] || "exercises");
  if (parts[1] === "header") one(document, "#text details").open = true;
  redraw();
  const spot = nearestShown(parts);
  if (!spot) return;
  spot.scrollIntoView({ block: "center" });
  const box = one(spot, BOXES) || spot;
  if (box === spot) spot.tabIndex = -1; // a heading
  box.focus({ preventScroll: true });
}

/** Return what is shown for a place: its own field, else what holds it. @param {string[]} parts */
function nearestShown(parts) {
  for (let length = parts.length; length; length--) {
    const place = CSS.escape(parts.slice(0, length).join("/")),
      spot = one(document, `section:not([hidden]) [data-at="${place}"]`);
    if (spot) return spot;
  }
}

/** Let the tabs be pressed, and gone through with the arrow keys. */
export function openTabs() {
  const tabs = all(document, "[role=tab]");
  for (const [place, tab] of tabs.entries()) {
    tab.addEventListener("click", () => show(tab.dataset.tab));
    tab.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      /** @type {Record<string, number>} */
      const places = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: -1 };
      if (!(event.key in places)) return;
      event.preventDefault();
      const next = tabs.at(places[event.key] % tabs.length);
      next.focus();
      show(next.dataset.tab);
    });
  }
}
