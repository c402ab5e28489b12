import createNextIntlPlugin from "next-intl/plugin";

/** Messages are parsed in the build, so that no parser of them reaches the browser. */
const withNextIntl = createNextIntlPlugin({
  requestConfig: "./lib/i18n/request.ts",
  experimental: { messages: { path: "./messages", format: "json", precompile: true } },
});

/**
 * Set on every response, including those of endpoints without the middleware, which adds content security
 * policies.
 */
const SECURITY_HEADERS = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "strict-origin-when-cross-origin",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
  "strict-transport-security": "max-age=63072000; includeSubDomains",
};

const isDevelopment = process.env.NODE_ENV === "development";

/** @type {import("next").NextConfig} */
const nextConfig = {
  // The container contains only the files that the server needs; see Dockerfile.prod.
  ...(process.env.BUILD_STANDALONE && { output: "standalone" }),
  // Native `ws` masking breaks when bundled, and the venue's client depends on `ws`. Sentry's server half
  // would be a fifth of the whole build.
  serverExternalPackages: ["ws", "bybit-api", "pg", "@sentry/nextjs"],
  poweredByHeader: false,
  outputFileTracingIncludes: { "/docs/api": ["./docs/bots.md"] },
  experimental: {
    // Next buffers the body of a request that passes the middleware, twice and before any route runs. This is
    // enough for the largest body that such a route reads; the default of 10 MB lets a few hundred requests
    // fill the memory.
    proxyClientMaxBodySize: 128 * 1_024,
    // Writing this cache is a third of a build's time, and most builds have no cache: first builds, CI and
    // images.
    turbopackFileSystemCacheForBuild: false,
    // Saves a fifth of the remaining time: the maps are unused, since browsers get none and Node runs
    // without.
    turbopackSourceMaps: isDevelopment,
    turbopackInputSourceMaps: isDevelopment,
    // Saves another fifth, and stacks in the log contain the functions' names.
    turbopackMinify: { client: true, server: false },
  },
  reactStrictMode: true,
  // Disables `/_next/image`, which is unused: it would scale any image for any visitor without a limit.
  images: { unoptimized: true },
  headers: async () => [
    {
      source: "/:path*",
      headers: Object.entries(SECURITY_HEADERS).map(([key, value]) => ({ key, value })),
    },
    // Other sites may frame what is made for it.
    { source: "/((?!embed/).*)", headers: [{ key: "x-frame-options", value: "DENY" }] },
    // The lab's pages embed its sandbox.
    { source: "/lab/sandbox", headers: [{ key: "x-frame-options", value: "SAMEORIGIN" }] },
  ],
  // `npm run build` and `npm run check` check them first, with the native compiler, which Next does not know.
  typescript: { ignoreBuildErrors: true },
  turbopack: {
    resolveAlias: { "server-only": { browser: "server-only", default: "server-only/empty.js" } },
  },
};

export default withNextIntl(nextConfig);
