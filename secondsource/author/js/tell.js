// What is said above the page: a fault, or a choice to make; and at its foot, when it was saved.

import { byId } from "./elements.js";

/** Say what is wrong; "": nothing any more. @param {string} text */
export const alarm = (text) => put("", text ? [text] : []);

/** Say what is wrong, with buttons to do something about it. @param {...any} parts */
export const showAlarm = (...parts) => put("", parts);

/** Show something that is no alarm: a list, a choice. @param {...any} parts */
export const showCalmly = (...parts) => put("calm", parts);

/** @param {string} how @param {any[]} parts */
function put(how, parts) {
  const box = byId("alarm");
  box.replaceChildren(...parts);
  box.className = how;
  box.hidden = !parts.length;
}

/** Say at the foot what was done; it is read aloud. @param {string} text */
export function say(text) {
  byId("saved").textContent = text;
}
