// Second sources that Python sends to a notebook. In the book all of them stand in the page (card.html).

import { make } from "./dom.js";
import { paragraph } from "./feedback.js";

/** Draw one second source, as card.html does. @param {import("./marking.js").Card} card */
export function drawCard(card) {
  const details = make("details", "ss-card"),
    summary = make("summary", "", card.title + " ");
  summary.append(make("span", "ss-date", card.date));
  details.append(
    summary,
    make("p", "", card.says),
    paragraph("Published by", card.publisher),
    paragraph("Itself a party?", card.party),
  );
  if (card.url) details.append(drawLink(card.url));
  return details;
}

/** @param {string} url */
function drawLink(url) {
  const p = make("p"),
    link = make("a", "", "Open the page this rests on");
  Object.assign(link, { href: url, target: "_blank", rel: "noreferrer noopener" });
  link.append(make("span", "ss-hidden", " (leaves the kit, new tab)"));
  p.append(link);
  return p;
}
