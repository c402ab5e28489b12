import { abs, add, type Money, mul, type Price, type Qty, sub } from "@/lib/core/decimal";
import type { PositionSide } from "@/lib/core/engine/positions/position";
import type { ImportedTrip } from "@/lib/core/import/import-item";
import { readSide } from "@/lib/core/import/read-direction";
import { type RowCells, requireSymbol } from "@/lib/core/import/row-cells";
import { RowFault, type RowFaultCode } from "@/lib/core/import/row-fault";
import type { ImportSource, RowReader } from "@/lib/core/import/source";
import { shortenTradingviewSymbol } from "@/lib/core/import/sources/shorten-tradingview-symbol";

/** The heading of a trade's number in any language: `Trade #`, `N.º de operación`, `Trade-Nummer`, `トレード番号`; º is o by then. */
const NUMBER = /#|\bn(\.|\.?[o°])(?!\w)|\bn(r|um|úm)|номер|сделка|番号|编号|編號|番號|交易号|번호/i;
const TIMES = [
  "date and time",
  "date/time",
  "date",
  "日時",
  "日付/時刻",
  "日期/時間",
  "日期/时间",
  "日期和时间",
  "日期和時間",
  "日期與時間",
  "fecha y hora",
  "fecha/hora",
  "data e hora",
  "data/hora",
  "date et heure",
  "date/heure",
  "datum und uhrzeit",
  "datum/uhrzeit",
  "datum/zeit",
  "data e ora",
  "data/ora",
  "дата и время",
  "дата/время",
  "data i czas",
  "data/czas",
  "tarih ve saat",
  "tarih/saat",
  "날짜 및 시간",
  "날짜/시간",
];
const ENTRY =
  /entry|entrada|einstieg|entrée|entrata|ingresso|вход|wejście|giriş|エントリー|進場|进场|入场|入場|진입/i;
const EXIT = /exit|salida|saída|ausstieg|sortie|uscita|выход|wyjście|çıkış|決済|出場|出场|離場|청산/i;
const OPEN =
  /^(open|abierta|aberto|aberta|offen|ouvert|ouverte|aperto|aperta|открыта|otwarta|açık|オープン|未平仓|未平倉|持倉中|開啟|打开|미청산)$/i;
/** Columns by their names where they are known; a currency may follow. In other languages they are where they always are. */
const TYPE = /^(type|typ|tipo|тип)$/;
const PRICE = /^(price|preis|precio|preço|prix|prezzo|цена|cena|fiyat|価格|價格|价格|가격)( [a-z]{3,5})?$/;
const QTY =
  /^(contracts|quantity|qty|(position )?size \(qty\)|kontrakte|contratos|contrats|contratti|контракты|数量|合約|合约)$/;
const NET =
  /^((net )?(pnl|p&l|profit)|g&v|gewinn|ganancia|beneficio|lucro|profitto|прибыль|損益|純損益|獲利|利润|淨損益|净损益)( [a-z]{3,5})?$/;
const COMMISSION =
  /^(commission|kommission|comisión|comissão|commissione|комиссия|手数料|手續費|手续费)( [a-z]{3,5})?$/;
/** Entries of trades that wait for their exits; a list alternates, so that few are kept. */
const MAX_KEPT = 10_000;

/**
 * A strategy tester's list of trades, of all generations: two rows a trade, in either order. In every
 * language the columns are in the same places; the date is third now and was fourth. English ones in another order
 * are known by their names.
 */
export const TRADINGVIEW_LIST: ImportSource = {
  id: "tradingview-list",
  ledger: "tradingview-list",
  columns: {
    number: { names: ["trade number", "trade #"] },
    type: { names: ["type"] },
    at: { names: TIMES },
    price: { names: ["price"] },
    qty: { names: ["size (qty)", "position size (qty)", "contracts", "quantity", "qty"] },
    net: { names: ["net pnl", "net p&l", "profit"] },
    commission: { names: ["commission"] },
  },
  required: ["number", "type", "at", "price", "net"],
  locate: locateByPlace,
  times: ["at"],
  amounts: ["price", "qty", "net", "commission"],
  needsSymbol: true,
  start: ({ symbol }) => startPairing(symbol ?? ""),
};

