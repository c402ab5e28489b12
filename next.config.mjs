/** @type {import("next").NextConfig} */
const nextConfig = {
  // The container carries only the files that the server needs; see Dockerfile.prod.
  ...(process.env.BUILD_STANDALONE && { output: "standalone" }),
  // Native `ws` masking breaks when bundled, and the venue's client depends on `ws`.
  serverExternalPackages: ["ws", "bybit-api", "pg"],
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run check` is the one place where types are judged; the build would only do it again.
  typescript: { ignoreBuildErrors: true },
  // The stream is a Pages handler, where Next leaves the marker package to Node, and Node's copy always throws.
  bundlePagesRouterDependencies: true,
  turbopack: {
    resolveAlias: { "server-only": { browser: "server-only", default: "server-only/empty.js" } },
  },
};

export default nextConfig;
