import "server-only";
import { getDb } from "@/lib/db/client";

/** All data stored about a user besides the account, for the user's export. Without secrets. */
export async function readOwnData(userId: string): Promise<Record<string, unknown[]>> {
  const db = getDb();
  const where = { userId };
  const [
    portfolios,
    journal,
    challenges,
    payments,
    grants,
    subscriptions,
    logins,
    drawings,
    deskSettings,
    dayNotes,
    playbooks,
    rulebooks,
    alerts,
    notifications,
    apiKeys,
    imports,
    passkeys,
    signIns,
    mails,
    programs,
    ownCompetitions,
    coachLinks,
    coachComments,
    features,
    shareLinks,
    screenshots,
    consents,
  ] = await Promise.all([
    db.portfolio.findMany({
      where,
      include: { positions: true, orders: true, trades: true, events: { orderBy: { seq: "asc" } } },
      orderBy: { createdAt: "asc" },
    }),
    db.journalEntry.findMany({ where, orderBy: { closedAt: "asc" } }),
    db.challenge.findMany({ where, include: { phases: true }, orderBy: { startedAt: "asc" } }),
    db.payment.findMany({ where, orderBy: { createdAt: "asc" } }),
    db.grant.findMany({ where, orderBy: { grantedAt: "asc" } }),
    db.subscription.findMany({ where, orderBy: { createdAt: "asc" } }),
    db.providerLogin.findMany({ where, omit: { userId: true }, orderBy: { linkedAt: "asc" } }),
    db.chartDrawings.findMany({ where, omit: { userId: true } }),
    db.deskSettings.findMany({ where, omit: { userId: true } }),
    db.dayNote.findMany({ where, omit: { userId: true }, orderBy: { day: "asc" } }),
    db.playbook.findMany({ where, omit: { userId: true }, orderBy: { createdAt: "asc" } }),
    db.rulebook.findMany({ where, omit: { userId: true }, orderBy: { createdAt: "asc" } }),
    db.alert.findMany({ where, omit: { userId: true }, orderBy: { createdAt: "asc" } }),
    db.notification.findMany({ where, omit: { userId: true }, orderBy: { createdAt: "asc" } }),
    db.apiKey.findMany({ where, omit: { userId: true, secret: true }, orderBy: { createdAt: "asc" } }),
    db.tradeImport.findMany({ where, omit: { userId: true }, orderBy: { createdAt: "asc" } }),
    db.passkey.findMany({
      where,
      select: { id: true, name: true, createdAt: true, lastUsedAt: true },
      orderBy: { createdAt: "asc" },
    }),
    db.signIn.findMany({ where, omit: { userId: true, id: true }, orderBy: { at: "asc" } }),
    db.queuedMail.findMany({
      where,
      select: { kind: true, facts: true, createdAt: true, doneAt: true, outcome: true },
      orderBy: { createdAt: "asc" },
    }),
    readPrograms(userId),
    readCompetitions(userId),
    db.coachLink.findMany({ where, omit: { userId: true, tokenHash: true }, orderBy: { createdAt: "asc" } }),
    db.coachComment.findMany({ where, omit: { userId: true }, orderBy: { createdAt: "asc" } }),
    db.featureFlagUser.findMany({ where, omit: { userId: true }, orderBy: { name: "asc" } }),
    db.shareLink.findMany({ where, omit: { userId: true, subject: true }, orderBy: { createdAt: "asc" } }),
    // The pictures themselves are downloaded one by one, from /api/journal/screenshots/ID.
    db.screenshot.findMany({ where, omit: { userId: true, content: true }, orderBy: { createdAt: "asc" } }),
    db.consent.findMany({ where, omit: { userId: true }, orderBy: { acceptedAt: "asc" } }),
  ]);
  // JSON has no BigInt for the provider's ids.
  const charged = payments.map((payment) => ({
    ...payment,
    providerId: payment.providerId?.toString() ?? null,
  }));
  const account = { grants, subscriptions, logins, apiKeys, passkeys, signIns, mails, consents };
  const chosen = { drawings, deskSettings, dayNotes, playbooks, rulebooks, alerts, notifications };
  const kept = { portfolios, journal, imports, challenges, payments: charged };
  return {
    ...kept,
    ...account,
    ...chosen,
    ...programs,
    ...ownCompetitions,
    coachLinks,
    coachComments,
    features,
    shareLinks,
    screenshots,
  };
}

/** What trades or reads along for the user besides keys, without the secrets. */
async function readPrograms(userId: string) {
  const db = getDb();
  const [hooks, webhooks, pushSubscriptions, twaps, chases] = await Promise.all([
    db.alertHook.findMany({
      where: { userId },
      omit: { userId: true, tokenHash: true },
      include: { calls: { orderBy: { receivedAt: "asc" } } },
      orderBy: { createdAt: "asc" },
    }),
    db.webhook.findMany({
      where: { userId },
      omit: { userId: true, secret: true },
      orderBy: { createdAt: "asc" },
    }),
    db.pushSubscription.findMany({
      where: { userId },
      select: { endpoint: true, createdAt: true },
      orderBy: { createdAt: "asc" },
    }),
    db.twapOrder.findMany({ where: { portfolio: { userId } }, orderBy: { startsAt: "asc" } }),
    db.chaseOrder.findMany({ where: { portfolio: { userId } }, orderBy: { startsAt: "asc" } }),
  ]);
  return { hooks, webhooks, pushSubscriptions, twaps, chases };
}

/** The competitions that the user has made, and those that they have entered. */
async function readCompetitions(userId: string) {
  const db = getDb();
  const [competitions, competitionEntries] = await Promise.all([
    db.competition.findMany({ where: { ownerId: userId }, orderBy: { createdAt: "asc" } }),
    db.competitionEntry.findMany({ where: { userId }, orderBy: { joinedAt: "asc" } }),
  ]);
  return { competitions, competitionEntries };
}
