// Finds the units of a text in the reader's own copy of the original. The algorithm is matching.py's, name by
// name; tests/originals/cases.json holds both to the same answers.

/**
 * @typedef {{label: string, first: string, last: string, letters: number}} Unit of a text: its anchors, and
 *   how long our retelling is
 */
/** @typedef {[start: number, end: number, errors: number]} Anchor in letters of the copy */
/** @typedef {{score: number, seamless: boolean, before: Link|null}} Gain */
/**
 * @typedef {Gain & {label: string, first: Anchor|null, last: Anchor|null}} Link one unit's place, or none,
 *   and the best chain before it
 */

const ERRORS_EACH = 7;
const MOST_ERRORS = 2;
const TOUCHING = 3;
const BONUS = 12;
const LONGER = 2;
const SLACK = 40;
const ONLY = 12;
const ALONE = 18;
const MANY = 60;
const JOINTS_TO_KNOW = 2;
const OPENING = "“\"'‘«(¡¿[";
const CLOSING = "”\"'’».,;:!?…)]";

/**
 * Return a text's letters and digits in lower case, and for each its place in code points.
 * @param {string[]} characters
 */
export function readStream(characters) {
  let letters = "";
  const places = /** @type {number[]} */ ([]);
  characters.forEach((character, place) => {
    for (const part of character.normalize("NFKD").toLowerCase()) {
      if (!/[\p{L}\p{N}]/u.test(part)) continue;
      letters += part;
      for (let unit = 0; unit < part.length; unit++) places.push(place);
    }
  });
  return { letters, places };
}

/** @param {string} wanted @param {string} letters */
function allPlaces(wanted, letters) {
  const places = [];
  for (let at = wanted ? letters.indexOf(wanted) : -1; at >= 0; at = letters.indexOf(wanted, at + 1))
    places.push(at);
  return places;
}

/**
 * Return where an anchor may stand, in order.
 * @param {string} words
 * @param {string} letters
 * @returns {Anchor[]}
 */
export function findAnchor(words, letters) {
  const wanted = readStream([...words]).letters;
  return wanted
    ? nearPlaces(wanted, letters, Math.min(MOST_ERRORS, Math.floor(wanted.length / ERRORS_EACH))).slice(
        0,
        MANY,
      )
    : [];
}

