import { z } from 'zod';
import { entriesSchema } from '../content/export/entries.ts';
import { replySchema } from '../domain/reply.ts';
import { print } from '../runtime/standard-streams.ts';
import { inspectSchema } from './inspect.ts';
import type { ExitCode } from './output.ts';

const schemas = { entries: entriesSchema, reply: replySchema, inspect: inspectSchema };

/** Prints what `export`, `run` or `inspect` with `--format json` writes as JSON Schema, draft 2020-12. */
export async function schema(name: keyof typeof schemas): Promise<ExitCode> {
  await print(`${JSON.stringify(jsonSchema(schemas[name]), null, 2)}\n`);
  return 0;
}

const jsonSchema = (of: z.ZodType) =>
  z.toJSONSchema(of, {
    override({ jsonSchema }) {
      const { pattern } = jsonSchema;
      // `\p{Cc}` needs the `u` flag, which JSON Schema validators do not all set.
      if (pattern) jsonSchema.pattern = pattern.replace('\\p{Cc}', '\\u0000-\\u001f\\u007f-\\u009f');
    },
  });
