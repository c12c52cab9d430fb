/** What a row needs to build a payload of a given size, and how Slack refuses one above the limit. */
export interface LimitRow {
  limit: number;
  /** The words in the notes on platforms that the limit is taken from. */
  source: string;
  error: 'invalid_blocks' | 'msg_too_long' | 'msg_blocks_too_long' | 'invalid_arguments';
  surface: 'message' | 'view' | 'text';
  /** Blocks (or, for `text`, the text) of exactly this size. */
  sample(size: number): unknown;
}

const x = (size: number) => 'x'.repeat(size);
const plain = (size: number) => ({ type: 'plain_text', text: x(size) });
const times = (size: number, make: (at: number) => unknown) =>
  Array.from({ length: size }, (_, at) => make(at));
const button = (over: object) => ({ type: 'button', action_id: 'a', text: plain(1), ...over });
const actions = (over: object) => [{ type: 'actions', elements: [button(over)] }];
const section = (text: object) => ({ type: 'section', text });
const input = (over: object, element: object = {}) => [
  {
    type: 'input',
    label: plain(1),
    element: { type: 'plain_text_input', action_id: 'words', ...element },
    ...over,
  },
];

const option = (over: object = {}) => ({ text: plain(1), value: 'v', ...over });
const select = (options: unknown[], type = 'static_select') => input({}, { type, options });

/** A payload over one of these is refused as the platform refuses it; boundary tests are made from the rows. */
export const slackLimits = {
  'image alt text': {
    limit: 2000,
    source: 'image alt_text 2000, title 2000',
    error: 'invalid_blocks',
    surface: 'message',
    sample: (n) => [{ type: 'image', image_url: 'https://example.org/a.png', alt_text: x(n) }],
  },
  'message blocks': {
    limit: 50,
    source: '50 blocks/message',
    error: 'invalid_blocks',
    surface: 'message',
    sample: (n) => times(n, () => ({ type: 'divider' })),
  },
  'view blocks': {
    limit: 100,
    source: '100 in modal or Home tab',
    error: 'invalid_arguments',
    surface: 'view',
    sample: (n) => times(n, () => ({ type: 'divider' })),
  },
  'select options': {
    limit: 100,
    source: 'select placeholder 75, options 100',
    error: 'invalid_arguments',
    surface: 'view',
    sample: (n) => select(times(n, () => option())),
  },
  'option text': {
    limit: 75,
    source: 'option text 75',
    error: 'invalid_arguments',
    surface: 'view',
    sample: (n) => select([option({ text: plain(n) })]),
  },
  'option value': {
    limit: 150,
    source: 'Option `value` 150',
    error: 'invalid_arguments',
    surface: 'view',
    sample: (n) => select([option({ value: x(n) })]),
  },
  checkboxes: {
    limit: 10,
    source: 'checkboxes/radio max 10',
    error: 'invalid_arguments',
    surface: 'view',
    sample: (n) =>
      select(
        times(n, () => option()),
        'checkboxes',
      ),
  },
  'input initial_value': {
    limit: 3000,
    source: 'plain_text_input max_length 3000',
    error: 'invalid_arguments',
    surface: 'view',
    sample: (n) => input({}, { initial_value: x(n) }),
  },
  'section text': {
    limit: 3000,
    source: 'section text 3000',
    error: 'invalid_blocks',
    surface: 'message',
    sample: (n) => [section({ type: 'mrkdwn', text: x(n) })],
  },
  'section fields': {
    limit: 10,
    source: 'max 10 fields of 2000 each',
    error: 'invalid_blocks',
    surface: 'message',
    sample: (n) => [{ type: 'section', fields: times(n, () => plain(1)) }],
  },
  'section field text': {
    limit: 2000,
    source: 'max 10 fields of 2000 each',
    error: 'invalid_blocks',
    surface: 'message',
    sample: (n) => [{ type: 'section', fields: [plain(n)] }],
  },
  'header text': {
    limit: 150,
    source: 'header text 150 (plain_text)',
    error: 'invalid_blocks',
    surface: 'message',
    sample: (n) => [{ type: 'header', text: plain(n) }],
  },
  'context elements': {
    limit: 10,
    source: 'context max 10 elements',
    error: 'invalid_blocks',
    surface: 'message',
    sample: (n) => [{ type: 'context', elements: times(n, () => plain(1)) }],
  },
  'actions elements': {
    limit: 25,
    source: 'actions max 25 elements',
    error: 'invalid_blocks',
    surface: 'message',
    sample: (n) => [{ type: 'actions', elements: times(n, (at) => button({ action_id: `a${at}` })) }],
  },
  'button text': {
    limit: 75,
    source: 'button text 75',
    error: 'invalid_blocks',
    surface: 'message',
    sample: (n) => actions({ text: plain(n) }),
  },
  'button value': {
    limit: 2000,
    source: 'value 2000',
    error: 'invalid_blocks',
    surface: 'message',
    sample: (n) => actions({ value: x(n) }),
  },
  'button url': {
    limit: 3000,
    source: 'url 3000',
    error: 'invalid_blocks',
    surface: 'message',
    sample: (n) => actions({ url: `https://example.org/${x(n - 20)}` }),
  },
  'accessibility label': {
    limit: 75,
    source: 'accessibility_label 75',
    error: 'invalid_blocks',
    surface: 'message',
    sample: (n) => actions({ accessibility_label: x(n) }),
  },
  'block id': {
    limit: 255,
    source: 'block_id 255',
    error: 'invalid_blocks',
    surface: 'message',
    sample: (n) => [{ type: 'divider', block_id: x(n) }],
  },
  'action id': {
    limit: 255,
    source: 'action_id 255',
    error: 'invalid_blocks',
    surface: 'message',
    sample: (n) => actions({ action_id: x(n) }),
  },
  'input label': {
    limit: 2000,
    source: 'input label 2000',
    error: 'invalid_arguments',
    surface: 'view',
    sample: (n) => input({ label: plain(n) }),
  },
  'input max_length': {
    limit: 3000,
    source: 'plain_text_input max_length 3000',
    error: 'invalid_arguments',
    surface: 'view',
    sample: (n) => input({}, { max_length: n }),
  },
  'all text of the blocks': {
    limit: 13_172,
    source: '13,172 with a divider',
    error: 'msg_blocks_too_long',
    surface: 'message',
    sample: (n) => [
      { type: 'divider' },
      ...times(5, (at) => section({ type: 'mrkdwn', text: x(at < 4 ? 3000 : n - 12_000) })),
    ],
  },
  'message text': {
    limit: 40_000,
    source: 'Slack truncates > 40,000',
    error: 'msg_too_long',
    surface: 'text',
    sample: (n) => x(n),
  },
} as const satisfies Record<string, LimitRow>;

/** The same for the parts of a view that are no blocks. */
export const viewLimits = {
  private_metadata: { limit: 3000, source: 'private_metadata 3000' },
  callback_id: { limit: 255, source: 'callback_id 255' },
  title: { limit: 24, source: 'title / submit / close 24' },
  submit: { limit: 24, source: 'title / submit / close 24' },
  close: { limit: 24, source: 'title / submit / close 24' },
} as const;

export const limit = (name: keyof typeof slackLimits): number => slackLimits[name].limit;
