import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as password from "@/app/api/account/password/route";
import * as account from "@/app/api/account/route";
import * as verification from "@/app/api/account/verification/route";
import * as forgot from "@/app/api/auth/password/forgot/route";
import * as reset from "@/app/api/auth/password/reset/route";
import * as register from "@/app/api/auth/register/route";
import { notifyAccessChange } from "@/lib/auth/notify-access-change";
import { recordVerifiedEmail } from "@/lib/db/admin/record-verified-email";
import { getDb } from "@/lib/db/client";
import { storeKey } from "@/lib/db/queries/users/api-keys";
import { confirmSecondFactor } from "@/lib/db/queries/users/users";
import { canonicalRecipient, sendMail } from "@/lib/infra/mail";
import { getRedis } from "@/lib/infra/redis/redis";
import {
  codeOf,
  linkFor,
  mailsTo,
  type NewAccount,
  openVerification,
  PASSWORD,
  readAccount,
  signIn,
  signUp,
  signUpAndIn,
  switchTwoFactorOn,
} from "@/tests/support/account-steps";
import { type ApiVisitor, createApiVisitor } from "@/tests/support/api-visitor";
import { createApiKey } from "@/tests/support/create-api-key";
import { createTestDatabase } from "@/tests/support/create-test-database";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

const PUSH_KEYS = { p256dh: "p", auth: "a" };
const OWN = "three horses, no moon";
let services: TestServices;

beforeAll(async () => {
  services = await useTestServices({ databaseUrl: await createTestDatabase() });
});
afterAll(async () => {
  await getDb().$disconnect();
  await services.close();
});

let owners = 0;
/** The owner of an email, who has no account yet. */
const createOwner = () => {
  owners += 1;
  return createApiVisitor(`10.7.0.${owners}`);
};

const askForReset = (visitor: ApiVisitor, email: string) =>
  visitor.call(forgot.POST, "POST", "/api/auth/password/forgot", { email });
const resetBy = (visitor: ApiVisitor, token: string, next = OWN) =>
  visitor.call(reset.POST, "POST", "/api/auth/password/reset", { token, password: next });

/** Resets the counts of sent mails, as if a day had passed. */
async function forgetMailCounts(pattern = "mails:*"): Promise<void> {
  const keys = await getRedis().keys(pattern);
  if (keys.length > 0) await getRedis().del(...keys);
}

/**
 * Someone else's account with the owner's email, and everything in it that could later be used to sign in.
 */
async function squat(): Promise<NewAccount> {
  const stranger = await signUpAndIn();
  const { id } = stranger;
  await getDb().user.update({ where: { id }, data: { totpSecret: "sealed", totpConfirmedAt: new Date() } });
  await getDb().recoveryCode.create({ data: { userId: id, hash: "x" } });
  await getDb().providerLogin.create({ data: { provider: "github", subject: id, userId: id } });
  const { id: portfolioId } = await getDb().portfolio.findFirstOrThrow({ where: { userId: id } });
  await createApiKey({ userId: id, portfolioId });
  const added = { portfolioId, id, userId: id, createdAt: new Date() };
  await getDb().alertHook.create({ data: { ...added, name: "Hook", tokenHash: id } });
  const webhook = { url: "https://x.test", secret: "sealed", topics: ["fill"], afterSeq: 0 };
  await getDb().webhook.create({ data: { ...added, ...webhook } });
  await getDb().pushSubscription.create({
    data: { userId: id, id, endpoint: `https://push.test/${id}`, ...PUSH_KEYS },
  });
  await getDb().coachLink.create({ data: { userId: id, id, name: "Coach", tokenHash: id } });
  return stranger;
}

async function expectRestarted({ visitor, id }: NewAccount): Promise<void> {
  expect((await readAccount(visitor)).status).toBe(401);
  const db = getDb();
  expect(await db.user.findUniqueOrThrow({ where: { id } })).toMatchObject({
    emailVerifiedAt: expect.any(Date),
    totpSecret: null,
    totpConfirmedAt: null,
  });
  expect(await db.recoveryCode.count({ where: { userId: id } })).toBe(0);
  for (const count of [
    db.providerLogin.count({ where: { userId: id } }),
    db.apiKey.count({ where: { userId: id } }),
    db.alertHook.count({ where: { userId: id } }),
    db.webhook.count({ where: { userId: id } }),
    db.pushSubscription.count({ where: { userId: id } }),
    db.coachLink.count({ where: { userId: id } }),
  ])
    expect(await count).toBe(0);
}

