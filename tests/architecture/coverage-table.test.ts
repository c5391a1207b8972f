import fs from "node:fs";
import { expect, it } from "vitest";

const COLUMNS = 5;

const cellsOf = (line: string): string[] => line.split("|").slice(1, -1).map((cell) => cell.trim());
const rows = fs
  .readFileSync("docs/rfc-coverage.md", "utf8")
  .split("\n")
  .filter((line) => line.startsWith("|"))
  .slice(2)
  .map(cellsOf);

it("the table of standards names whole rows, and files and tests that are there", () => {
  expect(rows.length).toBeGreaterThan(10);
  for (const row of rows) {
    expect(row).toHaveLength(COLUMNS);
    const [standard = "", section = "", , files = "", tests = ""] = row;
    expect(section, standard).not.toBe("");
    for (const [cell, form] of [[files, /^`[\w./-]+\.(ts|tsx|mjs|js)`$/], [tests, /^`tests\/[\w./-]+\.(test|spec)\.tsx?`$/]] as const) {
      for (const name of cell.split(", ")) {
        expect(name, standard).toMatch(form);
        expect(fs.existsSync(name.replaceAll("`", "")), `${standard}: ${name}`).toBe(true);
      }
    }
  }
});
