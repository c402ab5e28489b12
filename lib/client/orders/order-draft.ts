import { createPersisted, usePersisted } from "@/lib/client/persisted";

export const SIZE_UNITS = ["risk", "qty", "quote", "percent"] as const;

/** The content of the order form. Numbers are text as typed. */
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
  sizeBy: (typeof SIZE_UNITS)[number];
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
  /** Time until an order that is still open expires; null for never. Unused by market orders. */
  expiresInMs: number | null;
};

/** A stop or target as a price, or as a distance from the entry. */
export type DistanceUnit = "price" | "percent" | "ticks";

/** The empty form. */
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
  expiresInMs: null,
};

/** Fields saved for each symbol: size, leverage, stop distance. Saved prices would be outdated. */
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
  sizeBy: SIZE_UNITS,
  riskBy: ["percent", "money"],
  stopBy: ["price", "percent", "ticks"],
  targetBy: ["price", "percent", "ticks"],
};

const remembered = createPersisted<Record<string, Partial<Remembered>>>({
  key: "tz:orders",
  initial: {},
  parse: (stored) => (typeof stored === "object" && stored !== null ? (stored as Record<string, never>) : {}),
});

/** In place of a symbol: what the form of a symbol begins with. */
const DEFAULTS = "*";

/** The saved form of this symbol. */
export function recallDraft(symbol: string): OrderDraft {
  const saved = remembered.read();
  return { ...FIRST_DRAFT, ...readStoredDraft(saved[DEFAULTS]), ...readStoredDraft(saved[symbol]) };
}

/** What the form begins with in a market in which it was never changed. */
export function useDraftDefaults(): OrderDraft {
  return { ...FIRST_DRAFT, ...readStoredDraft(usePersisted(remembered)[DEFAULTS]) };
}

/** Changes what the form begins with. */
export function setDraftDefault(part: Partial<OrderDraft>): void {
  rememberDraft(DEFAULTS, { ...recallDraft(DEFAULTS), ...part });
}

/** The valid fields of a stored form. */
export function readStoredDraft(stored: unknown): Partial<OrderDraft> {
  if (typeof stored !== "object" || stored === null) return {};
  return Object.fromEntries(Object.entries(stored).filter(([key, value]) => isRememberable(key, value)));
}

/** The fields of the form that hold at any price. */
export function pickLasting(draft: OrderDraft): Partial<OrderDraft> {
  return Object.fromEntries(KEYS.filter((key) => !isPriceOf(key, draft)).map((key) => [key, draft[key]]));
}

/** Saves the form for this symbol without absolute prices. */
export function rememberDraft(symbol: string, draft: OrderDraft): void {
  remembered.write({ ...remembered.read(), [symbol]: pickLasting(draft) });
}

function isPriceOf(key: keyof OrderDraft, draft: OrderDraft): boolean {
  if (key === "stop" || key === "stopBy") return draft.stopBy === "price";
  return (key === "target" || key === "targetBy") && draft.targetBy === "price";
}

/** Storage may contain data of an older version or edited by the user. */
function isRememberable(key: string, value: unknown): boolean {
  if (!(KEYS as readonly string[]).includes(key)) return false;
  const choices = CHOICES[key as keyof OrderDraft];
  if (choices) return choices.includes(value as string);
  return typeof value === typeof FIRST_DRAFT[key as keyof OrderDraft];
}