function locateByPlace(headings: readonly string[]): Readonly<Record<string, number>> | null {
  const number = headings.findIndex((name) => NUMBER.test(name));
  const at = headings.findIndex((name) => TIMES.includes(name));
  const isNew = at === number + 2;
  if (number === -1 || !(isNew || at === number + 3) || headings.length < number + 7) return null;
  const find = (pattern: RegExp, place: number) => {
    const found = headings.findIndex((name) => pattern.test(name));
    return found === -1 ? place : found;
  };
  const commission = find(COMMISSION, -1);
  return {
    number,
    type: find(TYPE, number + 1),
    at,
    price: find(PRICE, number + 4),
    qty: find(QTY, number + 5),
    net: find(NET, number + (isNew ? 7 : 6)),
    ...(commission !== -1 && { commission }),
  };
}

type Half = {
  line: number;
  side: PositionSide;
  atMs: number;
  price: Price;
  qty: Qty;
  net: Money;
  commission: Money;
};

function startPairing(symbolText: string): RowReader {
  const symbol = requireSymbol(shortenTradingviewSymbol(symbolText));
  const waiting = new Map<string, { half: Half; isExit: boolean }>();
  const finish = () =>
    [...waiting.values()]
      .filter(({ isExit }) => isExit)
      .map(({ half }) => ({ line: half.line, code: "exit_without_entry" as RowFaultCode }));
  const read = (row: RowCells): ImportedTrip | null => {
    const type = row.text("type");
    const isExit = EXIT.test(type);
    if (isExit === ENTRY.test(type)) throw new RowFault("unknown_side");
    const number = row.text("number");
    // A trade that is still open has an exit without a time and often without a price.
    if (isExit && (OPEN.test(row.text("at")) || row.text("at") === "")) {
      waiting.delete(number);
      return null;
    }
    const half = readHalf(row, type);
    const other = waiting.get(number);
    if (other === undefined || other.isExit === isExit) {
      if (waiting.size >= MAX_KEPT) throw new RowFault("exit_without_entry");
      waiting.set(number, { half, isExit });
      return null;
    }
    waiting.delete(number);
    return isExit ? join(symbol, other.half, half) : join(symbol, half, other.half);
  };
  return { read, finish };
}

function readHalf(row: RowCells, type: string): Half {
  const side = readSide(type);
  if (side === null) throw new RowFault("unknown_side");
  return {
    line: row.line,
    side,
    atMs: row.atMs("at"),
    price: row.price("price"),
    qty: row.qty("qty"),
    net: row.money("net"),
    commission: abs(row.money("commission")),
  };
}

/** The result stands on the exit, in newer lists on both rows. It is after commission, which is often no column. */
function join(symbol: string, entry: Half, exit: Half): ImportedTrip {
  const move = mul(sub(exit.price, entry.price), exit.qty) as unknown as Money;
  const byPrices = (exit.side === "long" ? move : -move) as Money;
  const stated = exit.net === 0n ? entry.net : exit.net;
  const commission = exit.commission === 0n ? entry.commission : exit.commission;
  const gross = commission === 0n && isNear(byPrices, stated, exit) ? byPrices : add(stated, commission);
  return {
    kind: "trip",
    line: exit.line,
    symbol,
    atMs: exit.atMs,
    id: null,
    side: exit.side,
    qty: exit.qty,
    entryPrice: entry.price,
    exitPrice: exit.price,
    gross,
    fees: sub(gross, stated),
    funding: 0n as Money,
    openedAtMs: entry.atMs,
    reason: "manual",
    labels: null,
  };
}

/** Whether what prices and result differ by can be commission: at most one per cent of what was traded. */
function isNear(byPrices: Money, net: Money, { price, qty }: Half): boolean {
  const paid = sub(byPrices, net);
  const traded = mul(price, qty) as unknown as Money;
  return paid >= 0n && paid * 100n <= traded * 2n;
}
