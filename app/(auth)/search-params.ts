/** As Next hands it to a page. */
export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** Of a parameter given several times the first counts. */
export const firstOf = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);
