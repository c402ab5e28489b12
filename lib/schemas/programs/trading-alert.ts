import { z } from "zod";
import { tryParseDecimal } from "@/lib/core/decimal";

/** The message of a TradingView alert, as its author writes it; the settings page shows `ALERT_MESSAGES` to paste. */

/** A strategy's message for each of its orders, and the one of a plain alert. */
export const ALERT_MESSAGES = {
  strategy:
    '{"action": "{{strategy.order.action}}", "ticker": "{{ticker}}", "quantity": "{{strategy.order.contracts}}", "position": "{{strategy.market_position}}", "time": "{{timenow}}"}',
  plain: '{"action": "buy", "ticker": "{{ticker}}", "quantity": "0.01", "time": "{{timenow}}"}',
} as const;

/** Other names under which common templates send a field. */
const NAMES = {
  action: ["action", "side", "order_action"],
  ticker: ["ticker", "symbol"],
  quantity: ["quantity", "qty", "contracts"],
  position: ["position", "market_position"],
  time: ["time", "timenow"],
} as const;

const ACTIONS = {
  buy: "buy",
  long: "buy",
  sell: "sell",
  short: "sell",
  close: "close",
  exit: "close",
  flat: "close",
} as const;
type ActionName = keyof typeof ACTIONS;
const ACTION_NAMES = Object.keys(ACTIONS) as ActionName[];

const word = z.string().trim().toLowerCase();
const decimal = z
  .union([z.string().trim(), z.number()])
  .transform(String)
  .refine((text) => (tryParseDecimal(text) ?? 0n) > 0n, "must be a number above 0");
const instant = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{13}$/)
      .transform(Number),
    z.iso.datetime({ offset: true }).transform(Date.parse),
  ])
  .pipe(z.number().int());

const messageSchema = z.object({
  action: word.pipe(z.enum(ACTION_NAMES)).optional(),
  ticker: z.string().max(60).transform(readTicker),
  quantity: decimal.optional(),
  position: word.pipe(z.enum(["long", "short", "flat"])).optional(),
  limitPrice: decimal.optional(),
  stopLoss: decimal.optional(),
  takeProfit: decimal.optional(),
  reduceOnly: z.boolean().default(false),
  time: instant.optional(),
});

/** What an alert asks for. Prices in quote currency, the quantity in base currency; `atMs` is when it was made. */
export type TradingAlert = {
  symbol: string;
  atMs: number | null;
} & (
  | { action: "close" }
  | {
      action: "buy" | "sell";
      quantity: string;
      limitPrice: string | null;
      stopLoss: string | null;
      takeProfit: string | null;
      reduceOnly: boolean;
    }
);

/**
 * Reads the text of an alert. A strategy whose position is flat after its order closes the position, whatever its
 * quantity. @throws ZodError naming the field, SyntaxError for what is no JSON
 */
export function readTradingAlert(text: string): TradingAlert {
  const message = messageSchema.parse(renameFields(z.looseObject({}).parse(JSON.parse(text))));
  const { ticker: symbol, time, quantity, limitPrice, stopLoss, takeProfit, reduceOnly } = message;
  const head = { symbol, atMs: time ?? null };
  const action = message.position === "flat" ? "close" : message.action && ACTIONS[message.action];
  if (action === undefined) throw missing("action");
  if (action === "close") return { ...head, action };
  if (quantity === undefined) throw missing("quantity");
  const prices = {
    limitPrice: limitPrice ?? null,
    stopLoss: stopLoss ?? null,
    takeProfit: takeProfit ?? null,
  };
  return { ...head, action, quantity, ...prices, reduceOnly };
}

/** BYBIT:BTCUSDT.P and BTCUSDT are BTCUSDT. */
function readTicker(ticker: string): string {
  return ticker
    .trim()
    .toUpperCase()
    .replace(/^[A-Z0-9_]{1,30}:/, "")
    .replace(/\.P$/, "");
}

function renameFields(given: Record<string, unknown>): Record<string, unknown> {
  const renamed = Object.entries(NAMES).flatMap(([field, names]) => {
    const name = names.find((one) => given[one] !== undefined && given[one] !== "");
    return name === undefined ? [] : [[field, given[name]] as const];
  });
  const own = ["limitPrice", "stopLoss", "takeProfit", "reduceOnly"].flatMap((name) =>
    given[name] === undefined || given[name] === "" ? [] : [[name, given[name]] as const],
  );
  return Object.fromEntries([...renamed, ...own]);
}

function missing(field: string): z.ZodError {
  return new z.ZodError([{ code: "custom", path: [field], message: "is missing", input: undefined }]);
}
