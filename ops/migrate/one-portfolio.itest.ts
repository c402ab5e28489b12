import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PLANS } from "@/lib/core/challenge/plans";
import { ONE, parseMoney, parseQty } from "@/lib/core/decimal";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import { getDb } from "@/lib/db/client";
import { executeCommand } from "@/lib/db/portfolio/execute-command";
import { openPortfolio } from "@/lib/db/portfolio/open-portfolio";
import { loadPortfolio } from "@/lib/db/portfolio/portfolio-repository";
import { createTestDatabase } from "@/tests/support/create-test-database";
import { fillPortfolios } from "@/tests/support/fill-portfolios";
import { buildContext, openTestPortfolio } from "@/tests/support/trading-fixture";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

const NOW_MS = Date.parse("2026-03-01T12:00:00Z");
const MINE = "mine";
/** Tables that a portfolio owns. */
const OWNED = [
  "AlertHook",
  "AlertHookCall",
  "ApiKey",
  "ChallengeThreshold",
  "IdempotencyRecord",
  "ImportReject",
  "ImportedRow",
  "EquitySnapshot",
  "JournalEntry",
  "Order",
  "OrderLatency",
  "OrderLink",
  "PortfolioEvent",
  "Position",
  "Trade",
  "TradeImport",
  "TriggerIndex",
  "TwapOrder",
  "ChaseOrder",
  "Webhook",
  "WebhookMessage",
];
/**
 * Tables with a `portfolioId` that belong to something else: a user, the heads in an anchor, the phases of a
 * challenge, the entries of a competition.
 */
const OF_OTHERS = ["Alert", "ChainHead", "ChallengePhase", "CompetitionEntry"];

let services: TestServices;
let admin: pg.Client;
let user: pg.Client;
const role = `one_${randomBytes(6).toString("hex")}`;

beforeAll(async () => {
  const url = new URL(await createTestDatabase());
  admin = new pg.Client({ connectionString: url.href });
  await admin.connect();
  await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD '${role}'`);
  await admin.query(`GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role}`);
  url.username = role;
  url.password = role;
  user = new pg.Client({ connectionString: url.href });
  await user.connect();
  services = await useTestServices({ databaseUrl: url.href });
});
afterAll(async () => {
  await user.end();
  await getDb().$disconnect();
  await admin.query(`DROP OWNED BY ${role}`);
  await admin.query(`DROP ROLE ${role}`);
  await admin.end();
  await services.close();
});

const at = (afterMs: number, price: string) => () => buildContext({ nowMs: NOW_MS + afterMs, price });

async function trade(portfolioId: string): Promise<void> {
  const order = { orderId: "order-0001", symbol: "BTCUSDT", side: "buy", kind: "market" } as const;
  const results = [
    await executeCommand(
      portfolioId,
      { type: "submit", order: { ...order, qty: parseQty("90") } },
      at(0, "100"),
    ),
    await executeCommand(portfolioId, { type: "execute", orderId: order.orderId }, at(10, "100")),
    await executeCommand(portfolioId, { type: "check" }, at(1_000, "94")),
  ];
  expect(results.map(({ ok }) => ok)).toEqual([true, true, true]);
}

/** Other portfolios, enough of them that no plan reads a whole table. */
async function addOthers(): Promise<void> {
  await fillPortfolios(admin, { count: 2_000, symbols: ["BTCUSDT"] });
  await admin.query(`INSERT INTO "ChallengeThreshold" ("portfolioId", "balance", "below", "resetAt")
    SELECT "id", 10000, 9000, now() FROM "Portfolio" WHERE "id" LIKE 'filled-%'`);
  await admin.query("ANALYZE");
}

/** Makes the database fail any statement of the role that reads or writes a row of another portfolio. */
async function forbidOthers(): Promise<void> {
  await admin.query(`CREATE FUNCTION assert_mine(id TEXT) RETURNS BOOLEAN LANGUAGE plpgsql AS $$
    BEGIN
      IF id <> '${MINE}' THEN RAISE EXCEPTION 'A row of portfolio % was touched', id; END IF;
      RETURN TRUE;
    END $$`);
  for (const [table, column] of [["Portfolio", "id"], ...OWNED.map((name) => [name, "portfolioId"])]) {
    await admin.query(`ALTER TABLE "${table}" ENABLE ROW LEVEL SECURITY`);
    await admin.query(`CREATE POLICY mine ON "${table}" USING (assert_mine("${column}"))`);
  }
}

describe("past one database", () => {
  it("every table that a portfolio owns has its id first in each unique key", async () => {
    const { rows } = await admin.query<{ table: string; first: string }>(
      `SELECT c.relname AS table, a.attname AS first FROM pg_index i
       JOIN pg_class c ON c.oid = i.indrelid
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
       WHERE i.indisunique AND c.relnamespace = 'public'::regnamespace AND EXISTS (
         SELECT 1 FROM pg_attribute p WHERE p.attrelid = c.oid AND p.attname = 'portfolioId' AND NOT p.attisdropped)`,
    );
    const tables = [...new Set(rows.map(({ table }) => table))].sort();
    expect(tables).toEqual([...OWNED, ...OF_OTHERS].sort());
    const owned = rows.filter(({ table }) => OWNED.includes(table));
    expect(owned.filter(({ first }) => first !== "portfolioId")).toEqual([]);
  });

  it("the write path touches the rows of one portfolio alone", async () => {
    const [plan] = PLANS;
    if (plan === undefined) throw new Error("There are no plans.");
    const { userId } = await openTestPortfolio({ id: "other", nowMs: NOW_MS });
    const terms = { kind: "CHALLENGE", marginMode: "isolated", opening: parseMoney("10000") } as const;
    const rest = { leverage: ONE, rules: BYBIT, nowMs: NOW_MS };
    for (const id of [MINE, "another"]) {
      const challenge = { challengeId: id, plan, phase: 1 };
      await openPortfolio({ id, userId, name: id, ...terms, ...rest, challenge });
    }
    await trade("another");
    await trade("other");
    await addOthers();
    await forbidOthers();
    await trade(MINE);
    expect((await loadPortfolio(MINE, ["order-0001"]))?.idempotencyRecords).toHaveLength(1);
    const { rows } = await user.query(`SELECT "exitReason" FROM "JournalEntry" WHERE "portfolioId" = $1`, [
      MINE,
    ]);
    expect(rows).toEqual([{ exitReason: "breach" }]);
    await expect(user.query(`SELECT 1 FROM "Order" WHERE "symbol" = 'BTCUSDT'`)).rejects.toThrow(
      "was touched",
    );
    await expect(loadPortfolio("other")).rejects.toThrow("was touched");
  });
});
