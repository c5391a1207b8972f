import createNextIntlPlugin from "next-intl/plugin";

const withIntl = createNextIntlPlugin("./app/intl-request.ts");

/** @type {import("next").NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  // The server sets every security header itself (server/http), so that pages, REST and sockets agree.
  distDir: process.env.NEXT_DIST_DIR || ".next",
  devIndicators: false,
};

export default withIntl(config);
