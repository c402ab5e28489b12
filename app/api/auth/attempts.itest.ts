import { randomUUID } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import * as verify from "@/app/api/auth/email/verify/route";
import * as reset from "@/app/api/auth/password/reset/route";
import { proveIdentity } from "@/lib/accounts/prove-identity";
import { confirmTwoFactor, endTwoFactor } from "@/lib/accounts/two-factor";
import { withAttempt } from "@/lib/auth/login-throttle";
import { hashPassword } from "@/lib/auth/password";
import { createPendingMfa } from "@/lib/auth/pending-mfa";
import { signInByPassword, signInBySecondFactor } from "@/lib/auth/sign-in";
import { decryptTotpSecret } from "@/lib/auth/totp-secret";
import { getDb } from "@/lib/db/client";
import type { User } from "@/lib/db/queries/users/users";
import { AppError } from "@/lib/schemas/api-error";
import { createApiVisitor } from "@/tests/support/api-visitor";
import { createAdminFields } from "@/tests/support/create-admin";
import { createTestDatabase } from "@/tests/support/create-test-database";
import { signInAs } from "@/tests/support/sign-in-as";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

const PASSWORD = "a horse on the moon";
const CONCURRENT = 40;
/**
 * Four failures of an account have no pause, and the fifth starts the first one; after each pause one attempt
 * is allowed.
 */
const OF_ACCOUNT = 5;
const PAUSES = 3;
const OF_IP = 16;
let services: TestServices;

beforeAll(async () => {
  services = await useTestServices({ databaseUrl: await createTestDatabase() });
});
afterAll(async () => {
  await getDb().$disconnect();
  await services.close();
});

async function createPerson(): Promise<User & { sessionId: string }> {
  const email = `${randomUUID()}@terminal-zero.local`;
  const passwordHash = await hashPassword(PASSWORD);
  const user = await getDb().user.create({
    data: {
      email,
      displayName: "Ann",
      passwordHash,
      ...(await createAdminFields(email)).fields,
      role: "TRADER",
    },
  });
  const { sessionId } = await signInAs({ userId: user.id });
  return { ...user, sessionId };
}

let addresses = 0;
/** A client IP for each attempt: the limit of the account is under test. */
const anyIp = () => {
  addresses += 1;
  return `10.2.${addresses >> 8}.${addresses % 256}`;
};

