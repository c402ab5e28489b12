import type pg from "pg";
import { type BenchRow, median } from "@/bench/bench-row";
import { firePriceAlerts } from "@/lib/alerts/fire-price-alerts";
import { parsePrice } from "@/lib/core/decimal";
import { until } from "@/tests/support/start-trading";

const REPETITIONS = 5;

/**
 * A publication that fires alerts: found, decided, and written with their notifications. Beside it node-pg alone, which
 * knows the rows before: one statement that ends the same alerts and inserts as many notifications.
 */
export async function measureFiring(
  client: pg.Client,
  options: { symbol: string; low: string; hits: number },
): Promise<BenchRow> {
  const { symbol, low, hits } = options;
  const ours: number[] = [];
  const bare: number[] = [];
  for (let repetition = 0; repetition <= REPETITIONS; repetition += 1) {
    const startedMs = performance.now();
    const { fired } = await firePriceAlerts(symbol, pathTo(low));
    const oursMs = performance.now() - startedMs;
    if (fired !== hits) throw new Error(`${fired} alerts fired where ${hits} had to.`);
    await rearm(client, symbol);
    const bareMs = await writeBare(client, symbol, low);
    await rearm(client, symbol);
    // The first round warms the caches.
    if (repetition === 0) continue;
    ours.push(oursMs);
    bare.push(bareMs);
  }
  const ratio = median(ours) / median(bare);
  return {
    claim: `P10 a price path over 1,000,000 alerts that fires ${hits.toLocaleString("en")}: all written`,
    ours: `${median(ours).toFixed(1)} ms`,
    limit: `node-pg, the same rows in one statement ${median(bare).toFixed(1)} ms`,
    ratio,
    target: "<= 2",
    isMet: ratio <= 2,
  };
}

function pathTo(low: string) {
  const timeMs = Date.now();
  const point = (price: string, seq: number) => ({
    last: parsePrice(price),
    mark: null,
    qty: null,
    timeMs,
    seq,
  });
  return { kind: "points", points: [point("150", 1), point(low, 2)] } as const;
}

async function writeBare(client: pg.Client, symbol: string, low: string): Promise<number> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT "id" FROM "Alert" WHERE "symbol" = $1 AND "fallAt" >= $2`,
    [symbol, low],
  );
  const ids = rows.map(({ id }) => id);
  const startedMs = performance.now();
  await client.query({
    name: "fire-bare",
    text: `WITH written AS (
        UPDATE "Alert" SET "status" = 'fired', "fallAt" = NULL, "riseAt" = NULL, "fired" = "fired" + 1,
          "firedAt" = now(), "version" = "version" + 1
        WHERE "userId" = 'alerts-bench' AND "id" = ANY ($1) RETURNING *
      )
      INSERT INTO "Notification" ("userId", "id", "alertId", "kind", "symbol", "title", "detail", "firedAt",
        "byPush", "byMail")
      SELECT "userId", "id" || '.bare', "id", "kind", "symbol", 'Crossed', 'A price.', now(), "byPush", "byMail"
      FROM written`,
    values: [ids],
  });
  return performance.now() - startedMs;
}

/** As before the publication; what it has fired is delivered first, so that the delivery falls into no figure. */
async function rearm(client: pg.Client, symbol: string): Promise<void> {
  const pending = `SELECT count(*) FROM "Notification" WHERE "deliveredAt" IS NULL AND "id" NOT LIKE '%.bare'`;
  await until(
    async () => Number((await client.query<{ count: string }>(pending)).rows[0]?.count),
    (waiting) => waiting === 0,
    60_000,
  );
  await client.query('TRUNCATE "Notification"');
  await client.query(
    `UPDATE "Alert" SET "status" = 'active', "fallAt" = "level", "side" = 'above', "fired" = 0, "firedAt" = NULL,
      "afterAt" = now() - INTERVAL '1 hour'
     WHERE "symbol" = $1 AND "status" = 'fired'`,
    [symbol],
  );
}
