import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { encodeSessionToken, readSessionToken, SESSION_MAX_AGE_S } from "@/lib/auth/session/session-token";

const SECRET = "fixture-secret-of-sessions-0123456789";

beforeAll(() => {
  vi.stubEnv("NEXTAUTH_SECRET", SECRET);
  vi.stubEnv("APP_URL", "http://localhost:3000");
});
afterAll(() => {
  vi.unstubAllEnvs();
});

const cookieOf = (token: string) => `a=b; next-auth.session-token=${token}`;

it("proves the session, each time that it is sent, until it expires", async () => {
  const token = await encodeSessionToken({ userId: "ann", sessionId: "one" });
  const first = await readSessionToken(cookieOf(token));
  expect(first).toMatchObject({ userId: "ann", sessionId: "one" });
  expect(await readSessionToken(cookieOf(token))).toEqual(first);
  const expiredMs = Date.now() + (SESSION_MAX_AGE_S + 60) * 1_000;
  const clock = vi.spyOn(Date, "now").mockReturnValue(expiredMs);
  expect(await readSessionToken(cookieOf(token))).toBeNull();
  clock.mockRestore();
});

it("proves nothing when it is changed, or of another secret", async () => {
  const token = await encodeSessionToken({ userId: "ann", sessionId: "two" });
  await readSessionToken(cookieOf(token));
  const last = token.at(-1) === "A" ? "B" : "A";
  expect(await readSessionToken(cookieOf(token.slice(0, -1) + last))).toBeNull();
  const foreign = await encode({ token: { sub: "ann", sid: "two" }, secret: `${SECRET}x` });
  expect(await readSessionToken(cookieOf(foreign))).toBeNull();
  expect(await readSessionToken(null)).toBeNull();
});