async function codesOf(attempts: Promise<unknown>[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const attempt of await Promise.allSettled(attempts)) {
    const code = attempt.status === "rejected" ? (attempt.reason as AppError).code : "taken";
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}

function expectLimited(counts: Record<string, number>, code: string): void {
  const { [code]: checked = 0, rate_limited: limited = 0 } = counts;
  expect(checked + limited).toBe(CONCURRENT);
  expect(checked).toBeGreaterThanOrEqual(OF_ACCOUNT);
  expect(checked).toBeLessThanOrEqual(OF_ACCOUNT + PAUSES);
}

type Guess = (user: User & { sessionId: string }) => Promise<unknown>;
const callerOf = (user: User & { sessionId: string }) => ({
  userId: user.id,
  sessionId: user.sessionId,
  clientIp: anyIp(),
});
const codeOf = async ({ totpSecret }: User) =>
  new TOTP({ secret: Secret.fromBase32(await decryptTotpSecret(totpSecret ?? "")) }).generate();
const wrongCode = () => String(Math.floor(Math.random() * 1e6)).padStart(6, "0");
const GUESSES: [string, string, Guess][] = [
  ["passwords", "invalid_credentials", ({ email }) => signInByPassword({ email, password: "no" }, anyIp())],
  [
    "codes behind the password",
    "second_factor_wrong",
    ({ email }) => signInByPassword({ email, password: PASSWORD, code: wrongCode() }, anyIp()),
  ],
  [
    "codes behind a provider",
    "second_factor_wrong",
    async (user) =>
      signInBySecondFactor({ ticket: await createPendingMfa(user), code: wrongCode() }, anyIp()),
  ],
  [
    "recovery codes",
    "second_factor_wrong",
    async (user) =>
      signInBySecondFactor(
        { ticket: await createPendingMfa(user), code: randomUUID().slice(0, 19) },
        anyIp(),
      ),
  ],
  ["passwords of a proof", "wrong_password", (user) => proveIdentity(callerOf(user), { password: "no" })],
  ["codes of a proof", "second_factor_wrong", (user) => proveIdentity(callerOf(user), { code: wrongCode() })],
  [
    "codes that end the second factor",
    "second_factor_wrong",
    (user) => endTwoFactor(callerOf(user), wrongCode()),
  ],
];

describe("attempts are counted before they are checked (M3)", () => {
  it.each(GUESSES)("40 wrong %s at once", async (_, code, guess) => {
    const user = await createPerson();
    const counts = await codesOf(Array.from({ length: CONCURRENT }, () => guess(user)));
    expectLimited(counts, code);
  });

  it("40 wrong codes of a new second factor at once", async () => {
    const user = await createPerson();
    await getDb().user.update({ where: { id: user.id }, data: { totpConfirmedAt: null } });
    const attempts = Array.from({ length: CONCURRENT }, () => confirmTwoFactor(callerOf(user), wrongCode()));
    const counts = await codesOf(attempts);
    expectLimited(counts, "second_factor_wrong");
  });

  it("those of an account that does not exist as well", async () => {
    const email = `${randomUUID()}@terminal-zero.local`;
    const guess = () => signInByPassword({ email, password: "no" }, anyIp());
    const counts = await codesOf(Array.from({ length: CONCURRENT }, guess));
    expectLimited(counts, "invalid_credentials");
  });

  it.each([
    ["reset", reset.POST, { password: "two horses, one moon" }],
    ["verification", verify.POST, {}],
  ] as const)("40 guessed %s tokens of one client IP at once", async (name, handler, body) => {
    const visitor = createApiVisitor(`10.3.0.${name.length}`);
    const responses = await Promise.all(
      Array.from({ length: CONCURRENT }, () =>
        visitor.call(handler, "POST", "/api/auth/x", { token: randomUUID(), ...body }),
      ),
    );
    const statuses = responses.map(({ status }) => status);
    expect(statuses.filter((status) => status === 400)).toHaveLength(OF_IP);
    expect(statuses.filter((status) => status === 429)).toHaveLength(CONCURRENT - OF_IP);
  });

  it("a wrong proof by password counts as a failed sign-in", async () => {
    const user = await createPerson();
    await codesOf(Array.from({ length: 10 }, () => proveIdentity(callerOf(user), { password: "no" })));
    const signIn = signInByPassword({ email: user.email, password: PASSWORD }, anyIp());
    await expect(signIn).rejects.toMatchObject({ code: "rate_limited" });
  });

  it("the right password alone gives back no guesses of the code, and both together do", async () => {
    const user = await createPerson();
    const guess = () => endTwoFactor(callerOf(user), wrongCode());
    const fail = async (count: number) => codesOf(Array.from({ length: count }, guess));
    expect(await fail(4)).toEqual({ second_factor_wrong: 4 });
    await proveIdentity(callerOf(user), { password: PASSWORD });
    expect(await fail(1)).toEqual({ second_factor_wrong: 1 });
    expect(await fail(1)).toEqual({ rate_limited: 1 });

    const other = await createPerson();
    await codesOf(Array.from({ length: 4 }, () => endTwoFactor(callerOf(other), wrongCode())));
    await proveIdentity(callerOf(other), { password: PASSWORD, code: await codeOf(other) });
    const again = Array.from({ length: 4 }, () => endTwoFactor(callerOf(other), wrongCode()));
    expect(await codesOf(again)).toEqual({ second_factor_wrong: 4 });
  });
});

describe("successes of one's own give back no guesses of another's password", () => {
  const OWN = "a password of the stranger";

  /** An account that claims an email verified by another user. */
  async function createClaimant(owner: User): Promise<User & { sessionId: string }> {
    const passwordHash = await hashPassword(OWN);
    const user = await getDb().user.create({
      data: { email: owner.email, displayName: "Eve", passwordHash, emailVerifiedAt: null },
    });
    return { ...user, sessionId: (await signInAs({ userId: user.id })).sessionId };
  }

  it.each<[string, (stranger: User & { sessionId: string }) => Promise<unknown>]>([
    ["signing in to", ({ email }) => signInByPassword({ email, password: OWN }, anyIp())],
    ["a proof in", (stranger) => proveIdentity(callerOf(stranger), { password: OWN })],
  ])("%s an account that claims the same address", async (_, succeed) => {
    const owner = await createPerson();
    const stranger = await createClaimant(owner);
    const guesses: Promise<User>[] = [];
    for (let round = 0; round < CONCURRENT / 2; round += 1) {
      const guess = signInByPassword({ email: owner.email, password: `guess ${round}` }, anyIp());
      guesses.push(guess);
      await codesOf([guess, succeed(stranger)]);
      await codesOf([succeed(stranger)]);
    }
    const { invalid_credentials: checked = 0 } = await codesOf(guesses);
    expect(checked).toBeLessThanOrEqual(OF_ACCOUNT + PAUSES);
  });

  it("switching the second factor of a session on and off", async () => {
    const user = await createPerson();
    await codesOf(Array.from({ length: 4 }, () => proveIdentity(callerOf(user), { password: "no" })));
    await endTwoFactor(callerOf(user), await codeOf(user));
    expect(await codesOf([proveIdentity(callerOf(user), { password: "no" })])).toEqual({ wrong_password: 1 });
    expect(await codesOf([proveIdentity(callerOf(user), { password: "no" })])).toEqual({ rate_limited: 1 });
  });
});

describe("an attempt is given back", () => {
  const fail = (attempt: Parameters<typeof withAttempt>[0]) =>
    withAttempt(attempt, () => Promise.reject(new AppError("wrong_password", "No.")));
  const attemptOf = () => ({ email: `${randomUUID()}@x.test`, clientIp: anyIp() });

  it("by a success, which forgets the account's failures", async () => {
    const attempt = attemptOf();
    for (let round = 0; round < 5; round += 1) {
      for (let failure = 0; failure < 4; failure += 1) {
        await expect(fail({ ...attempt, clientIp: anyIp() })).rejects.toMatchObject({
          code: "wrong_password",
        });
      }
      expect(
        await withAttempt(
          attempt,
          async () => round,
          () => true,
        ),
      ).toBe(round);
    }
  });

  it("by a success that proves one part, which forgets no earlier failure", async () => {
    const attempt = attemptOf();
    for (let failure = 0; failure < 5; failure += 1) {
      await expect(fail({ ...attempt, clientIp: anyIp() })).rejects.toMatchObject({
        code: "wrong_password",
      });
      if (failure < 4) expect(await withAttempt(attempt, async () => 1)).toBe(1);
    }
    await expect(withAttempt(attempt, async () => 1)).rejects.toMatchObject({ code: "rate_limited" });
  });

  it("by a success, without the client IP's other failures", async () => {
    const { clientIp } = attemptOf();
    for (let failure = 0; failure < 15; failure += 1) {
      await expect(fail({ ...attemptOf(), clientIp })).rejects.toMatchObject({ code: "wrong_password" });
      expect(await withAttempt({ ...attemptOf(), clientIp }, async () => 1)).toBe(1);
    }
    await expect(fail({ ...attemptOf(), clientIp })).rejects.toMatchObject({ code: "wrong_password" });
    await expect(fail({ ...attemptOf(), clientIp })).rejects.toMatchObject({ code: "rate_limited" });
  });

  it.each(["second_factor_required", "account_banned", "weak_password", "internal"] as const)(
    "by a rejection that says nothing of what was sent: %s",
    async (code) => {
      const attempt = attemptOf();
      const check = vi.fn(() => Promise.reject(new AppError(code, "No.")));
      for (let round = 0; round < 20; round += 1) {
        await expect(withAttempt(attempt, check)).rejects.toMatchObject({ code });
      }
      expect(check).toHaveBeenCalledTimes(20);
    },
  );

  it("but not while Redis is unavailable: nothing is checked then", async () => {
    const check = vi.fn(async () => 1);
    await services.controlRedis({ down: true });
    const attempt = withAttempt(attemptOf(), check);
    await expect(attempt).rejects.toMatchObject({ code: "service_unavailable" });
    await services.controlRedis({ down: false });
    expect(check).not.toHaveBeenCalled();
  });
});
