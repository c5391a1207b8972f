import next from "@next/eslint-plugin-next";
import hooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

export default tseslint.config(
  {
    ignores: [".next/**", ".next*/**", "dist/**", "generated/**", "node_modules/**", ".toolchain/**", "data/**", ".data*/**", "next-env.d.ts", "public/**", "test-results/**", "playwright-report/**"],
  },
  ...tseslint.configs.recommendedTypeChecked,
  { languageOptions: { parserOptions: { projectService: { allowDefaultProject: ["*.js", "scripts/*.mjs", "tests/architecture/*.cjs", ".dependency-cruiser.cjs"] }, tsconfigRootDir: import.meta.dirname } } },
  next.configs["core-web-vitals"],
  hooks.configs.flat["recommended-latest"] ?? hooks.configs.flat.recommended,
  {
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/require-await": "off",
      // Objects here are closures that use no `this`: their methods may be taken apart.
      "@typescript-eslint/unbound-method": "off",
      "no-console": "error",
      eqeqeq: ["error", "always"],
    },
  },
  {
    // Settings are read once, in server/config; everything else is handed what it needs.
    files: ["server/**/*.ts", "lib/**/*.ts", "components/**/*.tsx", "app/**/*.{ts,tsx}"],
    ignores: ["server/config/**", "server/main.ts"],
    rules: { "no-restricted-properties": ["error", { object: "process", property: "env", message: "Settings come from server/config." }] },
  },
  {
    // Addresses that people type are reached through one guarded door; the import rules keep node:http to it.
    files: ["server/**/*.ts"],
    rules: { "no-restricted-globals": ["error", { name: "fetch", message: "Use the GuardedFetch of server/domain." }] },
  },
  {
    files: ["server/**/*.ts"],
    ignores: ["server/connectors/guarded-fetch/**", "server/config/**", "server/main.ts"],
    rules: {
      "no-restricted-properties": [
        "error",
        { object: "process", property: "env", message: "Settings come from server/config." },
        ...["http", "https"].flatMap((object) => ["request", "get"].map((property) => ({ object, property, message: "Use the GuardedFetch of server/domain." }))),
      ],
    },
  },
  { files: ["scripts/**", "tests/**", "*.config.*", "*.js", "*.cjs"], rules: { "no-console": "off" } },
  { files: ["**/*.{js,mjs,cjs}"], extends: [tseslint.configs.disableTypeChecked] },
);
