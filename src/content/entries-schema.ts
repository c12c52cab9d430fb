import { z } from 'zod';
import { briefSchema, factSchema } from '../domain/entry.ts';

/** What `deskwire export --format json` writes and `deskwire import` reads: a list of entries. */
export const entriesSchema = z
  .array(
    z.discriminatedUnion('type', [
      briefSchema.extend({ type: z.literal('brief') }),
      factSchema.extend({ type: z.literal('fact') }),
    ]),
  )
  .meta({ title: 'Entries of a Deskwire desk' });
