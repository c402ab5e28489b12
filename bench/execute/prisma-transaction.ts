import type { PlannedWrite } from "@/bench/execute/workload";
import { getDb } from "@/lib/db/client";

type Rows = Record<string, unknown>[];
type Document = {
  portfolio: Record<string, unknown>;
  events: Rows;
  orders?: Rows;
  positions?: Rows;
  closedSymbols?: string[];
  armed?: Rows;
  disarmed?: string[];
  receipts?: Rows;
};

/** The same work as most would write it: reads and writes by the ORM inside one interactive transaction. */
export async function writeInTransaction({ portfolioId, seq, change }: PlannedWrite): Promise<void> {
  const document: Document = JSON.parse(change);
  const own = (rows: Rows | undefined) =>
    (rows ?? []).map(({ type, ...row }) => ({
      ...row,
      ...(type === undefined ? {} : { type }),
      portfolioId,
    })) as never[];
  await getDb().$transaction(async (db) => {
    await db.portfolio.findUniqueOrThrow({ where: { id: portfolioId } });
    await db.order.findMany({ where: { portfolioId, endedAt: null } });
    await db.position.findMany({ where: { portfolioId } });
    const { market: _market, epoch, ...head } = document.portfolio;
    const changed = await db.portfolio.updateMany({
      where: { id: portfolioId, seq },
      data: { ...head, epoch } as never,
    });
    if (changed.count !== 1) throw new Error("The planned write came too late.");
    await db.portfolioEvent.createMany({ data: own(document.events) });
    for (const { trigger: _trigger, ...row } of document.orders ?? []) {
      const clientOrderId = String(row.clientOrderId);
      const data = { ...row, attached: row.attached ?? undefined, epoch, portfolioId } as never;
      const where = { portfolioId_clientOrderId: { portfolioId, clientOrderId } };
      await db.order.upsert({ where, create: data, update: data });
    }
    for (const symbol of document.closedSymbols ?? []) {
      await db.position.delete({ where: { portfolioId_symbol: { portfolioId, symbol } } });
    }
    for (const row of document.positions ?? []) {
      const symbol = String(row.symbol);
      const stops = { stopLoss: row.stopLoss ?? undefined, takeProfit: row.takeProfit ?? undefined };
      const data = { ...row, ...stops, portfolioId } as never;
      const where = { portfolioId_symbol: { portfolioId, symbol } };
      await db.position.upsert({ where, create: data, update: data });
    }
    const trades = document.events
      .filter((event) => event.type === "order-filled")
      .map((event) => toTrade(event, { portfolioId, epoch }));
    if (trades.length > 0) await db.trade.createMany({ data: trades as never[] });
    const symbols = [
      ...(document.disarmed ?? []),
      ...(document.armed ?? []).map((row) => String(row.symbol)),
    ];
    if (symbols.length > 0)
      await db.armedSymbol.deleteMany({ where: { portfolioId, symbol: { in: symbols } } });
    if (document.armed) await db.armedSymbol.createMany({ data: own(document.armed) });
    if (document.receipts) await db.commandReceipt.createMany({ data: own(document.receipts) });
  });
}

function toTrade(event: Record<string, unknown>, rest: { portfolioId: string; epoch: unknown }) {
  const { orderId, ...fill } = event.payload as Record<string, unknown>;
  return { ...fill, clientOrderId: orderId, seq: event.seq, at: event.at, ...rest };
}
