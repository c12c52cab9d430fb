import { z } from 'zod';
import type { CommandDefinition } from './define.ts';

const option = {
  description: 'Show the answer to everyone in the channel',
  kind: { type: 'flag' },
  schema: z.boolean(),
} as const;

/**
 * Every command takes `public` where people type: `/centralasia visits kazakhstan public`. It is no part of the
 * question, so that handlers and the lines behind buttons know nothing of it. Where free words are searched for,
 * only `public:yes` is meant.
 */
export const withPublic = (definition: CommandDefinition): CommandDefinition =>
  'public' in definition.options
    ? definition
    : { ...definition, options: { ...definition.options, public: option } };
