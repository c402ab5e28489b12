import { add, type Money, neg } from "@/lib/core/decimal";
import type { ImportedFill } from "@/lib/core/import/import-item";
import { readClockTime } from "@/lib/core/import/read-clock-time";
import { readFillDirection } from "@/lib/core/import/read-direction";
import type { RowCells } from "@/lib/core/import/row-cells";
import { RowFault } from "@/lib/core/import/row-fault";
import type { ImportSource } from "@/lib/core/import/source";
import { readExitReason } from "@/lib/core/import/sources/read-exit-reason";

const FIRST = ["at", "deal", "symbol", "type", "entry", "qty", "price", "order"];
const LAST = ["swap", "gross", "balance", "comment"];
/** The columns by their number: older builds have no fee, and a workbook shows what a page hides. */
const COLUMNS: Readonly<Record<number, readonly string[]>> = {
  13: [...FIRST, "commission", ...LAST],
  14: [...FIRST, "commission", "fee", ...LAST],
  15: [...FIRST, "cost", "commission", "fee", ...LAST],
};
const ENTRY = /^(in|out|in\s?\/\s?out|out by)?$/i;
const TYPE = /^(buy|sell|balance|credit)$/i;

/**
 * The deals of a MetaTrader 5 report without positions, such as one of an older build. Deals do not name their
 * position, so those of one market and side are one. Volume is in lots, so the profit is the report's; swap is
 * settled by the deal that closes.
 */
export const MT5_DEALS: ImportSource = {
  id: "mt5-deals",
  ledger: "mt5-deals",
  columns: {
    at: { names: ["time", "zeit", "время", "hora", "heure", "ora", "tempo", "fecha", "horário"] },
    deal: { names: ["deal", "сделка", "transacción", "transaction", "negócio", "affare", "oferta"] },
    symbol: { names: ["symbol", "символ", "símbolo", "symbole", "simbolo", "ativo"] },
    type: { names: ["type", "typ", "тип", "tipo"] },
    entry: { names: ["direction", "richtung", "направление", "dirección", "direção", "direzione", "entry"] },
    qty: { names: ["volume", "volumen", "объем", "объём"] },
    price: { names: ["price", "preis", "цена", "precio", "prix", "preço", "prezzo"] },
    commission: { names: ["commission", "kommission", "комиссия", "comisión", "comissão", "commissione"] },
    fee: { names: ["fee", "gebühr", "сбор", "frais", "tarifa", "taxa", "tassa"] },
    swap: { names: ["swap", "своп", "échange"] },
    gross: { names: ["profit", "gewinn", "прибыль", "beneficio", "bénéfice", "lucro", "profitto"] },
    comment: { names: ["comment", "kommentar", "комментарий", "comentario", "commentaire", "comentário"] },
  },
  required: ["at", "deal", "symbol", "type", "entry", "qty", "price", "gross"],
  locate: locateByPlace,
  times: ["at"],
  amounts: ["qty", "price", "commission", "fee", "swap", "gross"],
  endsWithoutTime: true,
  start: () => ({ read }),
};

/** Headings follow the terminal's language, types and directions do not: the first deal shows what they are. */
function locateByPlace(
  headings: readonly string[],
  next: readonly string[],
): Readonly<Record<string, number>> | null {
  const places = headings.flatMap((name, place) => (name === "" ? [] : [place]));
  const columns = COLUMNS[places.length];
  if (columns === undefined) return null;
  const located = Object.fromEntries(columns.map((column, index) => [column, places[index] ?? -1]));
  const below = (column: string) => (next[located[column] ?? -1] ?? "").trim();
  const isDeal =
    readClockTime(below("at"), "dmy") !== null &&
    /^\d+$/.test(below("deal")) &&
    TYPE.test(below("type")) &&
    ENTRY.test(below("entry"));
  return isDeal ? located : null;
}

/** Null for a deposit, a correction and their like, which have no direction. */
function read(row: RowCells): ImportedFill | null {
  const entry = row.word("entry").replaceAll(" ", "");
  if (entry === "") return null;
  if (!ENTRY.test(row.word("entry"))) throw new RowFault("unknown_side");
  const { side } = readFillDirection(row.text("type"));
  const opened = side === "buy" ? "long" : "short";
  const closed = side === "buy" ? "short" : "long";
  const effect = entry === "in" ? "open" : entry === "in/out" ? "flip" : "close";
  const symbol = row.symbol("symbol");
  return {
    kind: "fill",
    line: row.line,
    symbol,
    atMs: row.atMs("at"),
    id: row.text("deal") === "" ? null : row.text("deal"),
    side,
    effect,
    positionSide: effect === "close" ? closed : opened,
    qty: row.qty("qty"),
    price: row.price("price"),
    fee: neg(add(row.money("commission"), row.money("fee"))),
    otherFee: null,
    reason: readReason(row.word("comment")),
    realised: row.amount("gross") as Money,
    funding: neg(row.money("swap")),
    isContracts: true,
    positionAfter: null,
  };
}

/** The terminal writes `[sl 1.2345]`, `[tp 1.2345]` and, for a stop out, `so 48.2%/…`. */
function readReason(comment: string): ImportedFill["reason"] {
  return /^\[?so\b/.test(comment) ? "liquidation" : readExitReason(comment);
}
