import { isIP } from 'node:net';
import { type ImportFault, refused } from './import-fault.ts';

export interface UrlRules {
  /** Ports besides 80 and 443. */
  allowPorts?: readonly number[];
  /** Only ever set by tests, which serve pages on this machine. */
  allowLoopback?: boolean;
}

const longest = 2000;
/** Names that only mean something inside a house; whatever they resolve to is none of ours. */
const insideNames = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa)$/;

/**
 * The address as it is asked for: http(s), without credentials and fragment, no odd port, no name of an inside host.
 * `URL` has turned decimal, octal, hexadecimal and full-width forms of IP addresses into the plain one by then.
 */
export function readPageUrl(
  text: string,
  rules: UrlRules,
): { ok: true; url: URL } | { ok: false; fault: ImportFault } {
  const typed = text.trim();
  const url = typed.length <= longest ? URL.parse(typed) : null;
  if (!url) return refused('bad_address');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return refused('not_web');
  if (url.username !== '' || url.password !== '') return refused('credentials');
  if (url.port !== '' && !['80', '443'].includes(url.port) && !rules.allowPorts?.includes(Number(url.port)))
    return refused('port');
  url.hostname = url.hostname.replace(/\.+$/, '');
  url.hash = '';
  const host = hostOf(url);
  if (host === '') return refused('bad_address');
  const inside = isIP(host) === 0 && (insideNames.test(host) || !host.includes('.'));
  return inside && !rules.allowLoopback ? refused('private_address') : { ok: true, url };
}

/** The host name, or the IP address without brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}
