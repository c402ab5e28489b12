import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { type BenchRow, median } from "@/bench/bench-row";
import { type DelayProxy, startDelayProxy } from "@/bench/execute/delay-proxy";
import type { HotAsk, HotResponse } from "@/bench/execute/hot-process";
import { openBenchPortfolio } from "@/bench/execute/workload";

const REPETITIONS = 5;
const ONE_WAY_MS = 1.5;
const CALLERS = 8;
const ORDERS = 20;
const COMMANDS = CALLERS * ORDERS * 2;
const NODE_ARGS = ["--conditions=react-server", "--import", "tsx"];

/** One call that locks the row, generates a decision and writes as many rows as an execution does. */
const SINGLE_CALL = `CREATE FUNCTION bench_single_call(p_id TEXT, p_order TEXT) RETURNS INT LANGUAGE plpgsql AS $$
DECLARE
  next_seq INT;
BEGIN
  UPDATE "Portfolio" SET "seq" = "seq" + 1, "fees" = "fees" + 1, "balance" = "balance" - 1 WHERE "id" = p_id
    RETURNING "seq" INTO next_seq;
  INSERT INTO "PortfolioEvent" VALUES (p_id, next_seq, 'order-filled', '{"price":"100"}', now(), repeat('0', 64));
  INSERT INTO "Order" ("portfolioId", "clientOrderId", "epoch", "symbol", "side", "kind", "status", "qty", "filled",
    "filledValue", "fees", "timeInForce", "reduceOnly", "purpose", "queueAhead", "acceptedAt", "acceptedSeq", "endedAt")
  VALUES (p_id, p_order, 0, 'BTCUSDT', 'buy', 'market', 'FILLED', 1, 1, 100, 1, 'IOC', false, 'manual', 0, now(),
    next_seq, now());
  INSERT INTO "Trade" VALUES (p_id, next_seq, p_order, 0, 'BTCUSDT', 'buy', 'manual', 1, 100, 1, 100, 0, 1, 0.01, -1,
    'taker', '{}', now());
  INSERT INTO "Position" ("portfolioId", "symbol", "qty", "cost", "entryPrice", "leverage", "extraMargin", "openedAt",
    "changedAt", "changedSeq", "roundTrip")
  VALUES (p_id, 'BTCUSDT', 1, 100, 100, 1, 0, now(), now(), next_seq, '{"id":1}')
  ON CONFLICT ("portfolioId", "symbol") DO UPDATE SET "qty" = "Position"."qty" + 1;
  RETURN next_seq;
END
$$`;

/** One portfolio with eight concurrent callers, with a round trip of 3 ms to the database. */
export async function measureHotPortfolio(url: string): Promise<BenchRow[]> {
  const proxy = await startDelayProxy(url, ONE_WAY_MS);
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(SINGLE_CALL);
  const [handler, single, statements]: number[][] = [[], [], []];
  try {
    for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
      const ours = await measureCommandHandler(proxy);
      handler?.push(ours.rate);
      statements?.push(ours.statements);
      single?.push(await measureSingleCall(proxy.url));
    }
  } finally {
    await admin.end();
    await proxy.close();
  }
  const [ours, bare, count] = [median(handler ?? []), median(single ?? []), Math.max(...(statements ?? []))];
  return [
    {
      claim: "P8 command handler: statements for each decision, none inside a transaction",
      ours: count.toFixed(2),
      limit: "2",
      ratio: count / 2,
      target: "<= 1",
      isMet: count <= 2,
    },
    {
      claim: `P8 command handler: one hot portfolio, ${CALLERS} callers, ${2 * ONE_WAY_MS} ms to the database, decisions a second`,
      ours: ours.toFixed(0),
      limit: `single call ${bare.toFixed(0)}`,
      ratio: ours / bare,
      target: ">= 0.5",
      isMet: ours / bare >= 0.5,
    },
  ];
}

async function measureCommandHandler(proxy: DelayProxy): Promise<{ rate: number; statements: number }> {
  const file = fileURLToPath(new URL("hot-process.ts", import.meta.url));
  const child = fork(file, { execArgv: NODE_ARGS });
  try {
    child.send({ url: proxy.url, callers: CALLERS, orders: ORDERS } satisfies HotAsk);
    await once(child, "message");
    proxy.drainStatements();
    child.send("go");
    const [response] = (await once(child, "message")) as [HotResponse];
    const sent = proxy.drainStatements();
    if (sent.some((text) => /^begin/i.test(text)))
      throw new Error("The command handler opened a transaction.");
    return { rate: (COMMANDS / response.elapsedMs) * 1_000, statements: sent.length / COMMANDS };
  } finally {
    child.kill("SIGKILL");
  }
}

async function measureSingleCall(url: string): Promise<number> {
  const portfolioId = await openBenchPortfolio();
  const clients = Array.from({ length: CALLERS }, () => new pg.Client({ connectionString: url }));
  await Promise.all(clients.map((client) => client.connect()));
  const startedMs = performance.now();
  await Promise.all(
    clients.map(async (client, caller) => {
      for (let order = 0; order < ORDERS * 2; order += 1) {
        const values = [portfolioId, `${caller}-${order}`];
        await client.query({ name: "call", text: "SELECT bench_single_call($1, $2)", values });
      }
    }),
  );
  const elapsedMs = performance.now() - startedMs;
  await Promise.all(clients.map((client) => client.end()));
  return (COMMANDS / elapsedMs) * 1_000;
}
