import { parseDecimal } from "@/lib/core/decimal";
import type { Command, OrderRequest } from "@/lib/core/engine/commands";
import type { BookLevel, Context, Market, PathPoint } from "@/lib/core/engine/context";
import type { Instrument } from "@/lib/core/engine/positions/instrument";
import { POSITION_SIDES, type PositionSide } from "@/lib/core/engine/positions/position";
import type { AttachedChange } from "@/lib/core/engine/state/change";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import { BYBIT_TOUCH } from "@/tests/support/bybit-touch";
import { dec, makeInstrument, money, price, qty } from "@/tests/support/engine-fixtures";
import type { SeededRandom } from "@/tests/support/seeded-random";

const SYMBOLS = ["BTCUSDT", "ETHUSDT"] as const;
const KINDS = [
  "market",
  "market",
  "limit",
  "limit",
  "stop-market",
  "stop-limit",
  "take-profit-market",
  "take-profit-limit",
  "trailing-stop",
] as const;

const HOUR_MS = 3_600_000;

/** A random market of two symbols that moves, gaps, thins out and becomes stale, with random traders. */
export class RandomTrading {
  readonly instruments: ReadonlyMap<string, Instrument>;
  private readonly markets = new Map<string, Market>();
  private made = 0;
  nowMs = 1_000;

  constructor(
    private readonly random: SeededRandom,
    private readonly options: {
      touch?: boolean;
      tiers?: Instrument["tiers"];
      isHedged?: boolean;
      /** Also stops of a part, changes of the position and margin mode, and settlements. */
      changesModes?: boolean;
    } = {},
  ) {
    const { tiers } = options;
    this.instruments = new Map(
      SYMBOLS.map((symbol) => [symbol, makeInstrument({ symbol, ...(tiers && { tiers }) })]),
    );
    for (const symbol of SYMBOLS) this.move(symbol, 100 + random.int(900));
  }

  context(): Context & { markets: ReadonlyMap<string, Market> } {
    const rules = this.options.touch ? BYBIT_TOUCH : BYBIT;
    return { nowMs: this.nowMs, rules, instruments: this.instruments, markets: new Map(this.markets) };
  }

  /** Lets time pass and markets move. */
  tick(): void {
    this.nowMs += 1 + this.random.int(400);
    const symbol = this.random.pick(SYMBOLS);
    if (this.random.chance(0.8)) this.move(symbol, this.nextPrice(symbol));
  }

  command(state: PortfolioState): Command {
    const queued = state.orders.find((order) => order.status === "QUEUED");
    if (queued && this.random.chance(0.6)) return { type: "execute", orderId: queued.id };
    const { random } = this;
    const symbol = random.pick(SYMBOLS);
    if (this.options.changesModes && random.chance(0.05)) return this.changeMode();
    const roll = random.next();
    if (roll < 0.34) return { type: "submit", order: this.order(state, symbol) };
    if (roll < 0.6) return this.priceMoved(symbol);
    if (roll < 0.66) return this.candle(symbol);
    if (roll < 0.72) return { type: "cancel", orderId: this.anyOrder(state) };
    if (roll < 0.78) {
      const orderId = this.anyOrder(state);
      return {
        type: "amend",
        orderId,
        price: this.near(symbol),
        qty: random.chance(0.5) ? this.size(symbol) : undefined,
        ...(this.options.changesModes && random.chance(0.5) && { attached: this.attached(symbol) }),
      };
    }
    if (roll < 0.82) {
      const stop = () =>
        random.chance(0.2) ? null : { price: this.near(symbol), by: random.pick(["last", "mark"] as const) };
      const side = this.side();
      return { type: "set-position-stops", symbol, ...side, stopLoss: stop(), takeProfit: stop() };
    }
    if (roll < 0.86) {
      const leverage = dec(random.pick([1, 2, 5, 10, 25, 50, 100]));
      return { type: "set-leverage", symbol, ...this.side(), leverage };
    }
    if (roll < 0.9) {
      const rate = dec(random.pick(["-0.00375", "-0.0001", "0.0001", "0.00375"]));
      // On the hour, as the venue does.
      this.nowMs = Math.ceil(this.nowMs / HOUR_MS) * HOUR_MS;
      return { type: "settle-funding", symbol, rate, mark: this.lastOf(symbol), fundingMs: this.nowMs };
    }
    const orderId = this.newId();
    return random.pick<Command>([
      {
        type: "close-position",
        symbol,
        ...this.side(),
        fraction: dec(random.pick(["0.25", "0.5", "1"])),
        orderId,
      },
      { type: "close-all", orderIdPrefix: orderId },
      { type: "reverse-position", symbol, orderId },
      { type: "cancel-all", symbol: random.chance(0.5) ? symbol : undefined },
      { type: "expire" },
      { type: "adjust", amount: money(random.int(2_000) - 1_000), note: "test" },
      random.chance(0.1) ? { type: "reset", opening: money(10_000) } : { type: "expire" },
      random.chance(0.02) ? { type: "lock", reason: "test" } : { type: "expire" },
    ]);
  }

