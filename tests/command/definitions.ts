import { z } from 'zod';
import { type DeskCommand, defineCommand } from '../../src/command/define.ts';
import { dayOption, directionLeads, nameOption, page } from '../../src/command/options.ts';
import type { Reply } from '../../src/domain/reply.ts';

export const reply = (text: string, outcome: Reply['outcome'] = 'ok'): Reply => ({
  version: 1,
  outcome,
  visibility: 'private',
  blocks: [{ type: 'text', spans: [{ text }] }],
  citations: [],
});

/** Answers with its own input, so that a test sees what a line was read as. */
const echo = async (input: object) => reply(JSON.stringify(input));

const country = nameOption('Country, by any of its names', ['country'], ['in']);
const since = dayOption('On or after', 'start', ['from', 'after']);
const until = dayOption('On or before', 'end', ['to', 'before']);
const asOf = dayOption('As published by this day', 'end', ['as of']);

export const visits = defineCommand({
  scope: 'desk',
  name: 'visits',
  description: 'The register of visits',
  role: 'reader',
  options: {
    country: { ...country, leads: directionLeads },
    person: nameOption('Visitor', ['person'], ['visitor']),
    role: nameOption('Office at the time', ['office'], ['office', 'as']),
    direction: {
      description: 'Which way',
      kind: {
        type: 'choice',
        choices: {
          'to-region': ['to the region', 'inbound'],
          'from-region': ['from the region', 'outbound'],
          'to-us': ['to the us', 'to us', 'to america'],
          'from-us': ['from the us'],
          'with-us': ['with the us'],
        },
      },
      schema: z.enum(['to-region', 'from-region', 'to-us', 'from-us', 'with-us']),
    },
    since,
    until,
    'as-of': asOf,
    page,
  },
  bare: ['country', 'person', 'role', 'direction'],
  examples: [{ line: 'visits kazakhstan', about: 'one country' }],
  run: echo,
});

export const facts = defineCommand({
  scope: 'desk',
  name: 'facts',
  description: 'Facts by topic, country and date',
  role: 'reader',
  options: {
    topic: nameOption('Topic', ['topic'], ['on', 'about']),
    country,
    since,
    until,
    brief: { description: 'Headlines only', kind: { type: 'flag' }, schema: z.boolean() },
  },
  bare: ['topic', 'country'],
  examples: [{ line: 'facts minerals', about: 'one topic' }],
  run: echo,
});

export const brief = defineCommand({
  scope: 'desk',
  name: 'brief',
  description: 'One entry whole',
  role: 'reader',
  options: {
    id: {
      description: 'Id of an entry',
      kind: { type: 'entry' },
      required: true,
      schema: z.string().max(64),
    },
  },
  bare: ['id'],
  examples: [{ line: 'brief hsg-t-4127', about: 'one visit' }],
  run: echo,
});

export const search = defineCommand({
  scope: 'desk',
  name: 'search',
  description: 'Words anywhere',
  role: 'reader',
  options: {
    words: {
      description: 'What to look for',
      kind: { type: 'words' },
      required: true,
      schema: z.string().max(400),
    },
    country,
    since,
    until,
    page,
  },
  bare: ['words'],
  examples: [{ line: 'search rare earths', about: 'words' }],
  run: echo,
});

export const help = defineCommand({
  scope: 'desk',
  name: 'help',
  description: 'What this desk answers',
  role: 'reader',
  options: {
    command: { description: 'A command', kind: { type: 'words', of: 'commands' }, schema: z.string() },
  },
  bare: ['command'],
  examples: [{ line: 'help', about: 'all' }],
  run: async (input) => reply(`help ${JSON.stringify(input)}`),
});

const publish = defineCommand({
  scope: 'desk',
  name: 'publish',
  description: 'For reviewers only',
  role: 'reviewer',
  options: {},
  bare: [],
  examples: [],
  run: async () => reply('published'),
});

const broken = defineCommand({
  scope: 'desk',
  name: 'broken',
  description: 'Always throws',
  role: 'reader',
  options: {},
  bare: [],
  examples: [],
  run: () => Promise.reject(new Error('the store is on fire')),
});

export const all: readonly DeskCommand[] = [visits, facts, brief, search, help, publish, broken];
