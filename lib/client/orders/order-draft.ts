import { createPersisted } from "@/lib/client/persisted";

/** How an order is meant, as the trader filled the form in. Numbers are text as typed. */
export type OrderDraft = {
  kind: "market" | "limit" | "stop" | "take-profit" | "trailing";
  /** Stop and take-profit: become a limit order when triggered. */
  hasLimit: boolean;
  price: string;
  trigger: string;
  triggerBy: "last" | "mark";
  trail: string;
  trailBy: "price" | "percent";
  activation: string;
  sizeBy: "qty" | "quote" | "percent" | "risk";
  /** Base currency, quote currency, or percent of the free margin. */
  size: string;
  riskBy: "percent" | "money";
  /** Percent of the equity, or quote currency. */
  risk: string;
  leverage: string;
  hasStops: boolean;
  stopBy: DistanceUnit;
  stop: string;
  targetBy: DistanceUnit;
  target: string;
  isReduceOnly: boolean;
  timeInForce: "GTC" | "IOC" | "FOK" | "post-only";
};

/** A stop or target as a price, or as a distance from the entry. */
export type DistanceUnit = "price" | "percent" | "ticks";

/** The form before anything was typed. */
export const FIRST_DRAFT: OrderDraft = {
  kind: "market",
  hasLimit: false,
  price: "",
  trigger: "",
  triggerBy: "last",
  trail: "1",
  trailBy: "percent",
  activation: "",
  sizeBy: "risk",
  size: "",
  riskBy: "percent",
  risk: "1",
  leverage: "10",
  hasStops: true,
  stopBy: "percent",
  stop: "1",
  targetBy: "percent",
  target: "2",
  isReduceOnly: false,
  timeInForce: "GTC",
};

/** What is remembered for each symbol: how big, how levered, how far the stop. Prices would be old. */
type Remembered = Pick<
  OrderDraft,
  | "kind"
  | "sizeBy"
  | "size"
  | "riskBy"
  | "risk"
  | "leverage"
  | "hasStops"
  | "stopBy"
  | "stop"
  | "targetBy"
  | "target"
>;

const KEYS = [
  "kind",
  "sizeBy",
  "size",
  "riskBy",
  "risk",
  "leverage",
  "hasStops",
  "stopBy",
  "stop",
  "targetBy",
  "target",
] as const satisfies (keyof Remembered)[];

const CHOICES: Partial<Record<keyof OrderDraft, readonly string[]>> = {
  kind: ["market", "limit", "stop", "take-profit", "trailing"],
  sizeBy: ["qty", "quote", "percent", "risk"],
  riskBy: ["percent", "money"],
  stopBy: ["price", "percent", "ticks"],
  targetBy: ["price", "percent", "ticks"],
};

const remembered = createPersisted<Record<string, Partial<Remembered>>>({
  key: "tz:orders",
  initial: {},
  parse: (stored) => (typeof stored === "object" && stored !== null ? (stored as Record<string, never>) : {}),
});

/** The form as it was left for this symbol. */
export function recallDraft(symbol: string): OrderDraft {
  const stored = remembered.read()[symbol];
  if (typeof stored !== "object" || stored === null) return FIRST_DRAFT;
  const known = Object.entries(stored).filter(([key, value]) => isRememberable(key, value));
  return { ...FIRST_DRAFT, ...Object.fromEntries(known) };
}

/** Keeps what is worth keeping of the form for this symbol. Absolute prices are left out. */
export function rememberDraft(symbol: string, draft: OrderDraft): void {
  const kept = Object.fromEntries(
    KEYS.filter((key) => !isPriceOf(key, draft)).map((key) => [key, draft[key]]),
  );
  remembered.write({ ...remembered.read(), [symbol]: kept });
}

function isPriceOf(key: keyof OrderDraft, draft: OrderDraft): boolean {
  if (key === "stop" || key === "stopBy") return draft.stopBy === "price";
  return (key === "target" || key === "targetBy") && draft.targetBy === "price";
}

/** Storage may hold what an older version, or a curious trader, has put there. */
function isRememberable(key: string, value: unknown): boolean {
  if (!(KEYS as readonly string[]).includes(key)) return false;
  const choices = CHOICES[key as keyof OrderDraft];
  if (choices) return choices.includes(value as string);
  return typeof value === typeof FIRST_DRAFT[key as keyof OrderDraft];
}
