/** A time to wait in words of the reader's language: whole seconds below a minute, then whole minutes, rounded up. */
export function waitText(waitMs: number, locale: string): string {
  const seconds = Math.max(1, Math.ceil(waitMs / 1_000));
  const [value, unit] = seconds < 60 ? [seconds, "second"] : [Math.ceil(seconds / 60), "minute"];
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(value);
}
