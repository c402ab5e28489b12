import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formatDecimal, ONE, parseDecimal, parseMoney, parsePrice, parseQty } from "@/lib/core/decimal";
import type { Command, OrderRequest } from "@/lib/core/engine/commands";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import { getDb } from "@/lib/db/client";
import { executeCommand } from "@/lib/db/portfolio/execute-command";
import { loadPortfolio } from "@/lib/db/portfolio/portfolio-repository";
import { verifyPortfolio } from "@/lib/db/portfolio/verify-portfolio";
import { createTestDatabase } from "@/tests/support/create-test-database";
import { buildContext, openTestPortfolio } from "@/tests/support/trading-fixture";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

const NOW_MS = Date.parse("2026-03-01T12:00:00Z");
let count = 0;
let services: TestServices;

beforeAll(async () => {
  services = await useTestServices({ databaseUrl: await createTestDatabase() });
});
afterAll(async () => {
  await getDb().$disconnect();
  await services.close();
});

async function openOne(options: { opening?: string; marginMode?: "isolated" | "cross" } = {}) {
  count += 1;
  const opening = parseMoney(options.opening ?? "10000");
  return openTestPortfolio({ id: `p${count}`, nowMs: NOW_MS, opening, marginMode: options.marginMode });
}

function order(id: string, fields: Partial<OrderRequest> = {}): Command {
  const base = { orderId: id, symbol: "BTCUSDT", side: "buy" as const, kind: "market" as const };
  return { type: "submit", order: { ...base, qty: parseQty("1"), ...fields } };
}

const at =
  (afterMs = 0, price = "100") =>
  () =>
    buildContext({ nowMs: NOW_MS + afterMs, price });

async function buy(portfolioId: string, id: string, fields: Partial<OrderRequest> = {}) {
  await executeCommand(portfolioId, order(id, fields), at());
  return executeCommand(portfolioId, { type: "execute", orderId: id }, at(10));
}

