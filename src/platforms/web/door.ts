import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { html, raw } from 'hono/html';
import { secureHeaders } from 'hono/secure-headers';
import { LRUCache } from 'lru-cache';

/** Who may see the page: whoever opened the address that the terminal printed, once, in one browser. */
export interface Door {
  /** Refuses whatever does not come from an opened browser on this machine. */
  guard: MiddlewareHandler<PageEnv>;
  /** Sets the headers that every answer has. */
  headers: MiddlewareHandler;
  /** Address that opens the page once; a used one is replaced. */
  address(): string;
}

/** What the guard knows of a request. */
export interface PageEnv {
  Variables: { csrf: string };
}

interface DoorOptions {
  port(): number;
  /** Called when the address was used and another one opens the page. */
  onUsed(): void;
  random?: (bytes: number) => Buffer;
  /** Milliseconds since any moment. */
  elapsed?: () => number;
}

/** Seconds for which a browser stays open. Sessions end with the process all the same. */
const openFor = 12 * 60 * 60;

/** Browsers that are open at once; one more closes the one that was idle longest. */
const mostOpen = 20;

export function createDoor({
  port,
  onUsed,
  random = randomBytes,
  elapsed = () => performance.now(),
}: DoorOptions): Door {
  const secret = () => random(18).toString('base64url');
  /** CSRF token by session. */
  const sessions = new LRUCache<string, string>({
    max: mostOpen,
    ttl: openFor * 1000,
    ttlResolution: 0,
    perf: { now: elapsed },
  });
  let key = secret();
  const hosts = () => [`127.0.0.1:${port()}`, `localhost:${port()}`];
  // Cookies do not know ports: two pages on one machine must not overwrite each other's.
  const cookie = () => `deskwire_${port()}`;

  return {
    address: () => `http://127.0.0.1:${port()}/?key=${key}`,
    headers: secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
      referrerPolicy: 'no-referrer',
      xFrameOptions: 'DENY',
      // It would tell the browser to use https for every service on this machine.
      strictTransportSecurity: false,
    }),
    async guard(c, next) {
      c.header('cache-control', 'no-store');
      const refuse = (status: 400 | 403 | 415 | 421, text: string) => c.html(refusal(text), status);
      // Another name for this machine is an attack by DNS; a proxy would show the page to others.
      const host = c.req.header('host') ?? '';
      if (!hosts().includes(host)) return refuse(421, 'This page is only at the printed address.');
      if (proxied.some((name) => c.req.header(name) !== undefined))
        return refuse(403, 'This page is not served through a proxy.');
      const given = c.req.query('key');
      if (c.req.method === 'GET' && c.req.path === '/' && given !== undefined) {
        if (!same(given, key)) return refuse(403, 'This address was used already, or is not of this start.');
        key = secret();
        const session = secret();
        sessions.set(session, secret());
        setCookie(c, cookie(), session, { httpOnly: true, sameSite: 'Strict', path: '/', maxAge: openFor });
        onUsed();
        // A redirect would not carry the cookie if the address was opened from another page.
        return c.html(
          html`<!doctype html><html lang="en"><link rel="icon" href="/icon.svg" /><meta http-equiv="refresh" content="0; url=/" /><title>Deskwire</title><a href="/">Open the page</a></html>`,
        );
      }
      const csrf = sessions.get(getCookie(c, cookie()) ?? '');
      if (csrf === undefined) return refuse(403, 'Open the address that Deskwire printed.');
      // Cookies do not know ports either: another service on this machine is of the same site. An address that was
      // typed is of none.
      const site = c.req.header('sec-fetch-site') ?? 'same-origin';
      if (site !== 'same-origin' && (site !== 'none' || c.req.method !== 'GET'))
        return refuse(403, 'This did not come from the page.');
      if (c.req.method !== 'GET') {
        if (c.req.header('origin') !== `http://${host}`)
          return refuse(403, 'This did not come from the page.');
        if (!same(c.req.header('x-csrf') ?? '', csrf)) return refuse(403, 'Load the page again.');
        if (!c.req.header('content-type')?.startsWith('application/json')) return refuse(415, 'Send JSON.');
      }
      c.set('csrf', csrf);
      await next();
    },
  };
}

const proxied = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const title = '<title>Deskwire</title>';

const refusal = (text: string) =>
  html`<!doctype html><html lang="en"><meta charset="utf-8" />${raw(title)}<p>${text}</p></html>`;

/** Whether the answer to somebody without a key is that of a local page. */
export const isPage = (answer: string): boolean => answer.includes(title);

/** Whether the host is this machine alone. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
