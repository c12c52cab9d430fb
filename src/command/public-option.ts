import { z } from 'zod';
import { publicOption } from '../domain/public-option.ts';
import type { CommandShape } from './define.ts';

const option = {
  description: publicOption.description,
  kind: { type: 'flag', tellsNo: true },
  schema: z.boolean(),
} as const;

/**
 * Every command takes `public` where people type: `/centralasia visits kazakhstan public`. It is no part of the
 * question, so that handlers and the lines behind buttons know nothing of it. Where free words are searched for,
 * only `public:yes` is meant.
 */
export const withPublic = (definition: CommandShape): CommandShape =>
  publicOption.name in definition.options
    ? definition
    : { ...definition, options: { ...definition.options, [publicOption.name]: option } };