describe("the first proof of an address drops what opened the account before (H3)", () => {
  it("by a reset of the password", async () => {
    const stranger = await squat();
    const owner = createOwner();
    await askForReset(owner, stranger.email);
    expect((await resetBy(owner, await linkFor(stranger.email, "/reset-password"))).status).toBe(204);
    await expectRestarted(stranger);
    expect(codeOf(await signIn(stranger.visitor, stranger))[1]).toBe("invalid_credentials");
    expect((await signIn(owner, { email: stranger.email, password: OWN })).status).toBe(200);
  });

  it("by the verification link in a browser that is not signed in: the owner chooses the password", async () => {
    const stranger = await squat();
    const owner = createOwner();
    const opened = await openVerification(owner, await linkFor(stranger.email, "/verify-email"));
    expect([opened.status, opened.body]).toEqual([200, { passwordToken: expect.any(String) }]);
    await expectRestarted(stranger);
    expect(codeOf(await signIn(stranger.visitor, stranger))[1]).toBe("invalid_credentials");
    expect((await resetBy(owner, String(opened.body.passwordToken))).status).toBe(204);
    expect((await signIn(owner, { email: stranger.email, password: OWN })).status).toBe(200);
  });

  it("by the verification link in someone else's session alike", async () => {
    const stranger = await squat();
    const owner = await signUpAndIn();
    const opened = await openVerification(owner.visitor, await linkFor(stranger.email, "/verify-email"));
    expect(opened.body).toEqual({ passwordToken: expect.any(String) });
    await expectRestarted(stranger);
    expect((await readAccount(owner.visitor)).body).toMatchObject({ id: owner.id, isEmailVerified: false });
  });

  it("by the verification link in a session of the account: password and this browser stay, all else goes", async () => {
    const person = await squat();
    const elsewhere = createOwner();
    await getDb().user.update({ where: { id: person.id }, data: { totpConfirmedAt: null } });
    await signIn(elsewhere, person);
    const opened = await openVerification(person.visitor, await linkFor(person.email, "/verify-email"));
    expect(opened.status).toBe(204);
    expect((await readAccount(person.visitor)).body).toMatchObject({
      isEmailVerified: true,
      hasPassword: true,
    });
    await expectRestarted({ ...person, visitor: elsewhere });
    expect((await signIn(elsewhere, person)).status).toBe(200);
  });

  it("and no key is stored for a request that it has signed out", async () => {
    const stranger = await squat();
    const { portfolioId } = await getDb().apiKey.findFirstOrThrow({ where: { userId: stranger.id } });
    const before = await getDb().user.findUniqueOrThrow({ where: { id: stranger.id } });
    await openVerification(createOwner(), await linkFor(stranger.email, "/verify-email"));
    const key = { key: `late-${stranger.id}`, portfolioId, userId: stranger.id, name: "Late", secret: null };
    const terms = { publicKey: null, canTrade: true, ips: [], createdAt: new Date(), expiresAt: null };
    await expect(storeKey({ ...key, ...terms }, before, 10)).rejects.toMatchObject({ code: "unauthorized" });
    expect(await getDb().apiKey.count({ where: { userId: stranger.id } })).toBe(0);
  });

  it("and no second factor is switched on for a request that a reset has signed out", async () => {
    const { id } = await signUpAndIn();
    const before = await getDb().user.update({ where: { id }, data: { totpSecret: "sealed" } });
    await getDb().user.update({ where: { id }, data: { sessionsEndedAt: new Date() } });
    const factor = { totpSecret: "sealed", step: 1, hashes: ["x"] };
    expect(await confirmSecondFactor(before, factor)).toBe(false);
    expect(await getDb().recoveryCode.count({ where: { userId: id } })).toBe(0);
  });

  it("once: a later reset ends what else signs in or trades, and keeps the second factor", async () => {
    const person = await signUpAndIn();
    const { id: userId } = person;
    await switchTwoFactorOn(person);
    await getDb().providerLogin.create({ data: { provider: "google", subject: userId, userId } });
    const credential = { publicKey: new Uint8Array(1), counter: 0, transports: [] };
    await getDb().passkey.create({ data: { id: userId, userId, name: "Phone", ...credential } });
    const { id: portfolioId } = await getDb().portfolio.findFirstOrThrow({ where: { userId } });
    await createApiKey({ userId, portfolioId });
    const hook = { portfolioId, id: userId, userId, createdAt: new Date() };
    await getDb().alertHook.create({ data: { ...hook, name: "Hook", tokenHash: userId } });
    await getDb().coachLink.create({ data: { userId, id: userId, name: "Coach", tokenHash: userId } });
    const webhook = { url: "https://x.test", secret: "sealed", topics: ["fill"], afterSeq: 0 };
    await getDb().webhook.create({ data: { ...hook, ...webhook } });
    const device = { userId, id: userId, endpoint: `https://push.test/${userId}`, ...PUSH_KEYS };
    await getDb().pushSubscription.create({ data: device });
    const owner = createOwner();
    await askForReset(owner, person.email);
    expect((await resetBy(owner, await linkFor(person.email, "/reset-password"))).status).toBe(204);
    const again = { userId: person.id, email: person.email, keepsPassword: false, at: new Date() };
    expect(await recordVerifiedEmail(again)).toBe(false);
    expect(await getDb().providerLogin.count({ where: { userId } })).toBe(0);
    expect(await getDb().passkey.count({ where: { userId } })).toBe(0);
    expect(await getDb().apiKey.count({ where: { userId, revokedAt: null } })).toBe(0);
    expect(await getDb().alertHook.count({ where: { userId, revokedAt: null } })).toBe(0);
    expect(await getDb().coachLink.count({ where: { userId, revokedAt: null } })).toBe(0);
    expect(await getDb().webhook.count({ where: { userId } })).toBe(0);
    expect(await getDb().pushSubscription.count({ where: { userId } })).toBe(0);
    const stored = await getDb().user.findUniqueOrThrow({ where: { id: person.id } });
    expect(stored.totpConfirmedAt).not.toBeNull();
    expect(stored.passwordHash).not.toBeNull();
  });

  it("and of many at the same time one is the first", async () => {
    const { id, email } = await signUp();
    const proofs = Array.from({ length: 10 }, () =>
      recordVerifiedEmail({ userId: id, email, keepsPassword: false, at: new Date() }),
    );
    expect((await Promise.all(proofs)).filter(Boolean)).toHaveLength(1);
  });

  it("and not of an address that the account does not have", async () => {
    const { id } = await signUp();
    const proof = { userId: id, email: "other@terminal-zero.local", keepsPassword: false, at: new Date() };
    expect(await recordVerifiedEmail(proof)).toBe(false);
  });
});