/** @param {string} wanted @param {string} letters @param {number} errors */
function nearPlaces(wanted, letters, errors) {
  const starts = /** @type {Set<number>} */ (new Set()),
    best = /** @type {Map<number, Anchor>} */ (new Map()),
    size = wanted.length;
  for (let piece = 0; piece <= errors; piece++) {
    const low = Math.floor((size * piece) / (errors + 1)),
      high = Math.floor((size * (piece + 1)) / (errors + 1));
    for (const at of allPlaces(wanted.slice(low, high), letters)) {
      for (let start = Math.max(0, at - low - errors); start <= at - low + errors; start++) starts.add(start);
    }
  }
  for (const start of [...starts].sort((a, b) => a - b)) {
    const [end, cost] = compare(wanted, letters, start, errors);
    if (cost <= errors && cost < (best.get(end)?.[2] ?? Infinity)) best.set(end, [start, end, cost]);
  }
  const kept = /** @type {Anchor[]} */ ([]);
  for (const anchor of [...best.values()].sort((a, b) => a[2] - b[2] || a[0] - b[0] || a[1] - b[1])) {
    if (kept.every((other) => anchor[1] <= other[0] || anchor[0] >= other[1])) kept.push(anchor);
  }
  return kept.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

/**
 * Return where `wanted` ends when it begins at `start`, and with how many errors.
 * @param {string} wanted
 * @param {string} letters
 * @param {number} start
 * @param {number} errors
 */
function compare(wanted, letters, start, errors) {
  const window = letters.slice(start, start + wanted.length + errors);
  let earlier = /** @type {number[]} */ ([]),
    before = /** @type {number[]} */ ([]),
    row = [...Array(window.length + 1).keys()];
  for (let i = 0; i < wanted.length; i++) {
    [earlier, before, row] = [before, row, [i + 1]];
    for (let j = 0; j < window.length; j++) {
      let cost = Math.min(before[j] + (wanted[i] === window[j] ? 0 : 1), before[j + 1] + 1, row[j] + 1);
      if (i && j && wanted[i] === window[j - 1] && wanted[i - 1] === window[j])
        cost = Math.min(cost, earlier[j - 1] + 1);
      row.push(cost);
    }
    if (Math.min(...row) > errors) return [start, errors + 1];
  }
  const cost = Math.min(...row),
    near = (/** @type {number} */ j) => Math.abs(j - wanted.length);
  const length = row.reduce(
    (best, dear, j) => (dear === cost && (best < 0 || near(j) < near(best)) ? j : best),
    -1,
  );
  return [start + length, cost];
}

/**
 * Return the best placing of one paragraph's units as links, in order.
 * @param {Unit[]} units
 * @param {string} letters
 */
function bestChain(units, letters) {
  let links = /** @type {(Link|null)[]} */ ([null]);
  for (const unit of units) {
    const pairs = anchorPairs(
      findAnchor(unit.first, letters),
      findAnchor(unit.last, letters),
      LONGER * unit.letters + SLACK,
    );
    links = [...pairs, null].map((pair) => linkTo(unit.label, pair, links));
  }
  const chain = /** @type {Link[]} */ ([]);
  for (let link = bestOf(links); link; link = link.before) chain.unshift(link);
  return chain;
}

/** @param {(Link|null)[]} links */
const bestOf = (links) =>
  links.reduce((best, other) => ((other?.score ?? 0) > (best?.score ?? 0) ? other : best));

/** @param {Anchor[]} firsts @param {Anchor[]} lasts @param {number} longest @returns {[Anchor, Anchor][]} */
function anchorPairs(firsts, lasts, longest) {
  return firsts.flatMap((first) =>
    lasts
      .filter((last) => last[1] >= first[1])
      .slice(0, 4)
      .filter((last) => last[0] >= first[0] && last[1] - first[0] <= longest)
      .map((last) => /** @type {[Anchor, Anchor]} */ ([first, last])),
  );
}

/** @param {string} label @param {[Anchor, Anchor]|null} pair @param {(Link|null)[]} links @returns {Link} */
function linkTo(label, pair, links) {
  if (!pair) {
    const before = bestOf(links);
    return { label, first: null, last: null, score: before ? before.score : 0, seamless: false, before };
  }
  const [first, last] = pair;
  const worth =
    first[1] - first[0] + (last[1] - last[0]) - 4 * (first[2] + last[2]) - (last[1] - first[0]) / 100;
  let best = /** @type {Gain} */ ({ score: worth, seamless: false, before: null });
  for (const before of links) {
    let gain,
      seamless = false;
    if (!before || !before.last) gain = before ? before.score : 0;
    else if (before.last[1] <= first[0] + 1) {
      const gap = first[0] - before.last[1];
      seamless = gap <= TOUCHING;
      gain = before.score + (seamless ? BONUS : -Math.min(gap, 400) / 10);
    } else continue;
    if (gain + worth > best.score) best = { score: gain + worth, seamless, before };
  }
  return { label, first, last, ...best };
}

/**
 * Return [label, start, end] for the units that hang together.
 * @param {Link[]} chain
 * @returns {[string, number, number][]}
 */
function acceptedSpans(chain) {
  return chain.flatMap((link, index) => {
    if (!link.first || !link.last) return [];
    const [start, firstEnd, firstErrors] = link.first,
      [lastStart, end, lastErrors] = link.last;
    const joined = link.seamless || (index + 1 < chain.length && chain[index + 1].seamless),
      letters = firstEnd - start + (end - lastStart);
    const alone = firstErrors + lastErrors === 0 && letters >= (chain.length > 1 ? ALONE : ONLY);
    return joined || alone ? [/** @type {[string, number, number]} */ ([link.label, start, end])] : [];
  });
}

/**
 * Return {label: [start, end]} in code points of the copy; nothing when the copy is another text.
 * @param {Unit[]} units
 * @param {string} copy
 * @returns {Record<string, [number, number]>}
 */
export function matchUnits(units, copy) {
  const characters = [...copy],
    stream = readStream(characters),
    groups = /** @type {Unit[][]} */ ([]);
  for (const unit of units.filter((one) => one.first)) {
    const group = groups[groups.length - 1];
    if (group && group[0].label.split(".")[0] === unit.label.split(".")[0]) group.push(unit);
    else groups.push([unit]);
  }
  const chains = groups.map((group) => bestChain(group, stream.letters));
  if (chains.flat().filter((link) => link.seamless).length < JOINTS_TO_KNOW) return {};
  const spans = chains.flatMap(acceptedSpans).sort((a, b) => a[1] - b[1] || a[2] - b[2]),
    clashing = new Set();
  spans.forEach((span, index) => {
    if (index && span[1] < spans[index - 1][2] - 1) clashing.add(span[0]).add(spans[index - 1][0]);
  });
  return Object.fromEntries(
    spans
      .filter((span) => !clashing.has(span[0]))
      .map(([label, from, to]) => {
        let start = stream.places[from],
          end = stream.places[to - 1] + 1;
        while (start > 0 && OPENING.includes(characters[start - 1])) start--;
        while (end < characters.length && CLOSING.includes(characters[end])) end++;
        return [label, [start, end]];
      }),
  );
}