describe("one command", () => {
  it("writes events, order, fill and position together, and the log leads to the stored state", async () => {
    const { portfolioId } = await openOne();
    const accepted = await executeCommand(portfolioId, order("order-0001"), at());
    expect(accepted).toMatchObject({ ok: true, isReplayed: false, state: { seq: 2 } });
    const filled = await executeCommand(portfolioId, { type: "execute", orderId: "order-0001" }, at(10));
    if (!filled.ok) throw new Error(filled.reason);
    expect(filled.events.map((event) => event.type)).toEqual(["order-filled"]);
    const db = getDb();
    const row = await db.order.findFirstOrThrow({ where: { portfolioId } });
    expect([row.status, row.filled.toFixed(), row.filledValue.toFixed()]).toEqual(["FILLED", "1", "100.1"]);
    const position = await db.position.findFirstOrThrow({ where: { portfolioId } });
    expect([position.qty.toFixed(), position.entryPrice.toFixed()]).toEqual(["1", "100.1"]);
    const trade = await db.trade.findFirstOrThrow({ where: { portfolioId } });
    expect(trade.evidence).toMatchObject({ source: "book", rules: BYBIT.version });
    expect((await loadPortfolio(portfolioId))?.state).toEqual(filled.state);
    expect(await verifyPortfolio(portfolioId)).toBeNull();
  });

  it("keeps every kind of order, stop and trail exactly as it was decided", async () => {
    const { portfolioId } = await openOne({ opening: "100000" });
    const price = (text: string) => parsePrice(text);
    const stopLoss = { price: price("90"), by: "mark" as const };
    await buy(portfolioId, "order-open", { attached: { stopLoss, takeProfit: null } });
    const kinds: Partial<OrderRequest>[] = [
      { kind: "limit", price: price("95.5"), attached: { takeProfit: { price: price("120"), by: "last" } } },
      { kind: "stop-market", side: "sell", trigger: { price: price("80") }, reduceOnly: true },
      { kind: "stop-limit", price: price("111"), trigger: { price: price("110"), by: "mark" } },
      { kind: "take-profit-market", side: "sell", trigger: { price: price("130") } },
      { kind: "take-profit-limit", side: "sell", price: price("140"), trigger: { price: price("139") } },
      { kind: "trailing-stop", side: "sell", trail: { distance: price("5") } },
      { kind: "trailing-stop", side: "sell", trail: { distance: price("5"), activation: price("120") } },
      { kind: "limit", price: price("90"), timeInForce: "post-only", expiresAtMs: NOW_MS + 60_000 },
    ];
    for (const [index, fields] of kinds.entries()) {
      const result = await executeCommand(portfolioId, order(`order-kind-${index}`, fields), at(20));
      expect(result.ok ? "" : result.reason).toBe("");
    }
    const lower = { price: price("80"), by: "mark" } as const;
    const amendments: Command[] = [
      { type: "amend", orderId: "order-kind-6", trailDistance: price("7"), activation: price("121") },
      { type: "amend", orderId: "order-kind-7", attached: { stopLoss: lower } },
    ];
    for (const amend of amendments) {
      expect((await executeCommand(portfolioId, amend, at(25))).ok).toBe(true);
    }
    const byProgram = order("order-program", { kind: "limit", price: price("89") });
    await executeCommand(portfolioId, byProgram, () => ({ ...at(25)(), isByProgram: true }));
    expect(await verifyPortfolio(portfolioId)).toBeNull();
    const moved = { type: "price-moved" as const, symbol: "BTCUSDT" };
    const point = { last: price("101"), mark: price("101"), qty: parseQty("1"), timeMs: NOW_MS + 30, seq: 9 };
    const last = await executeCommand(
      portfolioId,
      { ...moved, path: { kind: "points", points: [point] } },
      at(40, "101"),
    );
    await executeCommand(
      portfolioId,
      { type: "set-leverage", symbol: "BTCUSDT", leverage: parseDecimal("3") },
      at(50),
    );
    expect(last.ok && last.events.length).toBeGreaterThan(0);
    expect(await verifyPortfolio(portfolioId)).toBeNull();
    const findIndex = () => getDb().triggerIndex.findFirstOrThrow({ where: { portfolioId } });
    expect(await findIndex()).toMatchObject({ always: true, sellTriggerMax: null, buyTriggerMin: null });
    for (const index of [5, 6]) {
      await executeCommand(portfolioId, { type: "cancel", orderId: `order-kind-${index}` }, at(60));
    }
    const index = await findIndex();
    expect([index.sellTriggerMax?.toFixed(), index.buyTriggerMin?.toFixed(), index.always]).toEqual([
      "95.5",
      "110",
      false,
    ]);
    expect(await verifyPortfolio(portfolioId)).toBeNull();
  });

  it("stores nothing of a rejection and deletes the trigger index of a symbol when nothing is left", async () => {
    const { portfolioId } = await openOne();
    const rejected = await executeCommand(portfolioId, order("order-0002", { qty: parseQty("5000") }), at());
    expect(rejected).toMatchObject({ ok: false, reason: "qty_above_max", state: { seq: 1 } });
    expect(await getDb().order.count({ where: { portfolioId } })).toBe(0);
    await executeCommand(portfolioId, order("order-0003", { kind: "limit", price: parsePrice("50") }), at());
    expect(await getDb().triggerIndex.count({ where: { portfolioId } })).toBe(1);
    await executeCommand(portfolioId, { type: "cancel", orderId: "order-0003" }, at(5));
    expect(await getDb().triggerIndex.count({ where: { portfolioId } })).toBe(0);
    expect(await verifyPortfolio(portfolioId)).toBeNull();
  });

  it("carries several commands out together or not at all", async () => {
    const { portfolioId } = await openOne();
    const leverage: Command = { type: "set-leverage", symbol: "BTCUSDT", leverage: parseDecimal("10") };
    const tooMuch = await executeCommand(
      portfolioId,
      [leverage, order("order-0004", { qty: parseQty("999") })],
      at(),
    );
    expect(tooMuch.ok).toBe(false);
    expect((await loadPortfolio(portfolioId))?.state.leverages).toEqual([]);
    const both = await executeCommand(
      portfolioId,
      [leverage, order("order-0004", { qty: parseQty("900") })],
      () => buildContext({ nowMs: NOW_MS, price: "10" }),
    );
    expect(both.ok && both.events.map((event) => event.type)).toEqual(["leverage-set", "order-accepted"]);
  });

  it("answers a command that comes at any turn after the one before it", async () => {
    const { portfolioId } = await openOne();
    for (let turns = 0; turns < 24; turns += 1) {
      await executeCommand(portfolioId, { type: "expire" }, at());
      for (let turn = 0; turn < turns; turn += 1) await null;
      expect(await executeCommand(portfolioId, { type: "expire" }, at())).toMatchObject({ ok: true });
    }
  });

  it("knows no portfolio of another user", async () => {
    const { portfolioId, userId } = await openOne();
    const asking = (ownerId: string) => executeCommand(portfolioId, { type: "expire" }, at(), { ownerId });
    await expect(asking("user-of-nobody")).rejects.toMatchObject({ code: "not_found" });
    expect((await asking(userId)).ok).toBe(true);
    await expect(executeCommand("nowhere", { type: "expire" }, at())).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("the same command again", () => {
  it("answers as the first time, also after the order has come to its end", async () => {
    const { portfolioId } = await openOne();
    const first = await executeCommand(portfolioId, order("order-0005"), at());
    const while_open = await executeCommand(portfolioId, order("order-0005"), at(3));
    await executeCommand(portfolioId, { type: "execute", orderId: "order-0005" }, at(10));
    const later = await executeCommand(portfolioId, order("order-0005"), at(60_000));
    if (!first.ok || !while_open.ok || !later.ok) throw new Error("rejected");
    expect(while_open).toMatchObject({ isReplayed: true, events: first.events });
    expect(later).toMatchObject({ isReplayed: true, events: first.events, state: { seq: 3 } });
    expect(await getDb().trade.count({ where: { portfolioId } })).toBe(1);
  });

  it("rejects another order under the same id", async () => {
    const { portfolioId } = await openOne();
    await executeCommand(portfolioId, order("order-0006"), at());
    const other = executeCommand(portfolioId, order("order-0006", { qty: parseQty("2") }), at(1));
    await expect(other).rejects.toMatchObject({ code: "client_order_id_reused", status: 409 });
  });

  it("accepts one of fifty that come at once", async () => {
    const { portfolioId } = await openOne();
    const results = await Promise.all(
      Array.from({ length: 50 }, () => executeCommand(portfolioId, order("order-0007"), at())),
    );
    expect(results.filter((result) => result.ok && !result.isReplayed)).toHaveLength(1);
    expect(results.filter((result) => result.ok && result.isReplayed)).toHaveLength(49);
    expect(await getDb().order.count({ where: { portfolioId } })).toBe(1);
  });
});

describe("fifty at once on one portfolio", () => {
  it("accepts only what the margin carries (fault 8)", async () => {
    const { portfolioId } = await openOne({ opening: "1000" });
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        executeCommand(portfolioId, order(`order-all-${index}`, { qty: parseQty("9.5") }), at()),
      ),
    );
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    const rejections = results.flatMap((result) => (result.ok ? [] : [result.reason]));
    expect(new Set(rejections)).toEqual(new Set(["insufficient_margin"]));
    expect(await verifyPortfolio(portfolioId)).toBeNull();
  });

  it("closes one position once, with its profit once (fault 9)", async () => {
    const { portfolioId } = await openOne();
    await buy(portfolioId, "order-0008");
    const closing = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const orderId = `close-${index}`;
        const submitted = await executeCommand(
          portfolioId,
          { type: "close-position", symbol: "BTCUSDT", fraction: ONE, orderId },
          at(20, "110"),
        );
        const executed = await executeCommand(portfolioId, { type: "execute", orderId }, at(30, "110"));
        return { submitted, executed };
      }),
    );
    const fills = closing.flatMap(({ executed }) =>
      executed.ok ? executed.events.filter((event) => event.type === "order-filled") : [],
    );
    expect(fills).toHaveLength(1);
    const stored = await loadPortfolio(portfolioId);
    expect(stored?.state.positions).toEqual([]);
    expect(formatDecimal(stored?.state.ledger.realised ?? ONE)).toBe("9.8");
    expect(await verifyPortfolio(portfolioId)).toBeNull();
  });
});
