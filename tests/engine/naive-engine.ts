/**
 * The rules of one perpetual, in isolated or cross margin, in the simplest form, independent of the engine: binary floats for
 * money, whole ticks (0.1) and whole steps (0.001), one mutable object. Only for the differential test: its
 * results must agree with the engine's to a millionth.
 */
export type NaiveLevel = { tick: number; steps: number };
export type NaiveMarket = { last: number; mark: number; bids: NaiveLevel[]; asks: NaiveLevel[] };
export type NaiveKind = "market" | "limit" | "stop-market" | "take-profit-market";
export type NaiveRequest = {
  id: string;
  buy: boolean;
  kind: NaiveKind;
  steps: number;
  tick: number | null;
  tif: "GTC" | "IOC" | "FOK" | "post-only";
  reduceOnly: boolean;
  stop: number | null;
  target: number | null;
};
type NaivePosition = { size: number; cost: number; extra: number };
type NaiveOrder = NaiveRequest & { left: number; reservedTick: number; waits: boolean; filled: number };

const TAKER = 0.00055;
const MAKER = 0.0002;
const TIERS = [
  { limit: 100_000, rate: 0.005, cap: 100, deduction: 0 },
  { limit: 10_000_000, rate: 0.01, cap: 50, deduction: 500 },
];

export class NaiveEngine {
  balance = 10_000;
  leverage = 10;
  size = 0;
  cost = 0;
  extra = 0;
  stop: number | null = null;
  target: number | null = null;
  orders: NaiveOrder[] = [];
  liquidations = 0;
  private consumed = new Map<string, number>();

  constructor(
    private market: NaiveMarket,
    private readonly isCross = false,
  ) {}

  show(market: NaiveMarket): void {
    this.market = market;
  }

  free(): number {
    return this.balance - this.positionMargin() - this.orderMargin(this.orders) + this.countedProfit();
  }

  /** The open profit at the mark, which is free margin in cross margin alone. */
  private countedProfit(): number {
    return this.isCross ? (this.size * 0.001 * this.market.mark) / 10 - Math.sign(this.size) * this.cost : 0;
  }

  submit(request: NaiveRequest): string | null {
    const order: NaiveOrder = { ...request, left: request.steps, filled: 0, reservedTick: 0, waits: false };
    order.waits = request.kind === "stop-market" || request.kind === "take-profit-market";
    order.reservedTick = request.kind === "market" ? this.findReservedTick(order) : (request.tick ?? 0);
    const reason = this.reject(order);
    if (reason !== null) return reason;
    this.orders.push(order);
    if (order.kind === "limit") this.arrive(order);
    return null;
  }

  execute(id: string): string | null {
    const order = this.orders.find((item) => item.id === id && item.kind === "market");
    if (order === undefined) return "order_not_open";
    if (this.walk(order, order.left, null).steps === 0) this.drop(order);
    else this.executeAgainstBook(order, null);
    this.drop(order);
    return null;
  }

  cancel(id: string): string | null {
    const order = this.orders.find((item) => item.id === id);
    if (order === undefined) return "order_not_open";
    this.drop(order);
    return null;
  }

  setLeverage(leverage: number): string | null {
    if ([true, false].some((buy) => leverage > this.tier(this.largest(buy)).cap)) return "leverage_above_cap";
    const before = this.leverage;
    const beyond = this.listStopsBeyond();
    const free = this.free();
    this.leverage = leverage;
    if (leverage === before) return null;
    // Floats miss a balance of zero by a rounding error. Where margin lacks, a leverage that releases some helps.
    const isCovered = this.free() > -1e-9 || this.free() >= free;
    const isCarried = isCovered && (this.isCross || !this.isLiquidated());
    const isKept = (stop: NaiveOrder | "own") => leverage < before && beyond.includes(stop);
    if (isCarried && this.listStopsBeyond().every(isKept)) return null;
    this.leverage = before;
    return isCarried ? "stop_beyond_liquidation" : "insufficient_margin";
  }

  fund(rate: number, mark: number): void {
    const paid = this.size * 0.001 * (mark / 10) * rate;
    const short = paid > 0 ? paid - Math.min(paid, Math.max(this.free(), 0)) : 0;
    this.balance -= paid;
    if (this.size !== 0 && !this.isCross) this.extra -= short;
  }

