import "./no-eval";
import * as z from "zod";

/**
 * The same schema, refusing every unknown key at every depth. The server checks what it is about to send
 * with it outside production, so that a field which is not in the contract never leaves: not a leak, not a typo.
 */
export function strictForm(schema: z.ZodType): z.ZodType {
  const known = forms.get(schema);
  if (known) return known;
  const form = strictFormOf(schema);
  forms.set(schema, form);
  return form;
}

const forms = new WeakMap<z.ZodType, z.ZodType>();

function strictFormOf(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodObject) {
    const shape = Object.fromEntries(Object.entries(schema.shape as Record<string, z.ZodType>).map(([key, field]) => [key, strictForm(field)]));
    return z.strictObject(shape);
  }
  if (schema instanceof z.ZodArray) return z.array(strictForm(schema.element as z.ZodType));
  if (schema instanceof z.ZodNullable) return z.nullable(strictForm(schema.unwrap() as z.ZodType));
  if (schema instanceof z.ZodOptional) return z.optional(strictForm(schema.unwrap() as z.ZodType));
  // A discriminated union compares its options' literals, which strictness leaves as they are.
  if (schema instanceof z.ZodUnion) return z.union(schema.options.map((option) => strictForm(option as z.ZodType)) as [z.ZodType, ...z.ZodType[]]);
  return schema;
}
