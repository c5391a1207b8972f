import fs from "node:fs";
import os from "node:os";
import path from "node:path";

export function temporaryDirectory(name: string): { directory: string; remove: () => void } {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), `parley-${name}-`));
  return { directory, remove: () => fs.rmSync(directory, { recursive: true, force: true }) };
}
