import "server-only";
import { add, div, formatPrice, formatRounded, parseDecimal, parsePrice } from "@/lib/core/decimal";
import type { PositionSide } from "@/lib/core/engine/positions/position";
import { fillsQuery, type SeqPage } from "@/lib/db/admin/hot-queries";
import { getDb } from "@/lib/db/client";
import type { FillFilter } from "@/lib/schemas/trading/trading";
import type { FillDto } from "@/lib/schemas/trading/trading-responses";

type Row = Pick<
  FillDto,
  "symbol" | "side" | "positionSide" | "qty" | "price" | "fee" | "realised" | "liquidity" | "purpose"
> & {
  seq: number;
  clientOrderId: string;
  evidence: string;
  at: Date;
  acceptedAt: Date | null;
};

type StoredEvidence = Pick<FillDto, "levels" | "mark" | "rules"> & {
  bestBid: string | null;
  bestAsk: string | null;
  tickMs: number;
  tickSeq: number;
};

const TWO = parseDecimal("2");

/**
 * A portfolio's fills, newest first, each with its evidence and its sequence, which is the cursor of the
 * list.
 */
export async function findFills(
  portfolioId: string,
  page: SeqPage & FillFilter & { positionSide?: PositionSide },
): Promise<{ fill: FillDto; seq: number }[]> {
  const rows = await getDb().$queryRaw<Row[]>(fillsQuery(portfolioId, page));
  return rows.map((row) => ({ fill: toFillDto(row), seq: row.seq }));
}

/** One fill of a portfolio by its order and instant; null when there is none. */
export async function findFill(
  portfolioId: string,
  named: { orderId: string; at: string },
): Promise<FillDto | null> {
  const row = await getDb().trade.findFirst({
    where: { portfolioId, clientOrderId: named.orderId, at: new Date(named.at) },
    select: { seq: true },
  });
  if (!row) return null;
  const [found] = await findFills(portfolioId, { beforeSeq: row.seq + 1, limit: 1 });
  return found?.fill ?? null;
}

function toFillDto({ seq: _seq, clientOrderId, evidence: text, at, acceptedAt, ...row }: Row): FillDto {
  const evidence: StoredEvidence = JSON.parse(text);
  const { bestBid, bestAsk, mark, tickMs, tickSeq, levels, rules } = evidence;
  const mid =
    bestBid === null || bestAsk === null ? null : div(add(parsePrice(bestBid), parsePrice(bestAsk)), TWO);
  return {
    ...row,
    orderId: clientOrderId,
    qty: formatRounded(parseDecimal(row.qty)),
    price: formatPrice(parsePrice(row.price)),
    fee: formatRounded(parseDecimal(row.fee)),
    realised: formatRounded(parseDecimal(row.realised)),
    midPrice: mid === null ? null : formatPrice(mid),
    mark,
    tickTimeMs: tickMs,
    tickSeq,
    levels,
    rules,
    at: at.toISOString(),
    // A maker's order waited for its price: that time is no latency.
    latencyMs: row.liquidity === "maker" ? null : acceptedAt && at.getTime() - acceptedAt.getTime(),
  };
}
