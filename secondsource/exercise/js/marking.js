// Marks answers by the key, as marking/marks.py does: both satisfy tests/marking/cases.json. Nothing of the
// page is in here.

/**
 * What a student is told about an item and marked by (key_payload.py).
 * @typedef {object} Key
 * @property {string} [answer]
 * @property {string} [name] of the right answer, as on its button
 * @property {string} [why]
 * @property {string} [sound] a sound version
 * @property {Record<string, string>} [also] accepted answers, with reasons
 * @property {Record<string, string>} [whyNot] what to say of this very mistake
 * @property {boolean} [contested]
 * @property {any[]} [evidence] second sources: names on a page of the book, elements in a notebook
 * @property {number} [tolerance]
 * @property {boolean} [number]
 * @property {string} [unit] what may stand behind the number
 * @property {string} [target] "sound" or "weak"; none where neither hits nor false alarms are counted
 * @property {string[]} [rubric]
 * @property {string} [model]
 */
/**
 * @typedef {{title: string, says: string, date: string, publisher: string, party: string, url?: string}} Card
 */
/** @typedef {Record<string, string>} Marks */

// One number, and perhaps a unit without any sign of a number in it: 5² is not 5.
const NUMBER =
  /^\s*[~≈]?\s*([+-]?\s*(?:\d[\d.,'’\s]*)?(?:[.,]?\d))\s*(?:%|(?!\s)[^\p{Nd}²³¹\u2070-\u2189]+)?$/u;
const FOREIGN = /[٠-٩۰-۹०-९০-৯０-９٫٬]/g; // Arabic, Persian, Hindi, Bengali, full width
const EUROPEAN = /^[+-]?[1-9]\d{0,2}((\.\d{3})+,\d+|(\.\d{3}){2,})$/; // one point alone begins decimals
const GROUPED = /^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/;

/**
 * Return the readings of a number a person typed: none ("5 or 6"), one ("5½", "−3", "67%"), or two
 * where a comma may group thousands or begin decimals ("163,333").
 * @param {string} text @param {string} [unit] words that may stand behind it although they hold a number
 */
export function readNumbers(text, unit = "") {
  text = text.replace(/[\u200e\u200f\u061c]/g, "").replace(FOREIGN, digit);
  text = text.replace(/[−–－﹣]/g, "-").replace(/(\d*)\s*([¼-¾⅓-⅞])/g, addFraction);
  text = text.replace(
    /^([\s~≈+-]*)(\d{1,15})\s+([1-9])\/([2-9]|10)(?![\d/.,])/,
    (_, sign, whole, above, below) => sign + (Number(whole) + Number((above / below).toFixed(10))),
  );
  const end = text.replace(/\W+$/, "").toLowerCase();
  if (unit && end.endsWith(unit.toLowerCase())) text = text.trim().slice(0, end.trim().length - unit.length);
  const match = NUMBER.exec(text);
  if (!match) return [];
  let digits = match[1].replace(/^([+-])\s+/, "$1");
  if (/^[+-]?\d{1,3}([\s'’]\d{3})+([.,]\d+)?$/.test(digits)) digits = digits.replace(/[\s'’]/g, "");
  const points = EUROPEAN.test(digits) ? digits.replace(/\./g, "") : digits;
  const readings = [points.replace(",", ".")];
  if (GROUPED.test(digits)) readings.push(digits.replace(/,/g, ""));
  return readings.filter((one) => /^[+-]?(\d+\.?\d*|\.\d+)$/.test(one)).map(Number).filter(Number.isFinite);
}

/** Return a digit of another script, or what stands between such, as ours. @param {string} sign */
function digit(sign) {
  const code = sign.charCodeAt(0);
  return { "٫": ".", "٬": "," }[sign] ?? String((code - (code >> 8 === 9 ? 6 : 0)) & 15);
}

/** @param {string} all @param {string} whole @param {string} sign such as ½ */
function addFraction(all, whole, sign) {
  const [above, below] = sign.normalize("NFKD").split("\u2044").map(Number);
  return whole.length > 15 ? all : String(Number(whole) + Number((above / below).toFixed(10)));
}

/**
 * Return blank, kept, unreadable, contested, right, also or wrong.
 * @param {string|undefined} response @param {Key} key
 */
export function markItem(response, key) {
  if (response === undefined || response.trim() === "") return "blank";
  if (key.rubric) return "kept";
  const numbers = key.number ? readNumbers(response, key.unit) : [0];
  if (!numbers.length) return "unreadable";
  if (key.contested) return "contested";
  const right = Number(key.answer), off = (key.tolerance || 0) + 1e-9;
  const isNear = (/** @type {number} */ one) => Math.abs(one - right) <= off;
  if (key.number) return numbers.some(isNear) ? "right" : "wrong";
  if (response === key.answer) return "right";
  return Object.hasOwn(key.also || {}, response) ? "also" : "wrong";
}

/** @param {Record<string, string>} answers @param {Record<string, Key>} key @returns {Marks} */
export function markAll(answers, key) {
  return Object.fromEntries(Object.keys(key).map((item) => [item, markItem(answers[item], key[item])]));
}

/**
 * Count hits (weak spots noticed) and false alarms (sound items objected to).
 * @param {Record<string, string>} answers
 * @param {Marks} marks
 * @param {Record<string, Key>} key
 * @param {Set<string>} sound the answers that find no fault (labels.py)
 */
export function tally(answers, marks, key, sound) {
  const count = { scored: 0, right: 0, contested: 0, weak: 0, hits: 0, sound: 0, alarms: 0 };
  for (const [item, mark] of Object.entries(marks)) {
    if (mark === "contested") count.contested++;
    if (mark === "kept" || key[item].contested || key[item].rubric) continue;
    count.scored++;
    if (mark === "right" || mark === "also") count.right++;
    const answer = answers[item],
      objected = Boolean(answer) && !sound.has(answer);
    if (key[item].target === "weak") (count.weak++, (count.hits += Number(objected)));
    if (key[item].target === "sound") (count.sound++, (count.alarms += Number(objected && mark === "wrong")));
  }
  return count;
}

/** Return the line on results. @param {ReturnType<typeof tally>} count @param {Marks} marks */
export function summarise(count, marks) {
  if (Object.values(marks).includes("kept")) return "Now compare your version with the list and the model.";
  const parts = [`${count.right} of ${count.scored} right`];
  if (count.contested) parts.push(`${count.contested} to discuss`);
  if (count.weak) parts.push(`weak spots noticed: ${count.hits} of ${count.weak}`);
  if (count.sound) parts.push(`sound ones left in peace: ${count.sound - count.alarms} of ${count.sound}`);
  return parts.join(" · ") + ".";
}