describe("registering says nothing of an address (L11)", () => {
  const cases = ["the same", "in capitals", "with spaces around it"];
  it.each(cases)("that has an account, %s: the same response, and a mail to its owner", async (how) => {
    const known = await signUp();
    const stranger = createOwner();
    const ask = (email: string) =>
      stranger.call(register.POST, "POST", "/api/auth/register", { email, password: OWN, name: "Another" });
    const spelled =
      how === "in capitals"
        ? known.email.toUpperCase()
        : how === "the same"
          ? known.email
          : ` ${known.email} `;
    const fresh = await ask(`fresh-${owners}@terminal-zero.local`);
    const taken = await ask(spelled);
    expect([taken.status, Object.keys(taken.body)]).toEqual([fresh.status, Object.keys(fresh.body)]);
    const subjects = async () => (await mailsTo(known.email)).map(({ subject }) => subject);
    await expect.poll(subjects).toContain("You already have an account");
    expect((await signIn(known.visitor, known)).status).toBe(200);
    const stored = await getDb().user.findFirstOrThrow({ where: { email: known.email } });
    expect(stored).toMatchObject({ id: known.id, displayName: expect.stringMatching(/^Trader/) });
  });

  it("of a verified account or a free one: what a stranger can do afterwards is the same", async () => {
    const known = await signUpAndIn();
    await openVerification(known.visitor, await linkFor(known.email, "/verify-email"));
    await forgetMailCounts();
    const attempt = async (email: string) => {
      const stranger = createOwner();
      const ask = (password: string) =>
        stranger.call(register.POST, "POST", "/api/auth/register", { email, password, name: "Another" });
      const asked = [(await ask(OWN)).status, (await ask("a second horse, a second moon")).status];
      const wrong = await signIn(stranger, { email, password: "a second horse, a second moon" });
      const { status } = await signIn(stranger, { email, password: OWN });
      const { id, ...me } = (await readAccount(stranger)).body;
      const resent = await stranger.call(verification.POST, "POST", "/api/account/verification");
      return {
        id,
        seen: {
          asked,
          wrong: codeOf(wrong),
          status,
          ...me,
          email: "",
          createdAt: "",
          consents: [],
          verification: resent.status,
        },
      };
    };
    const taken = await attempt(known.email);
    const free = await attempt(`free-${owners}@terminal-zero.local`);
    expect(taken.seen).toEqual(free.seen);
    expect(taken.seen).toMatchObject({ asked: [202, 202], status: 200, isEmailVerified: false });
    expect(taken.id).not.toBe(known.id);
    const mails = await mailsTo(known.email);
    expect(mails[0]?.subject).toBe("You already have an account");
    const proof = { userId: String(taken.id), email: known.email, keepsPassword: true, at: new Date() };
    expect(await recordVerifiedEmail(proof)).toBe(false);
    const owner = await signIn(createOwner(), known);
    expect(owner.status).toBe(200);
    expect((await readAccount(known.visitor)).body).toMatchObject({ id: known.id, isEmailVerified: true });
  });

  it("takes an address with a plus as one of its own, which proves nothing of the other", async () => {
    const known = await signUp();
    const plus = known.email.replace("@", "+x@");
    await linkFor(known.email, "/verify-email");
    await forgetMailCounts();
    const other = await signUp(plus);
    expect(other.id).not.toBe(known.id);
    await openVerification(createOwner(), await linkFor(plus, "/verify-email"));
    const stored = await getDb().user.findUniqueOrThrow({ where: { id: known.id } });
    expect([stored.emailVerifiedAt, stored.passwordHash]).toEqual([null, expect.any(String)]);
  });
});

