// A second source stands once on a page of the book. Wherever else it is shown there is a link to it, in
// whose place a copy is put here.

import { all, make } from "./dom.js";

/**
 * Return a second source to be shown once more; a link, where it has not arrived on this page yet.
 * @param {any} given its name on a page of the book; in a notebook the element itself (cards.js)
 */
export function copyCard(given) {
  const card = typeof given === "string" ? document.getElementById(given) : given;
  if (!card) return linkTo(given);
  const copy = card.cloneNode(true);
  copy.dataset.card = copy.id; // by which it is known as read
  copy.removeAttribute("id");
  copy.open = false;
  return copy;
}

/** @param {string} name */
function linkTo(name) {
  const line = make("p", "ss-card ss-elsewhere"),
    link = make("a", "", "A second source, further down");
  link.href = `#${name}`;
  line.dataset.card = name;
  line.append(link);
  return line;
}

/** Put copies in the place of links to second sources that have arrived. @param {ParentNode} root */
export function showCards(root) {
  for (const line of all(root, ".ss-elsewhere"))
    if (document.getElementById(line.dataset.card)) line.replaceWith(copyCard(line.dataset.card));
}
