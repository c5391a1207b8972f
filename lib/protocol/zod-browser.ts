import * as mini from "zod/mini";

/**
 * What a page gets for `zod` (next.config.js): the same schemas of the same core, without what the contract never asks
 * of them in a browser - making JSON Schema, words for errors, a hundred methods. 22 KB less with every first load.
 * Here stand the methods that the contract does use. `tests/unit/protocol/zod-browser.test.ts` makes all of the contract
 * with this and with zod, and compares: whoever writes a schema with another method is told there.
 */
type Schema = mini.ZodMiniType;
type Check = mini.core.$ZodCheck<never>;

function chained(schema: Schema): Schema {
  return Object.assign(schema, METHODS);
}

const checked = (schema: Schema, check: Check): Schema => chained(schema.check(check as mini.core.$ZodCheck<unknown>));
const isNumber = (schema: Schema): boolean => schema.def.type === "number";

const METHODS = {
  optional(this: Schema): Schema {
    return chained(mini.optional(this));
  },
  nullable(this: Schema): Schema {
    return chained(mini.nullable(this));
  },
  default(this: Schema, value: unknown): Schema {
    return chained(mini._default(this, value));
  },
  pipe(this: Schema, next: Schema): Schema {
    return chained(mini.pipe(this, next));
  },
  refine(this: Schema, isRight: (value: unknown) => unknown, params: { error: string }): Schema {
    return checked(this, mini.refine(isRight, params));
  },
  /** Descriptions are for documents, which are made elsewhere. */
  meta(this: Schema): Schema {
    return this;
  },
  min(this: Schema, least: number): Schema {
    return checked(this, isNumber(this) ? mini.gte(least) : mini.minLength(least));
  },
  max(this: Schema, most: number): Schema {
    return checked(this, isNumber(this) ? mini.lte(most) : mini.maxLength(most));
  },
  int(this: Schema): Schema {
    return checked(this, mini.int());
  },
  positive(this: Schema): Schema {
    return checked(this, mini.positive());
  },
  nonnegative(this: Schema): Schema {
    return checked(this, mini.nonnegative());
  },
  trim(this: Schema): Schema {
    return checked(this, mini.trim());
  },
  toLowerCase(this: Schema): Schema {
    return checked(this, mini.toLowerCase());
  },
  regex(this: Schema, pattern: RegExp): Schema {
    return checked(this, mini.regex(pattern));
  },
  partial(this: mini.ZodMiniObject): Schema {
    return chained(mini.partial(this));
  },
  exclude(this: mini.ZodMiniEnum, left: readonly string[]): Schema {
    return chained(mini.enum(Object.values(this.def.entries).map(String).filter((value) => !left.includes(value))));
  },
};

const chaining =
  <A extends unknown[]>(make: (...args: A) => Schema) =>
  (...args: A): Schema =>
    chained(make(...args));

export { config } from "zod/mini";
export const object = chaining(mini.object);
export const strictObject = chaining(mini.strictObject);
export const array = chaining(mini.array);
export const record = chaining(mini.record);
export const union = chaining(mini.union);
export const discriminatedUnion = chaining(mini.discriminatedUnion);
export const string = chaining(mini.string);
export const number = chaining(mini.number);
export const boolean = chaining(mini.boolean);
export const unknown = chaining(mini.unknown);
export const literal = chaining(mini.literal as (value: string | boolean) => Schema);
export const uuid = chaining(mini.uuid);
export const email = chaining(mini.email);
export const base64 = chaining(mini.base64);
export const optional = chaining(mini.optional);
export const nullable = chaining(mini.nullable);
export const coerce = { number: chaining(mini.coerce.number) };
export const iso = { datetime: chaining(mini.iso.datetime) };
const oneOf = chaining(mini.enum as (values: readonly string[]) => Schema);
export { oneOf as enum };
