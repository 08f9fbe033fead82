// What every part of the script needs of a page. Elements are `any`: which tag a selector finds is the
// template's business.

/** @param {ParentNode} root @param {string} selector @returns {any[]} */
export const all = (root, selector) => [...root.querySelectorAll(selector)];

/** @param {ParentNode} root @param {string} selector @returns {any} */
export const one = (root, selector) => root.querySelector(selector);

/**
 * Make an element. Text is always text: nothing that a file or a person says is read as HTML.
 * @param {string} tag @param {string} [className] @param {string} [text] @returns {any}
 */
export function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}