  /** A change of the stop and target of a waiting order. */
  private attached(symbol: string): AttachedChange {
    const { random } = this;
    const stop = () => (random.chance(0.3) ? null : { price: this.near(symbol), by: "last" as const });
    return {
      ...(random.chance(0.7) && { stopLoss: stop() }),
      ...(random.chance(0.7) && { takeProfit: stop() }),
    };
  }

  private changeMode(): Command {
    const { random } = this;
    const isHedged = random.chance(0.8);
    return random.pick<Command>([
      { type: "set-position-mode", symbol: random.pick(SYMBOLS), isHedged },
      { type: "set-position-mode", symbol: null, isHedged },
      { type: "set-margin-mode", marginMode: random.pick(["isolated", "cross"] as const) },
      {
        type: "settle-symbol",
        symbol: random.pick(SYMBOLS),
        cause: "operator",
        note: "test",
        ...(random.chance(0.5) && { price: price(100) }),
      },
    ]);
  }

  /** In hedge mode a side, or none, which is rejected where there are two positions. */
  private side(): { side?: PositionSide } {
    if (!this.options.isHedged || this.random.chance(0.1)) return {};
    return { side: this.random.pick(POSITION_SIDES) };
  }

  private order(state: PortfolioState, symbol: string): OrderRequest {
    const { random } = this;
    const kind = random.pick(KINDS);
    const hasTrigger = kind.startsWith("stop") || kind.startsWith("take");
    const isLimit = kind === "limit" || kind.endsWith("-limit");
    const positionQty = state.positions.find((position) => position.symbol === symbol)?.qty;
    const size =
      positionQty !== undefined && random.chance(0.3)
        ? ((positionQty < 0n ? -positionQty : positionQty) as typeof positionQty)
        : this.size(symbol);
    return {
      // Sometimes a retry of the same order, as after a lost response.
      orderId: random.chance(0.03) ? this.anyOrder(state) : this.newId(),
      symbol: random.chance(0.01) ? "NOPEUSDT" : symbol,
      side: random.pick(["buy", "sell"] as const),
      kind,
      qty: random.chance(0.02) ? qty("0.0005") : size,
      price: isLimit ? this.near(symbol) : undefined,
      trigger: hasTrigger
        ? { price: this.near(symbol), by: random.pick(["last", "mark"] as const) }
        : undefined,
      trail: kind === "trailing-stop" ? this.trail(symbol) : undefined,
      timeInForce: isLimit ? random.pick(["GTC", "GTC", "IOC", "FOK", "post-only"] as const) : undefined,
      reduceOnly: random.chance(0.25),
      attached: random.chance(0.3)
        ? {
            stopLoss: { price: this.near(symbol), by: random.pick(["last", "mark"] as const) },
            takeProfit: random.chance(0.5) ? { price: this.near(symbol), by: "last" } : null,
            ...(this.options.changesModes &&
              random.chance(0.7) && { part: { stopLimit: null, targetLimit: null } }),
          }
        : undefined,
      expiresAtMs: kind !== "market" && random.chance(0.2) ? this.nowMs + random.int(5_000) : undefined,
    };
  }

