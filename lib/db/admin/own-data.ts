import "server-only";
import { getDb } from "@/lib/db/client";

/** Everything that is kept about a user beside the account, for the user to take away. Secrets are not among it. */
export async function readOwnData(userId: string): Promise<Record<string, unknown[]>> {
  const db = getDb();
  const where = { userId };
  const [portfolios, journal, challenges, payments, grants, subscriptions, logins, drawings] =
    await Promise.all([
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
    ]);
  // JSON has no number for the provider's ids.
  const charged = payments.map((payment) => ({
    ...payment,
    providerId: payment.providerId?.toString() ?? null,
  }));
  return { portfolios, journal, challenges, payments: charged, grants, subscriptions, logins, drawings };
}
