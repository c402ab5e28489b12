import { afterAll, expect, it, vi } from "vitest";

const ENV = {
  DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none",
  UPSTASH_REDIS_REST_URL: "http://127.0.0.1:1",
  UPSTASH_REDIS_REST_TOKEN: "none",
  QSTASH_TOKEN: "none",
  QSTASH_CURRENT_SIGNING_KEY: "sig_none_current_key",
  QSTASH_NEXT_SIGNING_KEY: "sig_none_next_key",
  CRON_SECRET: "fixture-cron-secret",
  NEXTAUTH_SECRET: "fixture-secret-of-sessions-0123456789",
};
afterAll(() => vi.unstubAllEnvs());

const LOAD_MS = 30_000;

async function buildAt(appUrl: string) {
  vi.resetModules();
  for (const [name, value] of Object.entries({ ...ENV, APP_URL: appUrl })) vi.stubEnv(name, value);
  const { buildOpenApi } = await import("@/lib/http/build-open-api");
  const { sessionCookieName } = await import("@/lib/auth/session/session-token");
  return { document: buildOpenApi(appUrl), cookie: sessionCookieName() };
}

it.each([
  ["https://terminal-zero.example", "__Host-next-auth.session-token"],
  ["http://localhost:3000", "next-auth.session-token"],
])(
  "at %s the session cookie is described as %s, which is what the server reads",
  { timeout: LOAD_MS },
  async (url, name) => {
    const { document, cookie } = await buildAt(url);
    expect(cookie).toBe(name);
    expect(document.components?.securitySchemes?.session).toMatchObject({
      type: "apiKey",
      in: "cookie",
      name,
    });
  },
);
