import type { ImportFaultCode } from './import-fault.ts';

const otherwise = 'The site reports an error.';

/** A feed cannot be pasted, and is asked for again by itself: the same faults are told in other words. */
const sentences: Partial<Record<ImportFaultCode, string>> = {
  bad_address: 'That is not a web address. Give one that begins with https:// or http://.',
  not_web: 'Only https:// and http:// addresses are read. Give one of those.',
  credentials: 'The address carries a user name or password. Give it without them.',
  port: 'Only the usual web ports, 80 and 443, are read. Give the public address of the feed.',
  private_address:
    'The address leads to a private or reserved network, which is never read. Give the public address of the feed.',
  no_such_host: 'No such site was found. Check the address.',
  unreachable: 'The site did not answer as a web site should.',
  too_slow: 'The site took more than 10 seconds.',
  too_large: 'The feed is larger than 5 MB. Ask its publisher for a shorter one.',
  too_many_redirects: 'The address sends its readers on more than 5 times. Give the address it ends at.',
  site_refuses: 'The site wants a login or refuses to be read.',
  page_gone: 'The site has nothing at this address. Check it.',
  not_a_page: 'What the site sent is no feed, no list of feeds and no page. Check the address.',
  unreadable: 'What the site sent is broken or packed in a way that is not read.',
};

export const feedFault = (code: ImportFaultCode): string => sentences[code] ?? otherwise;