describe("links for a new password (M12)", () => {
  it("void each other: the newest alone is good", async () => {
    const { visitor, email } = await signUp();
    await askForReset(visitor, email);
    const first = await linkFor(email, "/reset-password");
    await forgetMailCounts();
    await askForReset(visitor, email);
    const second = await linkFor(email, "/reset-password", first);
    expect(codeOf(await resetBy(visitor, first))).toEqual([400, "link_expired"]);
    expect((await resetBy(visitor, second)).status).toBe(204);
    expect(codeOf(await resetBy(visitor, second))).toEqual([400, "link_expired"]);
  });

  it("are not voided by a request whose mail was held back", async () => {
    const { visitor, email } = await signUp();
    await askForReset(visitor, email);
    const first = await linkFor(email, "/reset-password");
    for (let request = 0; request < 3; request += 1) await askForReset(createOwner(), email);
    expect((await resetBy(visitor, first)).status).toBe(204);
  });

  it.each([
    [
      "a new password",
      async (person: NewAccount) => {
        await person.visitor.call(password.POST, "POST", "/api/account/password", { next: OWN });
      },
    ],
    [
      "the end of all sessions",
      async ({ id }: NewAccount) => {
        await getDb().user.update({ where: { id }, data: { sessionsEndedAt: new Date() } });
      },
    ],
    [
      "a deletion",
      async ({ visitor }: NewAccount) => {
        await visitor.call(account.DELETE, "DELETE", "/api/account", { confirm: "delete my account" });
      },
    ],
  ])("are void after %s", async (_, change) => {
    const person = await signUpAndIn();
    await askForReset(person.visitor, person.email);
    const token = await linkFor(person.email, "/reset-password");
    await change(person);
    expect(codeOf(await resetBy(person.visitor, token, "four horses, no moon"))).toEqual([
      400,
      "link_expired",
    ]);
  });

  it("are used once by many at the same time", async () => {
    const { visitor, email } = await signUp();
    await askForReset(visitor, email);
    const token = await linkFor(email, "/reset-password");
    const responses = await Promise.all(Array.from({ length: 8 }, () => resetBy(createOwner(), token)));
    expect(responses.filter(({ status }) => status === 204)).toHaveLength(1);
  });

  it("don't verify an address, and the other way round", async () => {
    const { visitor, email } = await signUp();
    await askForReset(visitor, email);
    const [forReset, forVerifying] = [
      await linkFor(email, "/reset-password"),
      await linkFor(email, "/verify-email"),
    ];
    expect(codeOf(await openVerification(visitor, forReset))).toEqual([400, "link_expired"]);
    expect(codeOf(await resetBy(visitor, forVerifying))).toEqual([400, "link_expired"]);
  });
});

