import { randomUUID } from "node:crypto";
import getPort from "get-port";
import { expect, inject, it } from "vitest";
import { openPractice } from "@/lib/accounts/open-practice";
import { getDb } from "@/lib/db/client";
import { createUser } from "@/lib/db/queries/users/users";
import type { PortfolioSnapshot } from "@/lib/schemas/trading/trading-responses";
import { serveProduct } from "@/scripts/product/serve-product";
import { signInAs } from "@/tests/support/sign-in-as";

const { baseUrl, env } = inject("product");
const ORDERS = 30;

/** Reads a stream until it ends, and returns the time of each tick of BTCUSDT. */
async function readTicks(
  origin: string,
): Promise<{ ticksMs: number[]; ended: Promise<void>; stop: () => void }> {
  const abort = new AbortController();
  const response = await fetch(`${origin}/api/stream?symbols=BTCUSDT&depth=`, { signal: abort.signal });
  const ticksMs: number[] = [];
  const ended = (async () => {
    for await (const bytes of response.body as unknown as AsyncIterable<Uint8Array>) {
      if (/^data: \{"s":/m.test(Buffer.from(bytes).toString())) ticksMs.push(Date.now());
    }
  })();
  ended.catch(() => {});
  return { ticksMs, ended, stop: () => abort.abort() };
}

it("a server that is replaced under load loses no order and leaves no gap in the feed", async () => {
  Object.assign(process.env, env);
  const email = `${randomUUID()}@terminal-zero.local`;
  const user = await createUser({ email, displayName: "Load", passwordHash: null, emailVerifiedAt: null });
  if (!user) throw new Error("The trader could not be made.");
  await openPractice(user.id);
  const { cookie } = await signInAs({ userId: user.id, email });
  const { id: portfolioId } = await getDb().portfolio.findFirstOrThrow({ where: { userId: user.id } });

  const port = await getPort();
  const leaving = await serveProduct({ mode: "start", port, env });
  const leavingUrl = `http://127.0.0.1:${port}`;
  // The newest run of the feed leads: that of the stopping server.
  const run = fetch(`${leavingUrl}/api/cron/market`, {
    headers: { authorization: `Bearer ${env.CRON_SECRET}` },
  });
  run.catch(() => {});
  const [staying, gone] = await Promise.all([readTicks(baseUrl), readTicks(leavingUrl)]);
  await expect.poll(() => staying.ticksMs.length, { timeout: 30_000 }).toBeGreaterThan(20);

  const place = async (origin: string, clientOrderId: string) => {
    const got = await fetch(`${origin}/api/orders`, {
      method: "POST",
      headers: {
        cookie,
        origin: env.APP_URL ?? baseUrl,
        "content-type": "application/json",
        "x-order-timestamp": String(Date.now()),
      },
      body: JSON.stringify({
        portfolioId,
        clientOrderId,
        symbol: "BTCUSDT",
        side: "buy",
        kind: "market",
        qty: "0.001",
      }),
    });
    if (got.status !== 202) throw new Error(`${got.status} ${await got.text()}`);
  };
  const ids = Array.from({ length: ORDERS }, (_, index) => `restart-${index}-${randomUUID().slice(0, 8)}`);
  let stopping: Promise<void> | null = null;
  let stoppedAfterMs = 0;
  for (const [index, id] of ids.entries()) {
    if (index === ORDERS / 3) {
      const startedMs = Date.now();
      stopping = leaving.stop().then(() => {
        stoppedAfterMs = Date.now() - startedMs;
      });
    }
    // As a browser does: retries the same order with any server.
    await place(leavingUrl, id).catch(() => place(baseUrl, id));
  }
  await stopping;
  await gone.ended;
  expect(stoppedAfterMs).toBeLessThan(10_000);

  const readPortfolio = async () => {
    const got = await fetch(`${baseUrl}/api/portfolio?id=${portfolioId}`, { headers: { cookie } });
    return (await got.json()) as PortfolioSnapshot;
  };
  await expect.poll(async () => (await readPortfolio()).orders.length, { timeout: 30_000 }).toBe(0);
  const orders = await getDb().order.findMany({ where: { portfolioId } });
  expect(orders.map(({ clientOrderId }) => clientOrderId).sort()).toEqual([...ids].sort());
  const filled = orders.filter(({ status }) => status === "FILLED").length;
  expect(filled + orders.filter(({ status }) => status === "REJECTED").length).toBe(ORDERS);
  const [position] = (await readPortfolio()).positions;
  expect(Number(position?.qty)).toBeCloseTo(filled * 0.001, 9);

  const ticksBefore = staying.ticksMs.length;
  await expect.poll(() => staying.ticksMs.length, { timeout: 30_000 }).toBeGreaterThan(ticksBefore + 20);
  staying.stop();
  const gaps = staying.ticksMs.map((atMs, index) => atMs - (staying.ticksMs[index - 1] ?? atMs));
  expect(Math.max(...gaps)).toBeLessThan(5_000);
}, 120_000);
