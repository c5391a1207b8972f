import createNextIntlPlugin from "next-intl/plugin";

const withIntl = createNextIntlPlugin("./app/intl-request.ts");

/** @type {import("next").NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  // The server sets every security header itself (server/http), so that pages, REST and sockets agree.
  distDir: process.env.NEXT_DIST_DIR || ".next",
  devIndicators: false,
  turbopack: {
    resolveAlias: {
      // Texts come compiled (lib/messages/compiled.ts), so that the parser of their syntax need not be in the browser.
      "use-intl/format-message": "use-intl/format-message/format-only",
      zod: { browser: "./lib/protocol/zod-browser.ts" },
    },
  },
  // Pictures are served as they are; a resizer that works for strangers is only a way to keep the machine busy.
  images: { unoptimized: true },
  // Types are checked by `npm run check`, tests included; a start need not wait for it again.
  typescript: { ignoreBuildErrors: true },
};

export default withIntl(config);
