import { z } from 'zod';

/** The schema inside defaults, options and short forms: what a file that writes everything out must hold. */
export function core(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return core(schema.def.innerType);
  if (schema instanceof z.ZodPipe) return core(schema.def.out);
  return schema;
}

/** False where a key may be left out. */
export function needed(schema: z.core.$ZodType): boolean {
  return !(schema instanceof z.ZodOptional || schema instanceof z.ZodDefault);
}

/** What the schema says of itself, from the outside in. */
export function description(schema: z.core.$ZodType): string | undefined {
  const own = z.globalRegistry.get(schema)?.description;
  if (own !== undefined) return own;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return description(schema.def.innerType);
  if (schema instanceof z.ZodPipe) return description(schema.def.out);
  return undefined;
}

/** The schema of what stands at `path`, or nothing where the schema knows no such path. */
export function schemaAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): z.core.$ZodType | undefined {
  let at: z.core.$ZodType | undefined = schema;
  for (const step of path) {
    const inner: z.core.$ZodType | undefined = at && core(at);
    if (inner instanceof z.ZodObject) at = inner.shape[String(step)];
    else if (inner instanceof z.ZodArray) at = inner.def.element;
    else if (inner instanceof z.ZodRecord) at = inner.def.valueType;
    else return undefined;
  }
  return at;
}

/** Keys that may stand in the group at `path`; none for anything but a group. */
export function keysAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  const at = schemaAt(schema, path);
  const inner = at && core(at);
  if (inner instanceof z.ZodObject) return Object.keys(inner.shape);
  if (inner instanceof z.ZodRecord && inner.def.keyType instanceof z.ZodEnum)
    return inner.def.keyType.options.map(String);
  return [];
}