  /** One print: of all that it has reached, liquidation comes first, then the farthest behind, until nothing is left. */
  point(last: number, mark: number): void {
    this.market = { ...this.market, last, mark };
    const done = new Set<string>();
    for (;;) {
      const reached = this.reached(last).filter((item) => !done.has(item.name));
      const farthest = Math.max(...reached.map((item) => item.behind));
      const first = reached.find((item) => item.behind === farthest);
      if (first === undefined) return;
      done.add(first.name);
      first.happen();
    }
  }

  /** What the print has reached: liquidation, stop, target, then the orders as they were accepted. */
  private reached(last: number) {
    const found: { name: string; behind: number; happen: () => void }[] = [];
    const add = (name: string, passed: number, happen: () => void) => {
      if (passed >= 0) found.push({ name, behind: passed, happen });
    };
    const long = this.size > 0;
    const gone = (limit: number, price: number, falls: boolean) => (falls ? limit - price : price - limit);
    if (this.isLiquidated())
      add(`liquidation ${this.cost}`, Number.POSITIVE_INFINITY, () => this.liquidate());
    if (this.size !== 0 && this.stop !== null)
      add(`stop ${this.stop}`, gone(this.stop, last, long), () => this.exit(last));
    if (this.size !== 0 && this.target !== null)
      add(`target ${this.target}`, gone(this.target, last, !long), () => this.exit(last));
    for (const order of this.orders) {
      if (order.kind === "market" || order.tick === null) continue;
      const falls = order.waits ? (order.kind === "stop-market") !== order.buy : order.buy;
      const passed = gone(order.tick, last, falls);
      // A resting limit needs a trade beyond its price.
      if (order.waits || passed > 0) add(order.id, passed, () => this.match(order, last));
    }
    return found;
  }

  private isLiquidated(): boolean {
    if (this.isCross) return this.size !== 0 && this.maintenance() >= this.balance + this.countedProfit();
    const price = this.size === 0 ? null : this.liquidationPrice();
    const mark = this.market.mark / 10;
    return price !== null && (this.size > 0 ? mark <= price : mark >= price);
  }

  /** Maintenance margin at the mark with the fee to close. */
  private maintenance(): number {
    const value = (Math.abs(this.size) * 0.001 * this.market.mark) / 10;
    const { rate, deduction } = this.tier(value);
    return value * rate - deduction + value * TAKER;
  }

  /** Everything waiting is cancelled; then the position is reduced until the rest of it is covered. */
  private liquidateAccount(): void {
    this.orders = [];
    while (this.isLiquidated()) {
      this.liquidations += 1;
      const size = Math.abs(this.size);
      const kept = this.keptSteps(size);
      const isPart = kept > 0 && kept < size && this.takeoverPrice(size - kept) === this.market.mark / 10;
      const steps = isPart ? size - kept : size;
      this.trade(this.size < 0, steps, this.takeoverPrice(steps), TAKER);
    }
  }

  /** The mark, or the price at which the account has nothing left. */
  private takeoverPrice(steps: number): number {
    const mark = this.market.mark / 10;
    const left = this.balance + this.countedProfit() - steps * 0.001 * mark * TAKER;
    if (left >= 0) return mark;
    const sign = Math.sign(this.size);
    return Math.max(0, mark + (sign * -left) / (steps * 0.001) / (1 - sign * TAKER));
  }

  /** What fits the next lower tier at the mark, in steps; 0 in the lowest. */
  private keptSteps(size: number): number {
    const mark = this.market.mark / 10;
    const below = TIERS[TIERS.indexOf(this.tier(size * 0.001 * mark)) - 1];
    return below ? Math.floor((below.limit / mark) * 1_000 + 1e-6) : 0;
  }

  /** One step down the tiers at the mark, or the whole at the bankruptcy price. */
  private liquidate(): void {
    if (this.isCross) {
      this.liquidateAccount();
      return;
    }
    const isLong = this.size > 0;
    const mark = this.market.mark / 10;
    const size = Math.abs(this.size);
    this.liquidations += 1;
    this.orders = this.orders.filter((item) => item.reduceOnly || item.buy !== isLong);
    const kept = this.keptSteps(size);
    const bust = this.bankruptcyPrice();
    const isCovered = isLong ? mark >= bust : mark <= bust;
    if (kept > 0 && kept < size && isCovered) this.trade(!isLong, size - kept, mark, TAKER);
    else this.trade(!isLong, size, Math.max(bust, 0), TAKER);
  }

