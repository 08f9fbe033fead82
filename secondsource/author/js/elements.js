// How the parts of this page are made. Text is always text: nothing that a set says is read as HTML.

/**
 * Return an element by its id. It is `any`: which tag it has is known where it is made.
 * @param {string} id @returns {any}
 */
export const byId = (id) => document.getElementById(id);

/**
 * Make an element. What begins with “on” is a handler; an attribute that is false or undefined is left out,
 * and so is a child that is null or undefined.
 * @param {string} tag @param {Record<string, any>} [attributes]
 * @param {...any} children texts, elements, and lists of them
 * @returns {any}
 */
export function build(tag, attributes = {}, ...children) {
  const element = /** @type {any} */ (document.createElement(tag));
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on"))
      element[name] = value; // one each: fill.js hands it on
    else if (value !== false && value !== undefined) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(2).filter((child) => child !== null && child !== undefined));
  return element;
}

/** @param {string} title @param {() => any} onclick @param {Record<string, any>} [more] @returns {any} */
export const button = (title, onclick, more = {}) =>
  build("button", { type: "button", onclick, ...more }, title);

/**
 * Put a box under its title.
 * @param {string} title @param {any} box @param {Record<string, any>} [attributes]
 */
export const titled = (title, box, attributes = {}) =>
  build("label", attributes, build("span", { class: "small" }, title), box);

/**
 * Make a box to tick, with its title behind it.
 * @param {string} title @param {string} id @param {boolean} isOn @param {(isOn: boolean) => void} choose
 * @param {Record<string, any>} [attributes]
 */
export function tickBox(title, id, isOn, choose, attributes = {}) {
  const box = build("input", { type: "checkbox", id });
  box.checked = isOn;
  box.onchange = (/** @type {any} */ { target }) => choose(target.checked);
  return build("label", attributes, box, ` ${title}`);
}
