/** The part of an address that acts as a credential: the token of an interaction or a webhook. */
const inAddress = /\/(interactions|webhooks)\/(\d+)\/[^/\s"'?]+/g;

const mostCauses = 5;

/**
 * What may be logged of an error. discord.js puts the address, and so the interaction's token, and the whole body
 * into its errors' fields, so fields are picked one by one and never copied.
 */
export function describeError(error: unknown, secrets: readonly string[], depth = 0): object {
  if (!(error instanceof Error)) return { message: redact(String(error), secrets) };
  const { name, message, stack, cause } = error;
  const fields = error as { code?: unknown; status?: unknown; retryAfter?: unknown };
  return {
    name,
    message: redact(message, secrets),
    ...pick('code', fields.code),
    ...pick('status', fields.status),
    ...pick('retryAfter', fields.retryAfter),
    ...(stack && { stack: redact(stack, secrets) }),
    // A cause may be its own cause.
    ...(cause !== undefined && depth < mostCauses && { cause: describeError(cause, secrets, depth + 1) }),
  };
}

export function redact(text: string, secrets: readonly string[]): string {
  const short = text.replace(inAddress, '/$1/$2/…');
  return secrets.reduce((rest, secret) => (secret ? rest.replaceAll(secret, '…') : rest), short);
}

function pick(name: string, value: unknown): object {
  return typeof value === 'string' || typeof value === 'number' ? { [name]: value } : {};
}