  private match(order: NaiveOrder, last: number): void {
    if (order.waits) {
      order.waits = false;
      this.executeAgainstBook(order, last);
      this.drop(order);
    } else {
      this.fillParts(order, (steps) => ({ steps, price: (order.tick ?? 0) / 10 }), MAKER, true);
    }
  }

  private exit(last: number): void {
    const request = { id: "exit", buy: this.size < 0, kind: "market", tick: null, tif: "IOC" } as const;
    const steps = Math.abs(this.size);
    const rest = { left: steps, filled: 0, reservedTick: 0, waits: false, stop: null, target: null };
    const order: NaiveOrder = { ...request, ...rest, steps, reduceOnly: true };
    this.orders.push(order);
    this.executeAgainstBook(order, last);
    this.drop(order);
  }

  private arrive(order: NaiveOrder): void {
    const best = order.buy ? this.market.asks[0] : this.market.bids[0];
    const tick = order.tick ?? 0;
    if (best && (order.buy ? best.tick <= tick : best.tick >= tick)) this.executeAgainstBook(order, null);
    if (order.tif === "IOC" || order.tif === "FOK") this.drop(order);
  }

  private executeAgainstBook(order: NaiveOrder, notBetter: number | null): void {
    this.fillParts(order, (steps) => this.walk(order, steps, notBetter, true), TAKER, true);
  }

  private fillParts(
    order: NaiveOrder,
    quote: (steps: number) => { steps: number; price: number },
    rate: number,
    checks: boolean,
  ): void {
    while (order.left > 0 && this.orders.includes(order)) {
      const closes = this.size !== 0 && this.size > 0 !== order.buy;
      if (order.reduceOnly && !closes) {
        this.drop(order);
        return;
      }
      const part = closes ? Math.min(order.left, Math.abs(this.size)) : order.left;
      const before = new Map(this.consumed);
      const got = quote(part);
      if (got.steps === 0) return;
      const others = this.orders.filter((item) => item !== order);
      const probe = {
        ...order,
        kind: "market",
        left: got.steps,
        reservedTick: got.price * 10,
        waits: false,
      } as const;
      if (checks && !closes && !this.carries(others, probe)) {
        this.consumed = before;
        this.drop(order);
        return;
      }
      const protects = !closes && (this.size === 0 || order.filled === 0);
      order.left -= got.steps;
      order.filled += got.steps;
      if (order.left === 0) this.drop(order);
      this.trade(order.buy, got.steps, got.price, rate, order);
      if (protects && order.stop !== null) this.stop ??= order.stop;
      if (protects && order.target !== null) this.target ??= order.target;
      if (got.steps < part) return;
    }
  }

  private trade(buy: boolean, steps: number, price: number, rate: number, order?: NaiveOrder): void {
    const value = steps * 0.001 * price;
    this.balance -= value * rate;
    if (this.size === 0 || this.size > 0 === buy) this.cost += value;
    else {
      const released = (this.cost * steps) / Math.abs(this.size);
      this.balance += this.size > 0 ? value - released : released - value;
      this.cost -= released;
      this.extra -= (this.extra * steps) / Math.abs(this.size);
    }
    this.size += buy ? steps : -steps;
    if (this.size !== 0) return;
    Object.assign(this, { cost: 0, extra: 0, stop: null, target: null });
    this.orders = this.orders.filter((item) => !item.reduceOnly || item === order);
  }

  private walk(order: NaiveOrder, steps: number, notBetter: number | null, takes = false) {
    let left = steps;
    let value = 0;
    let worst = order.buy ? 0 : Number.POSITIVE_INFINITY;
    const cap = order.kind === "limit" ? order.tick : order.reduceOnly ? null : this.cap(order.buy);
    for (const level of order.buy ? this.market.asks : this.market.bids) {
      if (left === 0 || (cap !== null && (order.buy ? level.tick > cap : level.tick < cap))) break;
      const key = `${order.buy}:${level.tick}`;
      const before = Math.min(this.consumed.get(key) ?? 0, level.steps);
      const now = Math.min(left, level.steps - before);
      const tick = notBetter === null ? level.tick : (order.buy ? Math.max : Math.min)(level.tick, notBetter);
      left -= now;
      value += now * tick;
      if (takes) {
        this.forget(order.buy, worst, level.tick);
        this.consumed.set(key, before + now);
      }
      worst = level.tick;
    }
    return { steps: steps - left, price: left === steps ? 0 : value / (steps - left) / 10 };
  }

