import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as ownKey from "@/app/api/account/keys/[key]/route";
import * as keys from "@/app/api/account/keys/route";
import * as password from "@/app/api/account/password/route";
import * as account from "@/app/api/account/route";
import * as sessions from "@/app/api/account/sessions/route";
import * as twoFactor from "@/app/api/account/two-factor/route";
import { recordProof } from "@/lib/auth/recent-proof";
import { readSession } from "@/lib/auth/session/read-session";
import { getDb } from "@/lib/db/client";
import {
  codeOf,
  linkFor,
  mailsTo,
  type NewAccount,
  openVerification,
  PASSWORD,
  prove,
  readAccount,
  signIn,
  signUpAndIn,
  switchTwoFactorOn,
} from "@/tests/support/account-steps";
import { createApiKey } from "@/tests/support/create-api-key";
import { createTestDatabase } from "@/tests/support/create-test-database";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

const MINUTE_MS = 60_000;
let services: TestServices;

beforeAll(async () => {
  services = await useTestServices({ databaseUrl: await createTestDatabase() });
});
afterAll(async () => {
  await getDb().$disconnect();
  await services.close();
});

/** Sets the age of a session's last re-authentication. */
async function ageProof({ visitor }: NewAccount, minutes: number): Promise<void> {
  let cookie = "";
  await visitor.call(
    async (request) => {
      cookie = request.headers.get("cookie") ?? "";
      return new Response("{}");
    },
    "GET",
    "/",
  );
  const session = await readSession({ cookie });
  await recordProof(session?.sessionId ?? "", Date.now() - minutes * MINUTE_MS);
}

const next = "two horses, one moon";
const PATH = "/api/account/two-factor";
/** Makes a key of the person's practice portfolio. */
async function makeKey({ visitor, id: userId }: NewAccount) {
  const { id: portfolioId } = await getDb().portfolio.findFirstOrThrow({ where: { userId } });
  return visitor.call(keys.POST, "POST", "/api/account/keys", { portfolioId, name: "Bot", days: 30 });
}

/** Revokes a key that the person has. */
async function revokeKey({ visitor, id: userId }: NewAccount) {
  const { id: portfolioId } = await getDb().portfolio.findFirstOrThrow({ where: { userId } });
  const { key } = await createApiKey({ userId, portfolioId });
  const response = await visitor.call(ownKey.DELETE, "DELETE", `/api/account/keys/${key}`, undefined, {
    params: { key },
  });
  const { revokedAt } = await getDb().apiKey.findFirstOrThrow({ where: { key } });
  expect(revokedAt !== null).toBe(response.status < 300);
  return response;
}

const ACTS: [string, (person: NewAccount) => Promise<{ status: number; body: Record<string, unknown> }>][] = [
  ["a new password", ({ visitor }) => visitor.call(password.POST, "POST", "/api/account/password", { next })],
  ["a second factor", ({ visitor }) => visitor.call(twoFactor.POST, "POST", PATH)],
  ["a new API key", makeKey],
  ["revoking an API key", revokeKey],
  [
    "deleting the account",
    ({ visitor }) => visitor.call(account.DELETE, "DELETE", "/api/account", { confirm: "delete my account" }),
  ],
];

async function signUpVerified(): Promise<NewAccount> {
  const person = await signUpAndIn();
  await openVerification(person.visitor, await linkFor(person.email, "/verify-email"));
  return person;
}

