import type { NextAuthOptions } from "next-auth";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

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

/** Timeout in ms: loading next-auth takes seconds on a busy machine. */
const LOAD_MS = 60_000;

/** The options of a server at `appUrl`, with the environment read again. */
async function createOptions(appUrl: string): Promise<NextAuthOptions> {
  vi.resetModules();
  for (const [name, value] of Object.entries({ ...ENV, APP_URL: appUrl })) vi.stubEnv(name, value);
  const { createAuthOptions } = await import("@/lib/auth/session/auth-options");
  const origin = { clientIp: "192.0.2.1", userAgent: "test", locale: "en" as const };
  return createAuthOptions({ origin, onSignIn: async () => {}, onRejection: () => {} });
}
afterAll(() => vi.unstubAllEnvs());

const HOME = "https://app.test";
let options: NextAuthOptions;
beforeAll(async () => {
  options = await createOptions(HOME);
}, LOAD_MS);

describe("where a sign-in leads", () => {
  it.each([
    "/\t/evil.test",
    "/\n/evil.test",
    "\t//evil.test",
    "//evil.test",
    "/\\evil.test",
    "\\\\evil.test",
    "https:evil.test",
    "https:/\\evil.test",
    "https://app.test@evil.test",
    "https://app.test.evil.test",
    "http://app.test/",
    "https://app.test:444/",
    "javascript:alert(1)",
    "data:text/html,x",
    "blob:https://app.test/0b9f5f62",
    "http://[",
  ])("%j is not ours: home", async (url) => {
    const { protocol, host } = new URL((await options.callbacks?.redirect?.({ url, baseUrl: HOME })) ?? "");
    expect({ protocol, host }).toEqual({ protocol: "https:", host: "app.test" });
  });

  it.each([
    ["/terminal/BTCUSDT?x=1", "https://app.test/terminal/BTCUSDT?x=1"],
    ["https://app.test/journal", "https://app.test/journal"],
    ["journal", "https://app.test/journal"],
  ])("%s is ours", async (url, target) => {
    expect(await options.callbacks?.redirect?.({ url, baseUrl: HOME })).toBe(target);
  });
});

describe("cookies", () => {
  it("have names over TLS that no other host can set", async () => {
    const { cookies = {} } = options;
    const made = Object.values(cookies);
    expect(made).toHaveLength(6);
    for (const { name, options: settings } of made) {
      expect(name).toMatch(/^__Host-next-auth\./);
      expect(settings).toMatchObject({ secure: true, path: "/", httpOnly: true, sameSite: "lax" });
      expect(settings).not.toHaveProperty("domain");
    }
    const { sessionCookieName } = await import("@/lib/auth/session/session-token");
    expect(cookies.sessionToken?.name).toBe(sessionCookieName());
  });

  it("have plain names without TLS", { timeout: LOAD_MS }, async () => {
    const { cookies = {} } = await createOptions("http://localhost:3000");
    expect(cookies.sessionToken).toMatchObject({
      name: "next-auth.session-token",
      options: { secure: false },
    });
  });
});