describe("mails to one recipient are limited (M5)", () => {
  const count = async (email: string, page: string) =>
    (await mailsTo(email)).filter(({ link }) => link.includes(page)).length;

  it("40 requests to verify an address: one mail, and always the same response", async () => {
    const { visitor, email } = await signUpAndIn();
    await linkFor(email, "/verify-email");
    for (let request = 0; request < 40; request += 1) {
      const response = await visitor.call(verification.POST, "POST", "/api/account/verification");
      expect(response.status).toBe(202);
    }
    expect(await count(email, "/verify-email")).toBe(1);
  });

  it("30 requests for a new password from 30 client IPs: one mail", async () => {
    const { email } = await signUp();
    const statuses = await Promise.all(
      Array.from({ length: 30 }, async () => (await askForReset(createOwner(), email)).status),
    );
    expect(new Set(statuses)).toEqual(new Set([202]));
    await linkFor(email, "/reset-password");
    expect(await count(email, "/reset-password")).toBe(1);
  });

  const send = (to: string, purpose: Parameters<typeof sendMail>[0]["purpose"] = "reset-password") =>
    sendMail({ to, purpose, subject: "x", text: "x", createLink: () => "http://localhost:3000/x" });

  it("five a day for each purpose, to all spellings of a mailbox together", async () => {
    const spellings = [
      "Mail.Box+a@gmail.com",
      "mailbox@googlemail.com",
      "MAILBOX+b+c@GMAIL.com",
      "m.a.ilbox@gmail.com",
    ];
    const total = async () => (await Promise.all(spellings.map(mailsTo))).flat().length;
    await Promise.all(spellings.map((to) => send(to)));
    expect(await total()).toBe(1);
    for (let minute = 0; minute < 10; minute += 1) {
      await forgetMailCounts("mails:*:minute");
      await send(spellings[minute % spellings.length] ?? "");
    }
    expect(await total()).toBe(5);
    await send(spellings[0] ?? "", "password-changed");
    expect(await total()).toBe(6);
  });

  it("and accounts with spellings of a mailbox don't keep notices from its owner's account", async () => {
    const notify = (email: string, emailVerifiedAt: Date | null) =>
      notifyAccessChange({ email, emailVerifiedAt, preferences: {} }, "password-changed");
    const box = "box-of-ann@x.test";
    notify("box-of-ann+1@x.test", null);
    await expect.poll(async () => (await mailsTo("box-of-ann+1@x.test")).length).toBe(1);
    notify(box, new Date());
    await expect.poll(async () => (await mailsTo(box)).length).toBe(1);
    await send("box-of-ann+2@x.test", "password-changed");
    expect(await mailsTo("box-of-ann+2@x.test")).toEqual([]);
  });

  it.each([
    ["ann@x.test", "ann@x.test"],
    [" Ann+trade@X.test ", "ann@x.test"],
    ["a.n.n@x.test", "a.n.n@x.test"],
    ["a.n.n+1@gmail.com", "ann@gmail.com"],
    ["+ann@x.test", "+ann@x.test"],
    ["ann@B\u00fccher.test", "ann@xn--bcher-kva.test"],
    ["ann@xn--bcher-kva.test", "ann@xn--bcher-kva.test"],
    ["ann@x\u00ad.te\u200bst", "ann@x.test"],
  ])("%s is the mailbox %s", (email, box) => {
    expect(canonicalRecipient(email)).toBe(box);
  });
});

it("a trader is on the leaderboard only who asked for it (L8)", async () => {
  const { id } = await signUp();
  const visitor = createOwner();
  const email = "listed@terminal-zero.local";
  const person = { email, password: PASSWORD, name: "Listed", isListed: true };
  expect((await visitor.call(register.POST, "POST", "/api/auth/register", person)).status).toBe(202);
  const find = (where: { id: string } | { email: string }) => getDb().user.findFirstOrThrow({ where });
  expect((await find({ id })).isListed).toBe(false);
  expect((await find({ email })).isListed).toBe(true);
});