  private trail(symbol: string) {
    const distance = this.tickPrice(1 + this.random.int(200));
    return this.random.chance(0.5) ? { distance } : { distance, activation: this.near(symbol) };
  }

  private priceMoved(symbol: string): Command {
    const points: PathPoint[] = [];
    for (let left = 1 + this.random.int(4); left > 0; left -= 1) {
      this.nowMs += 1 + this.random.int(30);
      const last = this.random.chance(0.01) ? price(0) : this.tickPrice(this.nextPrice(symbol) * 10);
      const mark = this.random.chance(0.3) ? null : this.near(symbol);
      const traded = this.random.chance(0.4) ? qty(1 + this.random.int(9)) : null;
      points.push({ last, mark, qty: traded, timeMs: this.nowMs, seq: points.length });
    }
    const end = points.at(-1);
    if (end && end.last > 0n) this.move(symbol, Number(end.last / 10n ** 17n) / 10);
    return { type: "price-moved", symbol, path: { kind: "points", points } };
  }

  private candle(symbol: string): Command {
    const startMs = this.nowMs;
    this.nowMs += 60_000;
    const prices = Array.from({ length: 4 }, () => Math.round(this.nextPrice(symbol) * 10)).sort(
      (a, b) => a - b,
    );
    const [low = 1, a = 1, b = 1, high = 1] = prices;
    const [open, close] = this.random.chance(0.5) ? [a, b] : [b, a];
    const previousClose = this.random.chance(0.2) ? null : this.lastOf(symbol);
    const candle = {
      open: this.tickPrice(open),
      high: this.tickPrice(high),
      low: this.tickPrice(low),
      close: this.tickPrice(close),
    };
    this.move(symbol, close / 10);
    return { type: "price-moved", symbol, path: { kind: "candle", candle, previousClose, startMs } };
  }

  private move(symbol: string, to: number): void {
    const { random } = this;
    const last = Math.max(20, Math.round(to * 10));
    const ladder = (sign: number): BookLevel[] =>
      Array.from({ length: random.int(6) }, (_, index) => ({
        price: this.tickPrice(last + sign * (1 + index * 3)),
        qty: qty(1 + random.int(40)),
      }));
    const isSilent = random.chance(0.05);
    this.markets.set(symbol, {
      last: this.tickPrice(last),
      mark: this.tickPrice(Math.round(last * (1 + (random.next() - 0.5) * 0.01))),
      index: null,
      book: random.chance(0.05) ? null : { bids: ladder(-1), asks: ladder(1) },
      tickMs: this.nowMs,
      tickSeq: this.nowMs,
      bookMs: isSilent ? this.nowMs - 5_000 : this.nowMs,
    });
  }

  private nextPrice(symbol: string): number {
    const last = Number(this.lastOf(symbol) / 10n ** 17n) / 10;
    const spread = this.random.chance(0.05) ? 0.4 : 0.02;
    return Math.min(100_000, Math.max(2, last * (1 + (this.random.next() - 0.5) * spread)));
  }

  private near(symbol: string) {
    const last = Number(this.lastOf(symbol) / 10n ** 17n);
    return this.tickPrice(Math.round(last * (1 + (this.random.next() - 0.5) * 0.06)));
  }

  private size(symbol: string) {
    const last = Number(this.lastOf(symbol) / 10n ** 17n) / 10;
    const steps = 1 + Math.round((this.random.next() ** 3 * 60_000 * 1_000) / last);
    return parseDecimal((steps / 1_000).toFixed(3)) as OrderRequest["qty"];
  }

  private lastOf(symbol: string) {
    return this.markets.get(symbol)?.last ?? price(100);
  }

  private tickPrice(ticks: number) {
    return price((Math.max(1, ticks) / 10).toFixed(1));
  }

  private anyOrder(state: PortfolioState): string {
    return state.orders.length > 0 ? this.random.pick(state.orders).id : "none";
  }

  private newId(): string {
    this.made += 1;
    return `o${this.made}`;
  }
}
