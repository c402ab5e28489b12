/** On every response, of endpoints that the middleware leaves alone as well. Its policies for content come on top. */
const SECURITY_HEADERS = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "strict-origin-when-cross-origin",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
  "strict-transport-security": "max-age=63072000; includeSubDomains",
};

const isDevelopment = process.env.NODE_ENV === "development";

/** @type {import("next").NextConfig} */
const nextConfig = {
  // The container carries only the files that the server needs; see Dockerfile.prod.
  ...(process.env.BUILD_STANDALONE && { output: "standalone" }),
  // Native `ws` masking breaks when bundled, and the venue's client depends on `ws`. Sentry's server half would be a
  // fifth of the whole build.
  serverExternalPackages: ["ws", "bybit-api", "pg", "@sentry/nextjs"],
  poweredByHeader: false,
  experimental: {
    // Next gathers the body of a request that passes the middleware, twice and before any route runs. So much is enough
    // for the largest body that such a route reads; its own default of 10 MB lets a few hundred requests fill the memory.
    proxyClientMaxBodySize: 128 * 1_024,
    // Writing this cache is a third of a build's time, and most builds start from nothing: a newcomer's, CI's, an image's.
    turbopackFileSystemCacheForBuild: false,
    // A fifth of what is left: maps that nothing reads, since browsers are sent none and Node is started without.
    turbopackSourceMaps: isDevelopment,
    turbopackInputSourceMaps: isDevelopment,
    // Another fifth, and a stack in the log that names functions as the sources do.
    turbopackMinify: { client: true, server: false },
  },
  reactStrictMode: true,
  // Closes `/_next/image`, which nothing uses: it scales any picture of ours for anybody, uncounted.
  images: { unoptimized: true },
  headers: async () => [
    {
      source: "/:path*",
      headers: Object.entries(SECURITY_HEADERS).map(([key, value]) => ({ key, value })),
    },
  ],
  // `npm run check` is the one place where types are evaluated; the build would only do it again.
  typescript: { ignoreBuildErrors: true },
  turbopack: {
    resolveAlias: { "server-only": { browser: "server-only", default: "server-only/empty.js" } },
  },
};

export default nextConfig;
