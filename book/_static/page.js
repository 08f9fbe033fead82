// What would otherwise stand inside every page. The site's Content-Security-Policy lets no inline script run
// but arriving.js.

// On narrow screens the contents list is a dialog, which would stay in front of the section just chosen.
document.addEventListener("click", (event) => {
  const link = event.target.closest("#pst-page-toc-nav a");
  if (link) link.closest("dialog")?.close();
});

// togglebutton.js reads these; its extension would write them into every page as inline scripts.
const toggleHintShow = "Click to show", toggleHintHide = "Click to hide", toggleOpenOnPrint = "true";
const togglebuttonSelector = ".toggle, .admonition.dropdown";

// Paper cannot be unfolded: what the answers mean and the second sources are printed open.
const unfolded = [];
addEventListener("beforeprint", () => {
  unfolded.push(...document.querySelectorAll(":is(.ss, .ss-evidence) details:not([open])"));
  for (const fold of unfolded) fold.open = true;
  for (const [printed, place] of placeCards()) tellPlace(printed, place);
});
addEventListener("afterprint", () => {
  for (const fold of unfolded.splice(0)) fold.open = false;
  for (const printed of document.querySelectorAll("[data-printed]")) tellPlace(printed, "");
});

// A second source is printed once, where the page lists them or else where it is first used. Wherever else it
// stands, its name and that place are: with every card of the page in every exercise, an article took 77 sheets.
function placeCards() {
  const nameOf = (card) => card.id || card.dataset.card;
  const isPrinted = (card) => nameOf(card) && !card.closest("[hidden]");
  const cards = [...document.querySelectorAll(".ss-card")].filter(isPrinted);
  const homes = new Map(), places = new Map();
  for (const card of [...cards.filter((card) => !card.closest(".ss")), ...cards])
    if (card.matches("details") && !homes.has(nameOf(card))) homes.set(nameOf(card), card);
  for (const card of cards) {
    const home = homes.get(nameOf(card));
    if (home && home !== card) places.set(card, namePlace(home, card));
  }
  // A list whose cards all stand in one place says so once.
  for (const list of document.querySelectorAll(".ss-evidence.ss-rules")) {
    const told = new Set([...list.querySelectorAll(".ss-card")].map((card) => places.get(card)));
    if (told.size === 1 && !told.has(undefined)) places.set(list, [...told][0]);
  }
  return places;
}

function namePlace(home, from) {
  const heading = home.closest("[data-ss], section")?.querySelector(".ss-title, h1, h2, h3");
  const isBelow = from.compareDocumentPosition(home) & Node.DOCUMENT_POSITION_FOLLOWING;
  return `see “${heading?.firstChild.textContent.trim()}”, ${isBelow ? "below" : "above"}`;
}

function tellPlace(printed, place) {
  // Which of them shows it, says the style sheet: a sign behind an element reads that element's attributes.
  for (const told of [printed, ...printed.querySelectorAll(":scope > summary, :scope > summary > .ss-date")])
    if (place) told.dataset.printed = place;
    else delete told.dataset.printed;
}

// What is done is shown in the contents and on the first page: where something is kept on this device.
const pageScript = document.currentScript.src;
document.addEventListener("DOMContentLoaded", () => {
  try {
    if (!Object.keys(localStorage).some((key) => key.startsWith("secondsource/2/"))) return;
  } catch {
    return; // a browser that refuses storage keeps nothing
  }
  const script = document.createElement("script");
  script.src = pageScript.replace(/page\.js.*/, "secondsource-progress.js");
  document.head.append(script);
});

// Search matches are taken away again by a javascript: link, which the policy stops as well.
document.addEventListener("click", (event) => {
  if (!event.target.closest(".highlight-link a")) return;
  event.preventDefault();
  SphinxHighlight.hideSearchWords();
});

// The search page says how many pages it found, but tells no screen reader.
document.addEventListener("DOMContentLoaded", () => {
  const results = document.getElementById("search-results"), status = document.getElementById("search-status");
  if (!status) return;
  new MutationObserver(() => {
    const summary = results.querySelector(".search-summary")?.textContent ?? "";
    if (status.textContent !== summary) status.textContent = summary;
  }).observe(results, { childList: true, characterData: true, subtree: true });
});
