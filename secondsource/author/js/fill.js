// What stands on the page stays there, the same elements, and takes over what is new: so nothing of what
// somebody is doing is lost to a save, such as the focus, words that are selected, an open list, and Ctrl+Z
// in a field.

const HANDLERS = ["onclick", "oninput", "onblur", "onchange", "onkeydown", "onsubmit"];

/** Let an element hold what was made anew. @param {any} parent @param {any[]} fresh */
export function fill(parent, fresh) {
  let at = parent.firstChild;
  for (const given of fresh.flat(3)) {
    if (given === null || given === undefined) continue;
    const made = given instanceof Node ? given : document.createTextNode(given),
      there = findSame(at, made);
    if (!there) {
      parent.insertBefore(made, at);
      continue;
    }
    while (at !== there) at = remove(at);
    become(there, made);
    at = there.nextSibling;
  }
  while (at) at = remove(at);
}

/**
 * Return the element that something made anew is to replace: this one, or one behind it.
 * @param {any} at @param {any} made
 */
function findSame(at, made) {
  const name = nameOf(made);
  while (name && at && nameOf(at) !== name) at = at.nextSibling;
  return at && nameOf(at) === name && at.nodeName === made.nodeName ? at : null;
}

/** @param {any} node */
function remove(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}

/** @param {any} old @param {any} fresh */
function become(old, fresh) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  for (const { name } of [...old.attributes])
    if (!fresh.hasAttribute(name) && name !== "open") old.removeAttribute(name);
  for (const { name, value } of fresh.attributes)
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  for (const name of HANDLERS) old[name] = fresh[name];
  fill(old, [...fresh.childNodes]);
  if (old.matches("[type=checkbox]")) old.checked = fresh.checked;
  else if (takesOver(old) && old.value !== fresh.value) old.value = fresh.value;
}

/**
 * What is being typed stays as it is: the server takes a space at its end away, and the next word would
 * stick.
 * @param {any} box
 */
const takesOver = (box) =>
  box.matches("input:not([type=file]), select, textarea") && box !== document.activeElement;

/** By what an element is known again among its neighbours; "" where one is like another. @param {any} node */
function nameOf(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return "";
  const { phrase, row, option, card, skill, code } = node.dataset,
    own = node.id || phrase || row || option || card || skill || code;
  if (own || card === "") return `${node.nodeName} ${own}`;
  if (node.matches("button")) return `button ${node.textContent}`;
  if (!node.matches("label, li")) return "";
  const inside = node.querySelector("[id]:not(.said)")?.id || node.querySelector("button")?.textContent;
  return `${node.nodeName} ${inside || ""}`;
}
