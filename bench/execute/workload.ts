import { randomUUID } from "node:crypto";
import type pg from "pg";
import { parseMoney, parseQty } from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import { decideBatch } from "@/lib/db/portfolio/decide-batch";
import { loadPortfolio } from "@/lib/db/portfolio/portfolio-repository";
import { type EncodedChange, listArguments } from "@/lib/db/portfolio/stored-change";
import { buildContext, openTestPortfolio } from "@/tests/support/trading-fixture";

/** Calls the write statement with node-pg only, for changes decided before. @throws on a version conflict */
export async function commitBare(pool: pg.Pool, changes: readonly EncodedChange[]): Promise<void> {
  const values = listArguments(changes);
  const { rows } = await pool.query<{ written: string[] }>({
    name: "commit",
    text: `SELECT save_portfolios(${values.map((_, index) => `$${index + 1}`).join()}) AS written`,
    values,
  });
  if (rows[0]?.written.length !== changes.length) throw new Error("A planned write came too late.");
}

/** Orders of one portfolio, each submitted and then executed: a buy and a sell in turn. */
export function listCommands(orders: number): Command[] {
  return Array.from({ length: orders }, (_, index): Command[] => {
    const orderId = randomUUID();
    const side = index % 2 === 0 ? ("buy" as const) : ("sell" as const);
    const order = { orderId, symbol: "BTCUSDT", side, kind: "market" as const, qty: parseQty("1") };
    return [
      { type: "submit", order },
      { type: "execute", orderId },
    ];
  }).flat();
}

/** The market of the decisions; deep enough for all of them. */
export const readContext = () => buildContext({ nowMs: Date.now(), depth: "1000000000" });

/** A new portfolio with enough balance for the bench's orders. */
export async function openBenchPortfolio(): Promise<string> {
  const opening = parseMoney("1000000");
  const opened = await openTestPortfolio({ id: randomUUID(), nowMs: Date.now(), opening });
  return opened.portfolioId;
}

/** The writes of a portfolio's commands, without executing them. */
export async function planWrites(
  portfolioId: string,
  commands: readonly Command[],
): Promise<EncodedChange[]> {
  let stored = await loadPortfolio(portfolioId);
  const writes: EncodedChange[] = [];
  for (const command of commands) {
    if (stored === null) throw new Error("The bench's portfolio is gone.");
    const request = { commands: [command], buildContext: readContext, ownerId: undefined };
    const decision = await decideBatch(stored, [request]);
    const [outcome] = decision.outcomes;
    if (outcome?.kind !== "done" || decision.change === null)
      throw new Error(`${command.type}: ${outcome?.kind}`);
    writes.push(decision.change);
    stored = decision.next;
  }
  return writes;
}
