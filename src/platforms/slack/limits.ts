import type { Pace } from '../../domain/ports/platform.ts';

/**
 * Every limit of Slack that this room keeps, with the words it comes from. Slack counts characters; we count UTF-16
 * units, which are never fewer. Where a limit is only measured or remembered, ours stays well below it.
 */
export const limits = {
  /** "50 blocks/message" */
  blocks: 50,
  /** "100 in modal or Home tab" */
  viewBlocks: 100,
  /** "section text 3000"; used for every run of text in a block, since rich_text states none of its own. */
  blockText: 3000,
  /** "header text 150 (plain_text)" */
  headerText: 150,
  /** "button text 75" */
  buttonText: 75,
  /** "button … value 2000" */
  buttonValue: 2000,
  /** "accessibility_label 75" */
  accessibilityLabel: 75,
  /** "Screen readers hear only the top-level `text`", "`text`: aim <= 4,000 chars": what one message says in all. */
  messageText: 3900,
  /**
   * "blocks summing to about 13,200 chars fail with `msg_blocks_too_long` although each block is legal … Budget about
   * 12,000". How Slack counts is not published (rich_text was refused at 11,341 characters of text, bolt-js#2867), so
   * the whole JSON of the blocks is held under the budget: no way of counting comes out higher.
   */
  blocksJson: 12_000,
  /** "options 100" */
  selectOptions: 100,
  /** "option text 75" */
  optionText: 75,
  /** "option value 150" */
  optionValue: 150,
  /** "checkboxes/radio max 10" */
  checkboxes: 10,
  /** "plain_text_input max_length 3000" */
  inputText: 3000,
  /** "url 3000" */
  address: 3000,
  /** "action_id 255", "block_id 255" */
  id: 255,
  /** Escaped, as Slack may hand a text back, a character is at most five: `&amp;`. */
  escaped: 5,
  /** "private_metadata 3000" */
  privateMetadata: 3000,
  /** "plain_text_input max_length 3000"; a report's words hold at most 1,000. */
  reportWords: 1000,
  /** "up to 5 times within 30 minutes" */
  responseUrlUses: 5,
  /** "Ack within 3 s"; the rest is left for the way and for a busy process, which acks within a second. */
  answerWithinAckMs: 500,
} as const;

/** "[S web-api:dist/types/request/manifest.d.ts]" */
export const manifestLimits = {
  /** "display_information.name <=35" */
  name: 35,
  /** "description <=140" */
  description: 140,
  /** "features.slash_commands[] <=50" */
  commands: 50,
  /** "command <=32 incl. '/'" */
  command: 32,
  /** "description <=2000" */
  commandDescription: 2000,
  /** "usage_hint <=1000" */
  usageHint: 1000,
  /** "scopes <=255" */
  scopes: 255,
} as const;

/** On every path and retry: nothing unfolds by itself. */
export const noUnfurl = { unfurl_links: false, unfurl_media: false } as const;

/** Of this many messages, how many go by an address with so many uses: when not all fit, its last use is kept. */
export const byAddressOf = (left: number, uses: number): number =>
  left <= uses ? left : Math.max(0, uses - 1);

/**
 * "several hundred messages a minute" a workspace: 300, and a second for how long requests are on their way. "1 per
 * second per channel", and a fifth for the same.
 */
export const pace: Pace = { posts: 300, within: 61_000, block: 20, ofAChannel: 1200 };

/** Tier 3: "50+ per minute" a workspace and method. */
export const lookPace: Pace = { posts: 50, within: 61_000 };
