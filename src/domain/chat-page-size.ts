/** Entries a page on every chat platform: five of ordinary length stay within what one message may say on each. */
export const chatPageSize = 5;
