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