describe("what changes how one gets in needs a recent proof (M4)", () => {
  it.each(ACTS)("%s: rejected after ten minutes, and done after a new proof", async (_, act) => {
    const person = await signUpVerified();
    await ageProof(person, 11);
    const rejected = await act(person);
    expect(codeOf(rejected)).toEqual([403, "proof_required"]);
    expect(rejected.body.error).toMatchObject({ details: { methods: ["password"] } });
    expect(codeOf(await prove(person.visitor, { password: "not the password" }))).toEqual([
      403,
      "wrong_password",
    ]);
    expect(codeOf(await act(person))).toEqual([403, "proof_required"]);
    expect((await prove(person.visitor, { password: PASSWORD })).status).toBe(204);
    expect((await act(person)).status).toBeLessThan(300);
  });

  it.each(ACTS)("%s: done within ten minutes of signing in", async (_, act) => {
    const person = await signUpVerified();
    await ageProof(person, 9);
    expect((await act(person)).status).toBeLessThan(300);
  });

  it("the proof is the session's own", async () => {
    const person = await signUpVerified();
    const elsewhere = { ...person };
    await ageProof(person, 11);
    const other = await signUpAndIn();
    await signIn(other.visitor, elsewhere);
    expect((await prove(other.visitor, { password: PASSWORD })).status).toBe(204);
    expect(codeOf((await ACTS[1]?.[1](person)) as never)).toEqual([403, "proof_required"]);
  });

  it.each([{}, { password: "" }, { code: "" }, { password: PASSWORD, role: "ADMIN" }])(
    "%j is no proof",
    async (body) => {
      const person = await signUpAndIn();
      expect(codeOf(await prove(person.visitor, body))).toEqual([400, "bad_request"]);
    },
  );

  it("a wrong code beside the right password is none", async () => {
    const person = await signUpAndIn();
    await switchTwoFactorOn(person);
    const body = { password: PASSWORD, code: "000000" };
    expect(codeOf(await prove(person.visitor, body))).toEqual([401, "second_factor_wrong"]);
  });

  it("ending the second factor wants a code as well", async () => {
    const person = await signUpAndIn();
    const { codeAt, recoveryCodes } = await switchTwoFactorOn(person);
    const end = (body: object) => person.visitor.call(twoFactor.DELETE, "DELETE", PATH, body);
    await ageProof(person, 11);
    expect(codeOf(await end({ code: codeAt(0) }))).toEqual([403, "proof_required"]);
    expect((await prove(person.visitor, { code: codeAt(0) })).status).toBe(204);
    for (const body of [{}, { password: PASSWORD }]) {
      expect(codeOf(await end(body))).toEqual([400, "bad_request"]);
    }
    expect(codeOf(await end({ code: "000000" }))).toEqual([401, "second_factor_wrong"]);
    expect((await end({ code: recoveryCodes[0] })).status).toBe(204);
    expect((await readAccount(person.visitor)).body).toMatchObject({
      hasTwoFactor: false,
      recoveryCodesLeft: 0,
    });
  });

  it("without a password, a session alone changes nothing: a code or the provider proves it", async () => {
    const person = await signUpAndIn();
    const { codeAt } = await switchTwoFactorOn(person);
    await getDb().user.update({ where: { id: person.id }, data: { passwordHash: null } });
    await getDb().providerLogin.create({
      data: { provider: "google", subject: person.id, userId: person.id },
    });
    await ageProof(person, 11);
    for (const [, act] of [ACTS[0], ACTS[2]].flatMap((one) => (one ? [one] : []))) {
      const rejected = await act(person);
      expect(codeOf(rejected)).toEqual([403, "proof_required"]);
      expect(rejected.body.error).toMatchObject({ details: { methods: ["code", "google"] } });
    }
    expect(codeOf(await prove(person.visitor, { password: "any at all" }))).toEqual([403, "wrong_password"]);
    expect((await prove(person.visitor, { code: codeAt(0) })).status).toBe(204);
    expect((await ACTS[0]?.[1](person))?.status).toBe(204);
  });
});

describe("each change of how one gets in is mailed (M4)", () => {
  it("the password, the second factor on and off, signing out everywhere, deletion", async () => {
    const person = await signUpAndIn();
    const { visitor, email } = person;
    const { recoveryCodes } = await switchTwoFactorOn(person);
    await signIn(visitor, { email, code: String(recoveryCodes[0]) });
    await visitor.call(twoFactor.DELETE, "DELETE", PATH, { code: recoveryCodes[1] });
    await visitor.call(sessions.DELETE, "DELETE", "/api/account/sessions");
    await signIn(visitor, { email });
    await visitor.call(password.POST, "POST", "/api/account/password", { next });
    await signIn(visitor, { email, password: next });
    await visitor.call(account.DELETE, "DELETE", "/api/account", { confirm: "delete my account" });
    const subjects = async () => (await mailsTo(email)).map(({ subject }) => subject).sort();
    await expect
      .poll(subjects)
      .toEqual(
        [
          "Is this your address?",
          "Two-factor sign-in is on",
          "A recovery code was used",
          "Two-factor sign-in is off",
          "You were signed out everywhere",
          "Your password was changed",
          "Your account is deleted",
        ].sort(),
      );
  });
});
