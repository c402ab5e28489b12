import { listImportsOf } from "@/lib/imports/manage-imports";
import { receiveImport } from "@/lib/imports/receive-import";
import { importQuerySchema } from "@/lib/schemas/imports";

const DAY_MS = 86_400_000;
const TRADES = 48;
/** The newest of them, before the own history begins. */
const LAST_DAYS_AGO = 185;
const HEAD = "Time(UTC),Symbol,Side,Position Side,Price,Quantity,Amount,Fee,Realized Profit,Trade ID";
const MARKETS = [
  { symbol: "BTCUSDT", price: 62_000, qty: 0.05 },
  { symbol: "ETHUSDT", price: 3_100, qty: 0.8 },
  { symbol: "SOLUSDT", price: 148, qty: 12 },
] as const;
const FEE_RATE = 0.0005;

/** A file of the trader's earlier trades elsewhere, imported once: five months in the shape of Binance's export. */
export async function seedImport(userId: string): Promise<void> {
  if ((await listImportsOf(userId)).length > 0) return;
  const newestMs = Math.floor(Date.now() / DAY_MS - LAST_DAYS_AGO) * DAY_MS;
  const rows = Array.from({ length: TRADES }, (_, index) => writeTrade(index, newestMs)).flat();
  const body = `${[HEAD, ...rows].join("\n")}\n`;
  const query = importQuerySchema.parse({ mode: "commit", fileName: "Binance trade history (UTC).csv" });
  await receiveImport(userId, new Request("http://localhost/api/imports", { method: "POST", body }), query);
}

/** The two rows of one trade, three days before the next, with a move between −1.9 and +2.6 per cent. */
function writeTrade(index: number, newestMs: number): string[] {
  const { symbol, price: base, qty } = MARKETS[(index * 5) % MARKETS.length] ?? MARKETS[0];
  const isLong = (index * 7) % 5 !== 0;
  const entry = base * (1 + (((index * 13) % 21) - 10) / 100);
  const move = (((index * 29) % 46) - 19) / 1_000;
  const exit = entry * (1 + (isLong ? move : -move));
  const openedMs = newestMs - (TRADES - index) * 3 * DAY_MS + ((index * 5) % 20) * 3_600_000;
  const closedMs = openedMs + (1 + ((index * 11) % 30)) * 1_800_000;
  const row = (atMs: number, isBuy: boolean, price: number, profit: number, id: number) =>
    [
      new Date(atMs).toISOString().slice(0, 19).replace("T", " "),
      symbol,
      isBuy ? "BUY" : "SELL",
      "BOTH",
      price.toFixed(2),
      qty,
      (price * qty).toFixed(4),
      `${(price * qty * FEE_RATE).toFixed(6)}USDT`,
      profit.toFixed(4),
      id,
    ].join();
  const profit = (exit - entry) * qty * (isLong ? 1 : -1);
  return [
    row(openedMs, isLong, entry, 0, 2 * index + 1),
    row(closedMs, !isLong, exit, profit, 2 * index + 2),
  ];
}
