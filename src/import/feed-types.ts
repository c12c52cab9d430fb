/** Content types that feeds and lists of feeds come with; many sites say no more than XML. */
export const isFeedType = (type: string): boolean =>
  /^(text|application)\/(xml|json|x-opml)$|^application\/[\w.-]{1,40}\+(xml|json)$/.test(type);

/** Of a Content-Type the part before its parameters, in lower case. */
export const mediaType = (contentType: string): string =>
  (contentType.split(';')[0] ?? '').trim().toLowerCase();
