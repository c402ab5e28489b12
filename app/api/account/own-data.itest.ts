import { afterAll, beforeAll, expect, it } from "vitest";
import * as exported from "@/app/api/account/export/route";
import * as account from "@/app/api/account/route";
import { saveRulebook } from "@/lib/challenge/rulebooks/save-rulebook";
import { startChallenge } from "@/lib/challenge/start-challenge";
import { getDb } from "@/lib/db/client";
import { type NewAccount, signUpAndIn } from "@/tests/support/account-steps";
import { createTestDatabase } from "@/tests/support/create-test-database";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

let services: TestServices;

beforeAll(async () => {
  services = await useTestServices({ databaseUrl: await createTestDatabase() });
});
afterAll(async () => {
  await getDb().$disconnect();
  await services.close();
});

/** A user with journal notes, payments, grants and a challenge. */
async function createLife(): Promise<NewAccount> {
  const person = await signUpAndIn();
  const { id: userId } = person;
  const db = getDb();
  const { id: portfolioId } = await db.portfolio.findFirstOrThrow({ where: { userId } });
  await db.portfolio.update({ where: { id: portfolioId }, data: { name: "Private plan" } });
  const now = new Date();
  await db.journalEntry.create({
    data: {
      id: `${portfolioId}.1`,
      portfolioId,
      userId,
      roundTripId: 1,
      closedSeq: 2,
      symbol: "BTCUSDT",
      side: "long",
      qty: 1,
      entryPrice: 1,
      exitPrice: 2,
      leverage: 1,
      gross: 1,
      fees: 0,
      funding: 0,
      net: 1,
      exitReason: "manual",
      openedAt: now,
      closedAt: now,
      notes: "my private thought",
      tags: ["private tag"],
      mistakes: ["private mistake"],
      setup: "private setup",
      rulesKept: ["private rule"],
      rating: 3,
      moodBefore: 1,
    },
  });
  await db.playbook.create({
    data: { userId, name: "private setup", description: "", rules: ["private rule"] },
  });
  await db.deskSettings.create({ data: { userId, watchlist: ["PRIVATEUSDT"] } });
  await db.dayNote.create({ data: { userId, day: "2026-11-24", note: "a private day" } });
  const payment = await db.payment.create({
    data: {
      userId,
      reference: `ref-${userId}`,
      product: "elite",
      amount: 4900,
      currency: "USD",
      domain: "test",
      status: "paid",
      paidAt: now,
      providerId: 12345678901n,
    },
  });
  const endsAt = new Date(now.getTime() + 60_000_000);
  await db.grant.create({
    data: { userId, product: "elite", paymentId: payment.id, startsAt: now, endsAt },
  });
  await db.providerLogin.create({ data: { provider: "google", subject: userId, userId } });
  const hook = { portfolioId, id: `hook-${userId}`, createdAt: now };
  await db.alertHook.create({ data: { ...hook, userId, name: "a hook", tokenHash: `sha-${userId}` } });
  const call = { portfolioId, hookId: hook.id, receivedAt: now, outcome: "rejected", message: "" };
  await db.alertHookCall.create({ data: { ...call, id: `call-${userId}`, body: "a private alert" } });
  const webhook = { portfolioId, id: `webhook-${userId}`, userId, createdAt: now, afterSeq: 0 };
  await db.webhook.create({
    data: { ...webhook, url: "https://private.test/", secret: "sealed", topics: ["fill"] },
  });
  await startChallenge(userId, { includedProduct: "classic-10k" });
  return person;
}

it("the export has everything that is kept, and no secret (L9)", async () => {
  const person = await createLife();
  const { body } = await person.visitor.call(exported.GET, "GET", "/api/account/export");
  expect(body).toMatchObject({
    account: { id: person.id },
    journal: [{ notes: "my private thought", tags: ["private tag"] }],
    payments: [{ amount: 4900, providerId: "12345678901" }],
    grants: [{ product: "elite" }],
    challenges: [{ phases: [{ phase: 1 }] }],
    logins: [{ provider: "google" }],
    subscriptions: [],
    drawings: [],
    deskSettings: [{ watchlist: ["PRIVATEUSDT"] }],
    playbooks: [{ name: "private setup", rules: ["private rule"] }],
    dayNotes: [{ day: "2026-11-24", note: "a private day" }],
    hooks: [{ name: "a hook", calls: [{ body: "a private alert" }] }],
    webhooks: [{ url: "https://private.test/", topics: ["fill"] }],
    pushSubscriptions: [],
    twaps: [],
    chases: [],
    competitions: [],
    competitionEntries: [],
  });
  expect((body.portfolios as unknown[]).length).toBe(2);
  expect(JSON.stringify(body)).not.toMatch(/argon2|totp|passwordHash|tokenHash|sealed/i);
});

it("a deletion leaves no word of the person, and the figures (L9)", async () => {
  const person = await createLife();
  const { id: userId } = person;
  const rulebook = await saveRulebook(userId, { name: "Private rules", dailyLoss: "5" });
  await startChallenge(userId, { rulebookId: rulebook.id });
  const body = { confirm: "delete my account" };
  expect((await person.visitor.call(account.DELETE, "DELETE", "/api/account", body)).status).toBe(204);
  const db = getDb();
  const left = await Promise.all([
    db.user.findUniqueOrThrow({ where: { id: userId } }),
    db.journalEntry.findMany({ where: { userId } }),
    // Events and the state made of them stay: they prove the figures.
    db.portfolio.findMany({ where: { userId }, omit: { challenge: true } }),
    db.providerLogin.findMany({ where: { userId } }),
    db.recoveryCode.findMany({ where: { userId } }),
    db.dayNote.findMany({ where: { userId } }),
    db.deskSettings.findMany({ where: { userId } }),
    db.playbook.findMany({ where: { userId } }),
    db.alertHookCall.findMany({ where: { id: `call-${userId}` } }),
    db.webhook.findMany({ where: { userId } }),
    db.challenge.findMany({ where: { userId }, select: { planName: true } }),
  ]);
  const kept = JSON.stringify(left).toLowerCase();
  for (const word of ["private", person.email]) expect(kept).not.toContain(word);
  expect(left[0]).toMatchObject({ isListed: false, passwordHash: null });
  expect(left[1]).toMatchObject([
    { notes: "", tags: [], mistakes: [], setup: null, rating: null, moodBefore: null },
  ]);
  expect(left[3]).toEqual([]);
});
