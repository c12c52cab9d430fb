const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Whether a gateway address that the API handed out may be followed: to Discord over TLS, or to the very host that
 * the API address names. Anything else would be given the bot's token.
 */
export function isTrustedGateway(address: string | undefined, apiUrl?: string): boolean {
  const url = URL.parse(address ?? '');
  if (!url) return false;
  if (url.protocol === 'wss:' && /(^|\.)discord\.(gg|com|media)$/.test(url.hostname)) return true;
  const own = apiUrl === undefined ? undefined : URL.parse(apiUrl)?.hostname;
  if (!own || !/^wss?:$/.test(url.protocol)) return false;
  return url.hostname === own || (loopback.has(own) && loopback.has(url.hostname));
}
