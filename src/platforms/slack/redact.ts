/** What must never reach a log, by its look: tokens, response and websocket addresses, signatures. */
const secretLooks = [
  /xox[a-z]-[\w-]+/gi,
  /xapp-[\w-]+/gi,
  /https?:\/\/hooks\.slack\.com\/\S+/gi,
  // Bounded, so that a long text of addresses is not read to its end from each of them.
  /https?:\/\/[^\s"']{1,300}\/(?:response|commands|actions)\/[^\s"']+/gi,
  /wss?:\/\/[^\s"']+/gi,
  /v0=[0-9a-f]{16,}/gi,
];

const hidden = '[hidden]';

export type Redact = (text: string) => string;

/** `secrets`: what this installation was given, hidden whatever it looks like. */
export function createRedact(secrets: readonly (string | undefined)[]): Redact {
  const known = secrets.filter((secret): secret is string => secret !== undefined && secret !== '');
  return (text) => {
    const plain = known.reduce((rest, secret) => rest.replaceAll(secret, hidden), text);
    return secretLooks.reduce((rest, look) => rest.replace(look, hidden), plain);
  };
}

/** A cause may be its own cause. */
const deepest = 8;

/** An error as log fields. Only its words are taken: clients hang requests, headers and bodies on theirs. */
export function describeError(error: unknown, redact: Redact, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { cause: redact(String(error)) };
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? { code: redact(String(error.code)) } : {};
  return {
    name,
    ...code,
    message: redact(message),
    ...(stack && { stack: redact(stack) }),
    ...(cause !== undefined && depth < deepest && { cause: describeError(cause, redact, depth + 1) }),
  };
}
