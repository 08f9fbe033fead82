// How a page of a live class asks the teacher's computer. Tokens go in a header, never in an address.

/**
 * Ask, and return what was answered. status: 0 where the computer cannot be reached.
 * @param {string} address @param {string} token @param {any} [message] what to send; nothing: only ask
 * @param {number} [patience] ms
 * @returns {Promise<{status: number, said: any}>}
 */
export async function ask(address, token, message, patience = 15_000) {
  /** @type {Record<string, string>} */
  const headers = token ? { Authorization: `Bearer ${token}` } : {},
    end = new AbortController(),
    late = setTimeout(() => end.abort(), patience);
  try {
    const body = message === undefined ? undefined : JSON.stringify(message),
      answer = await fetch(address, {
        method: body === undefined ? "GET" : "POST",
        headers: body === undefined ? headers : { ...headers, "Content-Type": "application/json" },
        body,
        cache: "no-store",
        credentials: "omit",
        signal: end.signal,
      });
    return { status: answer.status, said: await answer.json().catch(() => ({})) };
  } catch {
    return { status: 0, said: {} };
  } finally {
    clearTimeout(late);
  }
}

const UNHEARD = 40_000; // ms without a word: the stream of a phone that slept looks open and is dead

/**
 * Read events until `stopped`; come back by itself when the way is open again.
 * @param {string} address @param {string} token
 * @param {{event: (name: string, data: any) => void, open: (isOpen: boolean, status: number) => void}} told
 * @returns {{hurry: () => void}} `hurry` tries again at once where nothing is heard
 */
export function listen(address, token, told) {
  let last = "",
    heard = 0,
    wait = 500;
  /** @type {AbortController} */
  let end;
  /** @type {() => void} */
  let wake = () => {};
  const run = async () => {
    for (;;) {
      end = new AbortController();
      const status = await read(end.signal).catch(() => 0);
      told.open(false, status);
      if (status === 401) return;
      await new Promise((done) => {
        wake = () => done(undefined);
        setTimeout(wake, wait);
      });
      wait = Math.min(wait * 1.7, 8_000);
    }
  };
  /** @param {AbortSignal} signal */
  const read = async (signal) => {
    heard = Date.now();
    /** @type {Record<string, string>} */
    const headers = { Authorization: `Bearer ${token}` };
    if (last) headers["Last-Event-ID"] = last;
    const answer = await fetch(address, { headers, cache: "no-store", credentials: "omit", signal });
    if (!answer.ok || !answer.body) return answer.status;
    told.open(true, 200);
    wait = 500;
    const reader = answer.body.getReader(),
      text = new TextDecoder();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return 0;
      heard = Date.now();
      const parts = (rest + text.decode(value, { stream: true })).split("\n\n");
      rest = parts.pop() || "";
      for (const part of parts) take(part);
    }
  };
  /** @param {string} part */
  const take = (part) => {
    const fields = Object.fromEntries(
      part.split("\n").map((line) => [line.split(":", 1)[0], line.slice(line.indexOf(":") + 1).trim()]),
    );
    if (fields.event) told.event(fields.event, JSON.parse(fields.data));
    if (fields.id) last = fields.id;
  };
  setInterval(() => Math.abs(Date.now() - heard) > UNHEARD && end?.abort(), 5_000);
  run();
  return {
    hurry: () => {
      if (Math.abs(Date.now() - heard) > 20_000) end?.abort();
      wait = 500;
      wake();
    },
  };
}
