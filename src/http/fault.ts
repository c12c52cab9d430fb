/** Why a page or a text cannot be imported. Codes are stable; `says` tells an editor what to do. */
export interface ImportFault {
  code: ImportFaultCode;
  says: string;
}

const sentences = {
  bad_address: 'That is not a web address. Give one that begins with https:// or http://, or paste the text.',
  not_web: 'Only https:// and http:// addresses are read. Give one of those, or paste the text.',
  credentials: 'The address carries a user name or password. Give it without them, or paste the text.',
  port: 'Only ports 80 and 443 are read. Paste the text, or have the host listed with its port in DESKWIRE_PRIVATE_HOSTS.',
  private_address:
    'The address leads into a private network. Only the hosts that DESKWIRE_PRIVATE_HOSTS lists are read there. Paste the text, or give a public address.',
  no_such_host: 'No such site was found. Check the address, or paste the text.',
  unreachable: 'The site did not answer as a web site should. Try again later, or paste the text.',
  too_slow: 'The site took more than 10 seconds. Try again later, or paste the text.',
  too_large: 'The page is larger than 5 MB. Paste the text of the article.',
  too_many_redirects:
    'The page sends its readers on more than 5 times. Give the address it ends at, or paste the text.',
  site_refuses: 'The site wants a login or refuses to be read. Open it yourself and paste the text.',
  page_gone: 'The site has no such page. Check the address, or paste the text.',
  site_error: 'The site reports an error. Try again later, or paste the text.',
  not_a_page:
    'Only web pages and plain text are read, no PDF, picture or archive. Open it and paste the text.',
  is_feed: 'That is a feed, not an article. Follow it, or give the address of one article.',
  unreadable: 'What the site sent is broken or packed in a way that is not read. Paste the text.',
  too_complex: 'The page is built in too many pieces to be read safely. Paste the text of the article.',
  no_article: 'No article was found on the page. Give the address of the article itself, or paste the text.',
  text_too_long: 'The text is longer than 200,000 characters. Paste the part that matters.',
  empty_text: 'There is no text to read. Paste the article.',
} as const;

export type ImportFaultCode = keyof typeof sentences;

export function failedWith(code: ImportFaultCode): { ok: false; fault: ImportFault } {
  return { ok: false, fault: { code, says: sentences[code] } };
}

/** The fault for an HTTP status; undefined for a status that comes with a document. */
export function statusFault(status: number): ImportFaultCode | undefined {
  if (status === 200 || status === 203) return undefined;
  if ([401, 402, 403, 407, 451].includes(status)) return 'site_refuses';
  return status === 404 || status === 410 ? 'page_gone' : 'site_error';
}
