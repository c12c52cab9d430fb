import type { Addresses } from '../domain/ports/addresses.ts';
import { addressKey, cleanUrl } from './clean-url.ts';
import type { UrlRules } from './page-url.ts';

/** `rules` loosens what may be read; only tests do, which serve pages on this machine. */
export const createAddresses = (rules: UrlRules = {}): Addresses => ({
  clean: (address) => cleanUrl(address, undefined, rules),
  // An address that only a test may read has no other way to be written.
  key: (address) => addressKey(address) ?? address,
});
