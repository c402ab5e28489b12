import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as account from "@/app/api/account/route";
import * as nextAuth from "@/app/api/auth/[...nextauth]/route";
import { type Oauth, type OauthPerson, startOauth } from "@/emulators/oauth/start-oauth";
import { createPendingMfa } from "@/lib/auth/pending-mfa";
import { createSecondFactor } from "@/lib/auth/second-factor";
import { signInByProvider } from "@/lib/auth/sign-in-by-provider";
import { encryptTotpSecret } from "@/lib/auth/totp-secret";
import { getDb } from "@/lib/db/client";
import { assertSwitchOff } from "@/lib/db/portfolio/assert-switch-off";
import { createUser, insertUser } from "@/lib/db/queries/users/users";
import { publishSwitches } from "@/lib/infra/operator-switches";
import { mailsTo } from "@/tests/support/account-steps";
import { type ApiVisitor, createApiVisitor } from "@/tests/support/api-visitor";
import { createTestDatabase } from "@/tests/support/create-test-database";
import { signInAs } from "@/tests/support/sign-in-as";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

let services: TestServices;
let oauth: Oauth;

beforeAll(async () => {
  oauth = await startOauth();
  services = await useTestServices({ databaseUrl: await createTestDatabase() });
  Object.assign(process.env, {
    GOOGLE_URL: oauth.url,
    GITHUB_URL: oauth.url,
    GITHUB_API_URL: oauth.url,
    GOOGLE_CLIENT_ID: oauth.client.id,
    GOOGLE_CLIENT_SECRET: oauth.client.secret,
    GITHUB_CLIENT_ID: oauth.client.id,
    GITHUB_CLIENT_SECRET: oauth.client.secret,
  });
});
afterAll(async () => {
  await getDb().$disconnect();
  await services.close();
  await oauth.close();
});

let people = 0;

function someone(over: Partial<OauthPerson> = {}): OauthPerson {
  people += 1;
  const email = `person${people}@example.com`;
  return { subject: 1_000 + people, email, isVerified: true, name: `Person ${people}`, ...over };
}

const register = async (email: string | null, isVerified = true) => {
  const emailVerifiedAt = isVerified ? new Date() : null;
  return createUser({ email: email ?? "", displayName: "Known", passwordHash: null, emailVerifiedAt });
};

/** The URL to which the provider's button redirects. */
async function press(visitor: ApiVisitor, provider: string): Promise<string> {
  const get = { params: { nextauth: ["csrf"] } };
  const csrf = await visitor.call(nextAuth.GET, "GET", "/api/auth/csrf", undefined, get);
  const form = { csrfToken: String(csrf.body.csrfToken), json: "true" };
  const path = `/api/auth/signin/${provider}`;
  const response = await visitor.call(nextAuth.POST, "POST", path, form, {
    params: { nextauth: ["signin", provider] },
  });
  return String(response.body.url);
}

/** The URL to which the provider redirects back. */
async function consent(address: string): Promise<URL> {
  const response = await fetch(address, { redirect: "manual" });
  return new URL(response.headers.get("location") ?? "");
}

async function comeBack(visitor: ApiVisitor, provider: string, to: URL): Promise<string> {
  const path = `${to.pathname}${to.search}`;
  const response = await visitor.call(nextAuth.GET, "GET", path, undefined, {
    params: { nextauth: ["callback", provider] },
  });
  return response.headers.get("location") ?? "";
}

async function signIn(provider: string, person: OauthPerson) {
  oauth.setPerson(person);
  const visitor = createApiVisitor(`10.1.0.${people % 250}`);
  const landed = await comeBack(visitor, provider, await consent(await press(visitor, provider)));
  const { status, body } = await visitor.call(account.GET, "GET", "/api/account");
  return { landed, status, account: body };
}

/** Sends the code of the second factor, then returns the signed-in user. */
async function sendCode(visitor: ApiVisitor, given: { ticket: string; code: string }) {
  const csrf = await visitor.call(nextAuth.GET, "GET", "/api/auth/csrf", undefined, {
    params: { nextauth: ["csrf"] },
  });
  const form = { ...given, csrfToken: String(csrf.body.csrfToken), json: "true" };
  const { body } = await visitor.call(nextAuth.POST, "POST", "/api/auth/callback/second-factor", form, {
    params: { nextauth: ["callback", "second-factor"] },
  });
  const { status } = await visitor.call(account.GET, "GET", "/api/account");
  return { code: (body.error as { code: string } | undefined)?.code, status };
}

