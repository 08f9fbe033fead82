// How this page asks its server.

const PATIENCE = 60_000; // ms to wait for an answer
const OUTLIVES = 60_000; // letters: a longer message cannot outlive its page

/**
 * Ask for something, or send a message there.
 * @param {string} path @param {any} [message]
 * @returns {Promise<Response>}
 */
export function ask(path, message) {
  const signal = AbortSignal.timeout(PATIENCE);
  if (message === undefined) return fetch(path, { signal });
  const body = JSON.stringify(message),
    headers = { "Content-Type": "application/json", "X-Second-Source": "1" };
  return fetch(path, { method: "POST", keepalive: body.length < OUTLIVES, headers, body, signal });
}
