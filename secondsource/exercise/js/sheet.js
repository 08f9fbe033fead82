// Styles of what few pages ever show: they come with its script, not with every page.

/** Add rules to the page. @param {string} rules */
export function addStyle(rules) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
