import { defineConfig } from "vitest/config";

const alias = { "@": import.meta.dirname };

export default defineConfig({
  test: {
    projects: [
      { resolve: { alias }, test: { name: "unit", include: ["tests/unit/**/*.test.{ts,tsx}"] } },
      { resolve: { alias }, test: { name: "contract", include: ["tests/contract/**/*.test.ts"] } },
    ],
  },
});
