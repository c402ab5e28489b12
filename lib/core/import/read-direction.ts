import type { Side } from "@/lib/core/engine/orders/order";
import type { PositionSide } from "@/lib/core/engine/positions/position";
import { RowFault } from "@/lib/core/import/row-fault";

/** What a direction says about a fill. */
type FillDirection = {
  side: Side;
  effect: "open" | "close" | "flip" | null;
  positionSide: PositionSide | null;
};

const BUY =
  /\b(buy|bought|kauf|kaufen|achat|acheter|compra|comprar|acquisto|kupno|покупка|купить)\b|买|買|매수/;
const SELL =
  /\b(sell|sold|verkauf|verkaufen|vente|vendre|venta|vender|venda|vendita|продажа|продать)\b|卖|賣|売|매도/;

/**
 * Reads `Open Long`, `Close Short`, `Long > Short`, `Buy` and their like. Alone, `Long` is a buy and `Short` a
 * sell. @throws RowFault `unknown_side`
 */
export function readFillDirection(text: string): FillDirection {
  const word = text.toLowerCase();
  const flip = /(long|short)\s*[>→]\s*(long|short)/.exec(word);
  if (flip !== null && flip[1] !== flip[2]) {
    return { side: flip[2] === "long" ? "buy" : "sell", effect: "flip", positionSide: readSide(flip[2]) };
  }
  const effect = /open|开|開/.test(word)
    ? "open"
    : /close|liquidat|settle|adl|deleverag|deliver|平/.test(word)
      ? "close"
      : null;
  const positionSide = readSide(word);
  if (effect !== null && positionSide !== null) {
    const isBuy = (effect === "open") === (positionSide === "long");
    return { side: isBuy ? "buy" : "sell", effect, positionSide };
  }
  if (BUY.test(word)) return { side: "buy", effect, positionSide: null };
  if (SELL.test(word)) return { side: "sell", effect, positionSide: null };
  if (positionSide === null) throw new RowFault("unknown_side");
  return { side: positionSide === "long" ? "buy" : "sell", effect, positionSide: null };
}

const LONG = /long|largo|longo|comprad|einstieg kauf|лонг|длин|ロング|多|롱|매수|买|買/;
const SHORT = /short|corto|curto|vendid|шорт|корот|ショート|空|숏|매도|卖|賣|売/;

/** Long or short in the languages of the known exports; null where the text names neither or both. */
export function readSide(text = ""): PositionSide | null {
  const word = text.toLowerCase();
  const isLong = LONG.test(word);
  return isLong === SHORT.test(word) ? null : isLong ? "long" : "short";
}
