/** What one section of the benchmark prints: lines of a table, the aim beside the measure. */
export type Row = { what: string; parley: string; bare?: string; ratio?: string; aim?: string };
export type Section = { title: string; rows: Row[] };

export function printSection({ title, rows }: Section): void {
  const columns = ["what", "parley", "bare", "ratio", "aim"] as const;
  const all = [{ what: "", parley: "Parley", bare: "bare socket.io", ratio: "ratio", aim: "aim" }, ...rows];
  const widths = columns.map((column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  console.log(`\n${title}`);
  for (const row of all) console.log(columns.map((column, index) => (index === 0 ? (row[column] ?? "").padEnd(widths[index]!) : (row[column] ?? "").padStart(widths[index]!))).join("  "));
}

export const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};
