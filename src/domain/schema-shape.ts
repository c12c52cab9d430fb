import { z } from 'zod';

/** The schema without defaults, optionals and short forms. */
export function innerSchema(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return innerSchema(schema.def.innerType);
  if (schema instanceof z.ZodPipe) return innerSchema(schema.def.out);
  return schema;
}

/** Whether the key is required. */
export function isRequired(schema: z.core.$ZodType): boolean {
  return !(schema instanceof z.ZodOptional || schema instanceof z.ZodDefault);
}

/** The schema's description, outermost first. */
export function description(schema: z.core.$ZodType): string | undefined {
  const own = z.globalRegistry.get(schema)?.description;
  if (own !== undefined) return own;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return description(schema.def.innerType);
  if (schema instanceof z.ZodPipe) return description(schema.def.out);
  return undefined;
}

/** The schema at `path`; undefined if there is none. */
export function schemaAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): z.core.$ZodType | undefined {
  let at: z.core.$ZodType | undefined = schema;
  for (const step of path) {
    const inner: z.core.$ZodType | undefined = at && innerSchema(at);
    if (inner instanceof z.ZodObject) at = inner.shape[String(step)];
    else if (inner instanceof z.ZodArray) at = inner.def.element;
    else if (inner instanceof z.ZodRecord) at = inner.def.valueType;
    else return undefined;
  }
  return at;
}

/** Keys of the object at `path`; empty for anything else. */
export function keysAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  const at = schemaAt(schema, path);
  const inner = at && innerSchema(at);
  if (inner instanceof z.ZodObject) return Object.keys(inner.shape);
  if (inner instanceof z.ZodRecord && inner.def.keyType instanceof z.ZodEnum)
    return inner.def.keyType.options.map(String);
  return [];
}