  /** A level that the walk passes without seeing it is gone from the book, and so is what was taken of it. */
  private forget(buy: boolean, after: number, before: number): void {
    for (const key of [...this.consumed.keys()]) {
      const [side, tick] = key.split(":");
      const at = Number(tick);
      const isPassed = buy ? at > after && at < before : at < after && at > before;
      if (side === String(buy) && isPassed) this.consumed.delete(key);
    }
  }

  private cap(buy: boolean): number {
    const { mark } = this.market;
    return buy
      ? Math.min(mark * 1.02, Math.max(mark, mark * 1.01))
      : Math.max(mark * 0.98, Math.min(mark, mark * 0.99));
  }

  private findReservedTick(order: NaiveOrder): number {
    const got = this.walk(order, order.left, null);
    return got.steps === 0 ? this.market.last : got.price * 10;
  }

  private reject(order: NaiveOrder): string | null {
    const { buy, steps, reduceOnly, tick } = order;
    const { bids, asks, last } = this.market;
    const opposite = this.size !== 0 && this.size > 0 !== buy;
    const reduces = reduceOnly || (opposite && steps <= Math.abs(this.size));
    const value = steps * 0.001 * (order.reservedTick / 10);
    if (!reduces && value < 5) return "notional_below_min";
    if (!reduceOnly && steps > (order.kind === "limit" ? 1_000_000 : 500_000)) return "qty_above_max";
    if (!reduceOnly && this.leverage > this.tier(this.largest(buy, order)).cap) return "leverage_above_cap";
    if (order.waits && tick !== null) {
      const falls = (order.kind === "stop-market") !== buy;
      if (falls ? tick >= last : tick <= last) return "wrong_side_stop";
    }
    const entry = order.reservedTick;
    if (order.stop !== null && (buy ? order.stop >= entry : order.stop <= entry)) return "wrong_side_stop";
    if (order.target !== null && (buy ? order.target <= entry : order.target >= entry))
      return "wrong_side_stop";
    if (this.isStopBeyond(order)) return "stop_beyond_liquidation";
    if (reduceOnly && !opposite) return "reduce_only_would_open";
    const best = buy ? asks[0]?.tick : bids[0]?.tick;
    if (
      order.tif === "post-only" &&
      best !== undefined &&
      tick !== null &&
      (buy ? tick >= best : tick <= best)
    )
      return "post_only_would_match";
    if (order.kind === "limit" && tick !== null && (buy ? tick > this.cap(true) : tick < this.cap(false)))
      return "price_outside_limit";
    if (order.waits && this.orders.filter((item) => item.waits).length >= 10) return "too_many_open_orders";
    if (!this.carries(this.orders, order)) return "insufficient_margin";
    const got = this.walk(order, steps, null).steps;
    if (order.tif === "FOK" && got < steps) return "no_liquidity";
    return order.kind === "market" && got === 0 ? "no_liquidity" : null;
  }

  /** The value of the position once all orders of a side have filled. */
  private largest(buy: boolean, added?: NaiveOrder): number {
    const orders = [...this.orders, ...(added ? [added] : [])];
    const own = orders.filter((item) => item.buy === buy && !item.reduceOnly);
    const value = own.reduce(
      (total, { left, reservedTick }) => total + left * 0.001 * (reservedTick / 10),
      0,
    );
    if (this.size === 0 || this.size > 0 === buy) return this.cost + value;
    const steps = own.reduce((total, { left }) => total + left, 0);
    return steps <= Math.abs(this.size) ? 0 : (value * (steps - Math.abs(this.size))) / steps;
  }

  private carries(others: NaiveOrder[], order: NaiveOrder): boolean {
    if (order.reduceOnly || order.waits) return true;
    const needed = this.orderMargin([...others, order]) - this.orderMargin(others);
    const free = this.balance - this.positionMargin() - this.orderMargin(others) + this.countedProfit();
    return needed <= 0 || needed <= free;
  }