const countLinks = (subject: number) => getDb().providerLogin.count({ where: { subject: String(subject) } });

describe.each(["google", "github"])("sign-in by %s", (provider) => {
  const rejected = { landed: expect.stringContaining("/login?error=provider_rejected"), status: 401 };

  it("makes an account with its portfolio at the first time, and finds it at the second", async () => {
    const person = someone();
    const first = await signIn(provider, person);
    expect(first).toMatchObject({
      landed: expect.stringMatching(/^http:\/\/localhost:3000/),
      status: 200,
      account: { email: person.email, displayName: person.name, isEmailVerified: true, hasPassword: false },
    });
    const again = await signIn(provider, { ...person, email: "moved@example.com", name: "Renamed" });
    expect(again.account).toMatchObject({ id: first.account.id, email: person.email });
    const { id } = first.account as { id: string };
    expect(await getDb().portfolio.count({ where: { userId: id } })).toBe(1);
  });

  it("is linked to a known address that both sides have verified", async () => {
    const person = someone();
    const known = await register(person.email);
    expect((await signIn(provider, person)).account).toMatchObject({ id: known?.id, displayName: "Known" });
    expect(await countLinks(person.subject)).toBe(1);
  });

  it.each([true, false])(
    "is rejected with an unverified address of a known user, verified: %s",
    async (isVerified) => {
      const person = someone({ isVerified: false });
      await register(person.email, isVerified);
      expect(await signIn(provider, person)).toMatchObject(rejected);
      expect(await countLinks(person.subject)).toBe(0);
    },
  );

  it("is rejected with an unverified address of a new user (H3)", async () => {
    const person = someone({ isVerified: false, email: `Fresh${people}@Example.com` });
    expect(await signIn(provider, person)).toMatchObject(rejected);
    expect(await getDb().user.count({ where: { email: `fresh${people - 1}@example.com` } })).toBe(0);
  });

  it("is rejected with an address that only lower case turns into someone else's", async () => {
    const victim = await register("kelvin@example.com");
    const person = someone({ email: "\u212aelvin@example.com" });
    expect(await signIn(provider, person)).toMatchObject(rejected);
    expect(await getDb().providerLogin.count({ where: { userId: victim?.id ?? "kelvin" } })).toBe(0);
  });

  it("opens no new account while registration is closed, and lets known users in", async () => {
    const known = someone();
    await signIn(provider, known);
    await publishSwitches(["registration-closed"]);
    const readCode = () => assertSwitchOff("registration-closed").catch(({ code }) => code);
    await expect.poll(readCode).toBe("registration_closed");
    const person = someone();
    const landed = expect.stringContaining("/login?error=registration_closed");
    expect(await signIn(provider, person)).toMatchObject({ landed, status: 401 });
    expect(await getDb().user.count({ where: { email: person.email ?? "" } })).toBe(0);
    expect((await signIn(provider, known)).status).toBe(200);
    await publishSwitches([]);
    await expect.poll(readCode).toBeUndefined();
  });

  it("is the first proof of an address: what opened the account before is dropped (H3)", async () => {
    const person = someone();
    const { id = "" } = (await register(person.email, false)) ?? {};
    const stranger = { provider, subject: `stranger-${person.subject}`, userId: id };
    await getDb().providerLogin.create({ data: stranger });
    await getDb().recoveryCode.create({ data: { userId: id, hash: "x" } });
    await getDb().user.update({
      where: { id },
      data: { passwordHash: "$argon2id$stranger", totpSecret: "x", totpConfirmedAt: new Date() },
    });
    const { cookie } = await signInAs({ userId: id, createdMs: Date.now() - 1 });
    expect((await signIn(provider, person)).account).toMatchObject({
      id,
      isEmailVerified: true,
      hasPassword: false,
      hasTwoFactor: false,
      recoveryCodesLeft: 0,
    });
    expect(await countLinks(person.subject)).toBe(1);
    expect(await getDb().providerLogin.count({ where: { userId: id } })).toBe(1);
    const visitor = createApiVisitor("10.5.0.1");
    const old = await visitor.call(account.GET, "GET", "/api/account", undefined, { headers: { cookie } });
    expect(old.status).toBe(401);
  });

  it("tells the owner by mail that it opens the account now (M4)", async () => {
    const person = someone();
    await register(person.email);
    await signIn(provider, person);
    const subjects = async () => (await mailsTo(person.email ?? "")).map(({ subject }) => subject);
    await expect.poll(subjects).toEqual(["A new way to sign in"]);
  });

  it.each([
    ["Ann\u202eevil", "Annevil"],
    ["A\u200bn\u2066n\u0007", "Ann"],
    ["\uff21\uff4e\uff4e", "Ann"],
    ["\u0410nn", "Trader"],
    ["\u3164\u3164\u3164", "Trader"],
    ["x", "Trader"],
    [`${"n".repeat(39)}\u{1f600}\u{1f600}`, "n".repeat(39)],
  ])("shows the name %j as %j (L10)", async (name, shown) => {
    const { account: made } = await signIn(provider, someone({ name }));
    expect(String(made.displayName).replace(/\p{S}$/u, "")).toBe(shown);
  });

  it("is rejected without an address", async () => {
    expect(await signIn(provider, someone({ email: null }))).toMatchObject(rejected);
  });

  it.each([true, false])("is did not who is banned, linked before: %s", async (isLinked) => {
    const person = someone();
    const known = await register(person.email);
    if (isLinked) expect((await signIn(provider, person)).status).toBe(200);
    await getDb().user.update({ where: { id: known?.id ?? "" }, data: { bannedAt: new Date() } });
    expect(await signIn(provider, person)).toMatchObject(rejected);
  });

  it("owes the code where the account has a second factor, once for each code", async () => {
    const person = someone();
    const { account: made } = await signIn(provider, person);
    const { secret } = createSecondFactor(person.email ?? "");
    const data = { totpSecret: await encryptTotpSecret(secret), totpConfirmedAt: new Date() };
    const stored = await getDb().user.update({ where: { id: String(made.id) }, data });

    const half = await signIn(provider, person);
    expect(half).toMatchObject({ landed: expect.stringContaining("/login?ticket="), status: 401 });
    const ticket = new URL(half.landed, "http://localhost").searchParams.get("ticket") ?? "";
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
    const finish = (given: { ticket: string; code: string }) => sendCode(createApiVisitor("10.3.0.1"), given);
    expect(await finish({ ticket, code: "000000" })).toMatchObject({
      code: "second_factor_wrong",
      status: 401,
    });
    expect(await finish({ ticket: `${ticket}x`, code })).toMatchObject({ code: "link_expired", status: 401 });
    const old = await createPendingMfa(stored, Date.now() - 6 * 60_000);
    expect(await finish({ ticket: old, code })).toMatchObject({ code: "link_expired", status: 401 });
    expect(await finish({ ticket, code })).toMatchObject({ code: undefined, status: 200 });
    expect(await finish({ ticket, code })).toMatchObject({ code: "second_factor_wrong", status: 401 });
  });

  it("is bound to the browser that began it, and to its code", async () => {
    oauth.setPerson(someone());
    const [victim, other] = [createApiVisitor("10.2.0.1"), createApiVisitor("10.2.0.2")];
    const back = await consent(await press(other, provider));
    await press(victim, provider);
    expect(await comeBack(victim, provider, back)).toContain("error=");
    back.searchParams.set("code", "guessed");
    expect(await comeBack(other, provider, back)).toContain("error=");
    for (const visitor of [victim, other]) {
      expect((await visitor.call(account.GET, "GET", "/api/account")).status).toBe(401);
    }
  });
});

it("opens no account whose address another account has verified meanwhile (H3)", async () => {
  for (let round = 0; round < 20; round += 1) {
    const email = `race${round}@example.com`;
    const by = (provider: string) =>
      signInByProvider({
        provider,
        subject: `${provider}-race${round}`,
        email,
        isEmailVerified: true,
        name: "R",
      });
    const claim = () =>
      insertUser({
        email,
        displayName: "Stranger",
        passwordHash: "$argon2id$stranger",
        emailVerifiedAt: null,
      });
    await Promise.allSettled([by("google"), claim(), by("github"), by("google"), claim(), by("github")]);
    const links = await getDb().providerLogin.findMany({
      where: { subject: { endsWith: `-race${round}` } },
      include: { user: true },
    });
    for (const { user } of links)
      expect([user.emailVerifiedAt, user.passwordHash]).toEqual([expect.any(Date), null]);
  }
});
