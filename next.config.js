/** @type {import("next").NextConfig} */
export default {
  reactStrictMode: true,
  poweredByHeader: false,
  // The server sets every security header itself (server/http), so that pages, REST and sockets agree.
  distDir: process.env.NEXT_DIST_DIR || ".next",
  devIndicators: false,
};
