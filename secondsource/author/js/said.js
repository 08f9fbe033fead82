// What is wrong with a field, said at the field, before anything is sent.

import { build } from "./elements.js";

/** Say it, or with "" nothing any more. @param {any} box @param {string|undefined} text */
export function sayAt(box, text) {
  const id = `${box.id}-said`,
    there = box.parentElement?.querySelector(`[id="${id}"]`);
  if (!text && !there) return;
  there?.remove();
  if (text) box.parentElement.querySelector(".small").append(build("span", { id, class: "said must" }, text));
  for (const [name, value] of [
    ["aria-invalid", "true"],
    ["aria-describedby", id],
  ])
    if (text) box.setAttribute(name, value);
    else box.removeAttribute(name);
}