  /**
   * What the side with the larger margin needs beside the position; orders against it close it first, the
   * best price first.
   */
  private orderMargin(orders: NaiveOrder[]): number {
    const size = Math.abs(this.size);
    const margin = size === 0 ? 0 : this.positionMargin();
    const sides = [true, false].map((buy) => {
      const waiting = orders.filter((item) => item.buy === buy && !item.reduceOnly && !item.waits);
      const closes = this.size !== 0 && this.size > 0 !== buy;
      if (closes)
        waiting.sort((a, b) => (buy ? b.reservedTick - a.reservedTick : a.reservedTick - b.reservedTick));
      let closable = closes ? size : 0;
      let value = 0;
      let need = margin;
      for (const order of waiting) {
        const closing = Math.min(closable, order.left);
        closable -= closing;
        value += closing * 0.001 * (order.reservedTick / 10);
        const opens = (order.left - closing) * 0.001 * (order.reservedTick / 10);
        const bust = opens * (1 + (buy ? -1 : 1) / this.leverage);
        need += opens / this.leverage + opens * TAKER + bust * TAKER;
      }
      if (!closes) return need;
      const share = (size - closable) / size;
      const profit = (value - this.cost * share) * Math.sign(this.size);
      const kept = (margin - this.countedProfit()) * share;
      return need - Math.max(0, kept + profit - value * TAKER);
    });
    return Math.max(...sides) - margin;
  }

  /** The stops on the position, on an order or to come that lie beyond the liquidation price. */
  private listStopsBeyond(): (NaiveOrder | "own")[] {
    const own = this.isBeyond(this.stop, this) ? (["own"] as const) : [];
    return [...own, ...this.orders.filter((order) => this.isStopBeyond(order))];
  }

  private isStopBeyond(order: NaiveOrder): boolean {
    const { size, cost } = this;
    const sameSide = size !== 0 && size > 0 === order.buy;
    if (order.reduceOnly) return this.protects(order) && this.isBeyond(order.tick, this);
    const opened = size === 0 || sameSide ? order.left : order.left - Math.abs(size);
    if (opened <= 0) return false;
    const after = {
      size: (order.buy ? opened : -opened) + (sameSide ? size : 0),
      cost: opened * 0.001 * (order.reservedTick / 10) + (sameSide ? cost : 0),
      extra: sameSide ? this.extra : 0,
    };
    if (order.stop !== null && this.isBeyond(order.stop, after)) return true;
    if (!sameSide) return false;
    const stops = this.orders.filter((item) => this.protects(item)).map((item) => item.tick);
    return [...stops, this.stop].some((stop) => this.isBeyond(stop, after) && !this.isBeyond(stop, this));
  }

  /** Whether the order is a stop of the position. */
  private protects(order: NaiveOrder): boolean {
    const isOpposite = this.size !== 0 && this.size > 0 !== order.buy;
    return order.reduceOnly && order.kind === "stop-market" && order.waits && isOpposite;
  }

  private isBeyond(stop: number | null, position: NaivePosition): boolean {
    const price = this.liquidationPrice(position);
    if (stop === null) return false;
    return price !== null && (position.size > 0 ? stop / 10 <= price : stop / 10 >= price);
  }

  private positionMargin(): number {
    const bust = this.cost * (1 + (this.size > 0 ? -1 : 1) / this.leverage);
    return this.cost / this.leverage + bust * TAKER + this.extra;
  }

  private tier(value = this.cost) {
    const tier = TIERS.find((item) => value <= item.limit) ?? TIERS[1];
    if (tier === undefined) throw new Error("There are two tiers.");
    return tier;
  }

  /** Evaluated for every tier: the one that applies is the one that liquidates first. */
  private liquidationPrice(position: NaivePosition = this): number | null {
    if (this.isCross) return null;
    const { size, cost, extra } = position;
    const sign = size > 0 ? 1 : -1;
    const prices = TIERS.map(({ rate, deduction }) => {
      const buffer = cost / this.leverage + extra / (1 - sign * TAKER) + deduction;
      return (cost - sign * buffer) / (Math.abs(size) * 0.001 * (1 - sign * rate));
    });
    const price = size > 0 ? Math.max(...prices) : Math.min(...prices);
    // Floats miss a price on a tick by a rounding error; a mark may be on that tick.
    return price > 0 ? Math.round(price * 1e9) / 1e9 : null;
  }

  private bankruptcyPrice(): number {
    const size = Math.abs(this.size) * 0.001;
    const sign = Math.sign(this.size);
    const buffer = this.cost / this.leverage + this.extra / (1 - sign * TAKER);
    return (this.cost - sign * buffer) / size;
  }

  private drop(order: NaiveOrder): void {
    this.orders = this.orders.filter((item) => item !== order);
  }
}
