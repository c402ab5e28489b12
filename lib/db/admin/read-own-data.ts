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
  ]);
  // JSON has no BigInt for the provider's ids.
  const charged = payments.map((payment) => ({
    ...payment,
    providerId: payment.providerId?.toString() ?? null,
  }));
  const account = { grants, subscriptions, logins, apiKeys, passkeys, signIns, mails };
  const chosen = { drawings, deskSettings, dayNotes, playbooks, rulebooks, alerts, notifications };
  return { portfolios, journal, imports, challenges, payments: charged, ...account, ...chosen };
}
