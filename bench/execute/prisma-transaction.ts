import { getDb } from "@/lib/db/client";
import type { EncodedChange } from "@/lib/db/portfolio/stored-change";

type Rows = Record<string, unknown>[];

/** The same work in the usual way: reads and writes by the ORM inside one interactive transaction. */
export async function writeInTransaction({ portfolioId, rows }: EncodedChange): Promise<void> {
  const parse = (texts: readonly string[]): Rows => texts.map((text) => JSON.parse(text));
  const [{ id: _id, fromSeq, market: _market, ...head } = {}] = parse(rows.portfolios);
  const events = parse(rows.events);
  const triggers = parse(rows.triggers);
  const idempotencyRecords = parse(rows.idempotencyRecords);
  await getDb().$transaction(async (db) => {
    await db.portfolio.findUniqueOrThrow({ where: { id: portfolioId } });
    await db.order.findMany({ where: { portfolioId, endedAt: null } });
    await db.position.findMany({ where: { portfolioId } });
    const changed = await db.portfolio.updateMany({
      where: { id: portfolioId, seq: Number(fromSeq) },
      data: head as never,
    });
    if (changed.count !== 1) throw new Error("The planned write came too late.");
    await db.portfolioEvent.createMany({ data: events as never[] });
    for (const { trigger: _trigger, ...row } of parse(rows.orders)) {
      const clientOrderId = String(row.clientOrderId);
      const data = { ...row, attached: row.attached ?? undefined } as never;
      const where = { portfolioId_clientOrderId: { portfolioId, clientOrderId } };
      await db.order.upsert({ where, create: data, update: data });
    }
    const nameRow = (symbol: unknown) => ({
      portfolioId_symbol_sideIndex: { portfolioId, symbol: String(symbol), sideIndex: 0 },
    });
    for (const { symbol } of parse(rows.closed)) await db.position.delete({ where: nameRow(symbol) });
    for (const row of parse(rows.positions)) {
      const stops = { stopLoss: row.stopLoss ?? undefined, takeProfit: row.takeProfit ?? undefined };
      const data = { ...row, ...stops } as never;
      const where = nameRow(row.symbol);
      await db.position.upsert({ where, create: data, update: data });
    }
    const trades = events
      .filter((event) => event.type === "order-filled")
      .map((event) => toTrade(event, { portfolioId, epoch: head.epoch }));
    if (trades.length > 0) await db.trade.createMany({ data: trades as never[] });
    const symbols = [...parse(rows.removedTriggers), ...triggers].map((row) => String(row.symbol));
    if (symbols.length > 0)
      await db.triggerIndex.deleteMany({ where: { portfolioId, symbol: { in: symbols } } });
    if (triggers.length > 0) await db.triggerIndex.createMany({ data: triggers as never[] });
    if (idempotencyRecords.length > 0)
      await db.idempotencyRecord.createMany({ data: idempotencyRecords as never[] });
  });
}

function toTrade(event: Record<string, unknown>, rest: { portfolioId: string; epoch: unknown }) {
  const { orderId, ...fill } = event.payload as Record<string, unknown>;
  return { ...fill, clientOrderId: orderId, seq: event.seq, at: event.at, ...rest };
}
