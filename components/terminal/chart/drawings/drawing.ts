import { type DrawingStore, withHistory } from "@/components/terminal/chart/drawings/drawing-history";
import { saveInAccount } from "@/components/terminal/chart/drawings/save-in-account";
import { showToast } from "@/components/terminal/notifications/toast-queue";
import { encodeId } from "@/lib/client/api/encode-id";
import { createPersisted } from "@/lib/client/persisted";
import { DRAWING_TOOLS } from "@/lib/schemas/drawing-tools";
import type { DrawingsBody } from "@/lib/schemas/drawings";

/** One drawing. A horizontal line and a text use only the first point. */
export type Drawing = DrawingsBody["drawings"][number];

/** A point of the chart: ms and quote currency. */
export type ChartPoint = Drawing["from"];

export type DrawingTool = Drawing["tool"];

/** Whose drawings, and on the chart of which symbol. */
export type DrawingOwner = { userId: string; symbol: string };

const stores = new Map<string, DrawingStore>();

/** The drawings of one user on one symbol: saved in this browser immediately, and in the account. */
export function getDrawings(owner: DrawingOwner): DrawingStore {
  const key = `tz:drawings:${owner.userId}:${owner.symbol}`;
  const known = stores.get(key);
  if (known) return known;
  const local = createPersisted<readonly Drawing[]>({
    key,
    initial: [],
    parse: (stored) => (Array.isArray(stored) ? stored.filter(isDrawing) : []),
  });
  const unsent = createPersisted({
    key: `${key}:unsent`,
    initial: false,
    parse: (stored) => stored === true,
  });
  const url = `/api/drawings/${encodeId(owner.symbol)}`;
  const made = withHistory(
    saveInAccount(local, unsent, url, (message) => {
      showToast((toast, t) => toast.error(t("chart.drawing.notSaved"), { description: message }));
    }),
  );
  stores.set(key, made);
  return made;
}

function isDrawing(one: unknown): one is Drawing {
  if (typeof one !== "object" || one === null) return false;
  const { id, tool, from, to, third } = one as Partial<Drawing>;
  const isTool = (DRAWING_TOOLS as readonly unknown[]).includes(tool);
  const isThird = third === undefined || Number.isFinite(third);
  return typeof id === "string" && isTool && isPoint(from) && isPoint(to) && isThird;
}

function isPoint(one: unknown): one is ChartPoint {
  if (typeof one !== "object" || one === null) return false;
  const { timeMs, price } = one as Partial<ChartPoint>;
  return Number.isInteger(timeMs) && Number.isFinite(price);
}
