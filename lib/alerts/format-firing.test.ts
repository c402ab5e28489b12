import { expect, it } from "vitest";
import { formatFiring } from "@/lib/alerts/format-firing";
import { formatsOf } from "@/lib/client/locale/formats-of";
import type { AlertCondition } from "@/lib/core/alerts/alert";
import type { FiringFacts } from "@/lib/core/alerts/firing-facts";
import { createPageTranslator } from "@/lib/i18n/create-page-translator";
import type { LocaleTag } from "@/lib/schemas/locale";

async function write(locale: LocaleTag, condition: Partial<AlertCondition>, facts: FiringFacts, note = "") {
  const texts = { t: await createPageTranslator(locale, "notifications"), formats: formatsOf(locale) };
  const { title, detail } = formatFiring({ condition: condition as AlertCondition, note }, facts, texts);
  return `${title} | ${detail}`.replaceAll("\u00a0", " ");
}

const LEVEL = { kind: "price", symbol: "BTCUSDT", level: "100500", direction: "up" } as const;
const UP = { kind: "price", way: "up", price: "100500.5" } as const;
const MOVE = { kind: "move", symbol: "BTCUSDT", windowMinutes: 1_440 } as const;
const FELL = { kind: "move", way: "down", percent: "2.5", price: "1000" } as const;

it.each([
  ["en", "BTCUSDT crossed 100,500 upwards | Price 100,500.5. Take some off."],
  ["fr", "BTCUSDT a franchi 100 500 à la hausse | Prix 100 500,5. Take some off."],
  ["pt", "BTCUSDT cruzou 100.500 para cima | Preço 100.500,5. Take some off."],
] as const)("a crossed price in %s, with the trader's own note as it is", async (locale, text) => {
  expect(await write(locale, LEVEL, UP, "Take some off.")).toBe(text);
});

it.each([
  ["en", "BTCUSDT fell 2.5% within 1 day | Mark price 1,000."],
  ["fr", "BTCUSDT a baissé de 2,5 % en 1 jour | Prix mark 1 000."],
  ["pt", "BTCUSDT caiu 2,5% em 1 dia | Preço de marcação 1.000."],
] as const)("a move in %s", async (locale, text) => {
  expect(await write(locale, MOVE, FELL)).toBe(text);
});

it("keeps the cents of money, and names what a portfolio's alert is about", async () => {
  const portfolio = { portfolioId: "p" };
  expect(
    await write("en", { kind: "headroom", ...portfolio }, { kind: "headroom", headroom: "1180.00" }),
  ).toBe("1,180.00 USDT left before the loss limit | At the limit the challenge fails.");
  const fill = { kind: "fill", symbol: "ETHUSDT", side: "sell", qty: "2", price: "3000" } as const;
  expect(await write("en", { kind: "fill", ...portfolio }, fill)).toBe(
    "Sold 2 ETHUSDT at 3,000 | An order was filled.",
  );
  const funding = { kind: "funding", symbols: ["BTCUSDT", "ETHUSDT"], minutes: 30, rate: "0.01" } as const;
  expect(await write("en", { kind: "funding", ...portfolio, minutes: 30 }, funding)).toBe(
    "Funding of BTCUSDT, ETHUSDT in 30 minutes | It is charged or paid on the open position. Rate 0.01%.",
  );
});
