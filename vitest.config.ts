import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const alias = { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") };
const common = { environment: "node", restoreMocks: true, sequence: { shuffle: false } } as const;

export default defineConfig({
  resolve: { alias },
  // The pages' compiler settings do not concern the tests.
  oxc: { jsx: { runtime: "automatic" } },
  test: {
    projects: [
      { extends: true, test: { ...common, name: "unit", include: ["tests/unit/**/*.test.{ts,tsx}", "tests/architecture/**/*.test.ts"], testTimeout: 10_000, isolate: false } },
      {
        extends: true,
        test: { ...common, name: "contract", include: ["tests/contract/**/*.test.ts"], globalSetup: "tests/support/global-setup.ts", testTimeout: 20_000, hookTimeout: 30_000 },
      },
      {
        extends: true,
        test: { ...common, name: "integration", include: ["tests/integration/**/*.test.ts"], globalSetup: "tests/support/global-setup.ts", testTimeout: 60_000, hookTimeout: 120_000, maxWorkers: 2 },
      },
      {
        extends: true,
        // WebKitGTK by WebDriver, in place of Safari; against the built server.
        test: { ...common, name: "webkit", include: ["tests/e2e/webkit/**/*.test.ts"], testTimeout: 180_000, hookTimeout: 120_000, fileParallelism: false },
      },
      {
        extends: true,
        // `npm run test:faults`: the long form of what the integration tests do briefly.
        test: { ...common, name: "faults", include: ["tests/faults/**/*.test.ts"], globalSetup: "tests/support/global-setup.ts", testTimeout: 3_600_000, hookTimeout: 60_000, fileParallelism: false },
      },
    ],
  },
});
