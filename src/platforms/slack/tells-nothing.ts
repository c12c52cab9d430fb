/**
 * Slack answered, but neither that it did what was asked nor why not: what became of the request is as unknown as after
 * a lost connection.
 */
export class TellsNothing extends Error {
  override name = 'TellsNothing';
}

/** Every answer of the Web API has `ok`, and one that refuses names its reason: https://docs.slack.dev/apis/web-api */
function tells(answer: unknown): boolean {
  if (typeof answer !== 'object' || answer === null || !('ok' in answer)) return false;
  if (answer.ok === true) return true;
  return answer.ok === false && 'error' in answer && typeof answer.error === 'string' && answer.error !== '';
}

/** The same fetch; rejects a 200 of the Web API that tells nothing, of which the client would make a refusal or a success. */
export const telling =
  (fetch: typeof globalThis.fetch): typeof globalThis.fetch =>
  async (input, init) => {
    const response = await fetch(input, init);
    if (response.status !== 200) return response;
    const text = await response.text();
    if (tells(parsed(text))) return new Response(text, response);
    const kind = response.headers.get('content-type') ?? 'of no type';
    throw new TellsNothing(`Slack's answer tells nothing (${text.length} characters, ${kind})`);
  };

/** What the answer to a response address says: `ok`, or as the Web API does; undefined where it tells nothing. */
export function responseTold(text: string): { ok: boolean } | undefined {
  if (text.trim() === 'ok') return { ok: true };
  const answer = parsed(text);
  return tells(answer) ? (answer as { ok: boolean }) : undefined;
}

/** What an answer must hold when it says that it was done. */
export function told<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new TellsNothing(`Slack answered without ${what}`);
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
