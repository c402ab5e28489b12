import "server-only";
import { z } from "zod";
import { listInstruments as listOffered } from "@/lib/market/reference/instruments";
import { listRiskLimits } from "@/lib/market/reference/risk-limits";
import type { RiskLimits } from "@/lib/market/reference/risk-limits-schema";
import type { InstrumentDto } from "@/lib/schemas/market/market";
import { optional, pageSize, symbol, text } from "@/lib/v5/wire/fields";

/** Query of `GET /v5/market/instruments-info`. */
export const instrumentsSchema = z.object({
  symbol: optional(symbol),
  status: optional(text),
  baseCoin: optional(text),
  limit: pageSize({ most: 1_000, usual: 500 }),
  cursor: optional(z.string().regex(/^[A-Z0-9]{2,30}$/, "cursor invalid")),
});

/** Contracts with their limits, by symbol; those that are traded unless another status is asked for. */
export async function listInstruments(input: z.output<typeof instrumentsSchema>): Promise<object> {
  const [{ instruments }, { bySymbol }] = await Promise.all([listOffered(), listRiskLimits()]);
  const status = input.status ?? (input.symbol === undefined ? "Trading" : undefined);
  const wanted = instruments
    .filter((one) => input.symbol === undefined || one.symbol === input.symbol)
    .filter((one) => status === undefined || one.status === status)
    .filter((one) => input.baseCoin === undefined || one.baseCoin === input.baseCoin)
    .filter((one) => input.cursor === undefined || one.symbol > input.cursor)
    .sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
  const page = wanted.slice(0, input.limit);
  return {
    category: "linear",
    list: page.map((one) => describe(one, bySymbol.get(one.symbol))),
    nextPageCursor: wanted.length > page.length ? (page.at(-1)?.symbol ?? "") : "",
  };
}

function describe(one: InstrumentDto, limits: RiskLimits | undefined) {
  return {
    symbol: one.symbol,
    contractType: "LinearPerpetual",
    status: one.status,
    baseCoin: one.baseCoin,
    quoteCoin: one.quoteCoin,
    settleCoin: one.quoteCoin,
    launchTime: String(one.launchMs),
    deliveryTime: "0",
    deliveryFeeRate: "",
    priceScale: String(one.priceScale),
    leverageFilter: { minLeverage: "1", maxLeverage: one.maxLeverage, leverageStep: "0.01" },
    priceFilter: { minPrice: one.tickSize, maxPrice: "19999998", tickSize: one.tickSize },
    lotSizeFilter: {
      maxOrderQty: one.maxOrderQty,
      minOrderQty: one.minOrderQty,
      qtyStep: one.qtyStep,
      postOnlyMaxOrderQty: one.maxOrderQty,
      maxMktOrderQty: one.maxMarketQty,
      minNotionalValue: one.minNotional,
    },
    unifiedMarginTrade: true,
    fundingInterval: one.fundingMinutes,
    copyTrading: "none",
    upperFundingRate: "",
    lowerFundingRate: "",
    isPreListing: one.status === "PreLaunch",
    preListingInfo: null,
    riskParameters: {
      priceLimitRatioX: limits?.priceLimit?.x ?? "",
      priceLimitRatioY: limits?.priceLimit?.y ?? "",
    },
    displayName: "",
    symbolType: "",
  };
}

/** Query of `GET /v5/market/risk-limit`. A page has fifteen symbols, as the venue's. */
export const riskLimitSchema = z.object({
  symbol: optional(symbol),
  cursor: optional(z.string().regex(/^[A-Z0-9]{2,30}$/, "cursor invalid")),
});
const SYMBOLS_A_PAGE = 15;

/** Risk tiers by symbol, ascending; ids are unique and ascending within a symbol. */
export async function listRiskTiers(input: z.output<typeof riskLimitSchema>): Promise<object> {
  const [{ instruments }, { bySymbol }] = await Promise.all([listOffered(), listRiskLimits()]);
  const wanted = instruments
    .map((one) => one.symbol)
    .filter(
      (of) => (input.symbol === undefined || of === input.symbol) && (!input.cursor || of > input.cursor),
    )
    .sort();
  const page = wanted.slice(0, SYMBOLS_A_PAGE);
  const list = page.flatMap((of) =>
    (bySymbol.get(of)?.tiers ?? []).map((tier, index) => describeTier(of, tier, index)),
  );
  return {
    category: "linear",
    list,
    nextPageCursor: wanted.length > page.length ? (page.at(-1) ?? "") : "",
  };
}

function describeTier(of: string, tier: RiskLimits["tiers"][number], index: number) {
  return {
    id: index + 1,
    symbol: of,
    riskLimitValue: tier.limit,
    maintenanceMargin: tier.maintenanceRate,
    initialMargin: String(Number((1 / Number(tier.maxLeverage)).toFixed(6))),
    isLowestRisk: index === 0 ? 1 : 0,
    maxLeverage: tier.maxLeverage,
    mmDeduction: "",
  };
}
