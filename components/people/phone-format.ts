/**
 * Groups an E.164 number for reading without a metadata table: North American numbers in their usual form,
 * others in threes after a two-digit country code. The number itself stays what is dialled and copied.
 */
export function formatPhone(e164: string): string {
  const american = /^\+1(\d{3})(\d{3})(\d{4})$/u.exec(e164);
  if (american) return `+1 ${american[1]}-${american[2]}-${american[3]}`;
  const parts = /^(\+\d{2})(\d+)$/u.exec(e164);
  if (!parts) return e164;
  return `${parts[1]} ${(parts[2] ?? "").replace(/(\d{3})(?=\d{2,})/gu, "$1 ")}`;
}
