import { z } from "zod";
import { PLANS } from "@/lib/core/challenge/plans";
import { isSameSymbol } from "@/lib/lab/candles/is-same-symbol";
import { minutesOf } from "@/lib/lab/candles/timeframe";
import { LabError } from "@/lib/lab/lab-error";
import type { RunConfig } from "@/lib/lab/run/run-config";
import { VENUE_FEES } from "@/lib/lab/run/venue-profile";

const dataRoute = z.object({ symbol: z.string().min(1), timeframe: z.string().min(1) });
const routeConfig = dataRoute.extend({ strategy: z.string().optional() });
const steps = z
  .object({
    tick: z.number().min(0).default(0),
    step: z.number().min(0).default(0),
    minQty: z.number().min(0).default(0),
    minNotional: z.number().min(0).default(0),
  })
  .strict();
const terms = z
  .object({
    fees: z
      .object({ maker: z.number().min(-0.01).max(0.1), taker: z.number().min(0).max(0.1) })
      .strict()
      .nullable()
      .default(VENUE_FEES),
    steps: z.record(z.string(), steps).default({}),
    mustPassLimits: z.boolean().default(true),
  })
  .strict();
const runConfig = z
  .object({
    type: z.enum(["futures", "spot"]).default("futures"),
    mode: z.enum(["cross", "isolated"]).default("cross"),
    leverage: z.number().min(1).max(1_000).default(1),
    fee: z.number().min(0).max(0.1).default(0.00055),
    balance: z.number().positive().default(10_000),
    warmUpCandles: z.number().int().min(0).max(100_000).default(240),
    route: routeConfig.optional(),
    routes: z.array(routeConfig).max(50).default([]),
    data: z.array(dataRoute).max(50).default([]),
    /** Named in jesse's settings; every symbol here is of one exchange. */
    exchange: z.string().optional(),
    plan: z.enum(PLANS.map(({ id }) => id)).optional(),
    profile: z.enum(["jesse", "bybit"]).default("jesse"),
    terms: terms.prefault({}),
    hyperparameters: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])).default({}),
  })
  .strict();

/**
 * Reads the settings of a run; one route may be given as `route`. @throws LabError naming the field that is
 * wrong, for no route, and for two routes that trade one symbol
 */
export function parseRunConfig(value: unknown): RunConfig {
  const parsed = runConfig.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new LabError(
      `The settings are not valid: ${[issue?.path.join("."), issue?.message].filter(Boolean).join(": ")}.`,
    );
  }
  const { route, exchange: _exchange, profile, plan, ...rest } = parsed.data;
  const routes = route === undefined ? rest.routes : [route, ...rest.routes];
  if (routes.length === 0) throw new LabError("The settings have no route.");
  const symbols = routes.map(({ symbol }) => symbol);
  const twice = symbols.find((symbol, index) => symbols.indexOf(nameAs(symbol, symbols)) !== index);
  if (twice !== undefined) throw new LabError(`Two routes trade ${twice}: each symbol has one position.`);
  for (const { timeframe } of [...routes, ...rest.data]) minutesOf(timeframe);
  const data = rest.data.map((route) => ({ ...route, symbol: nameAs(route.symbol, symbols) }));
  const venue = profile === "bybit" ? rest.terms : null;
  return {
    ...rest,
    routes,
    data,
    venue,
    planId: plan ?? null,
    leverage: rest.type === "spot" ? 1 : rest.leverage,
  };
}

/** The spelling that the routes use for a symbol: BTCUSDT and BTC-USDT are one market. */
function nameAs(symbol: string, names: readonly string[]): string {
  return names.find((name) => isSameSymbol(name, symbol)) ?? symbol;
}
