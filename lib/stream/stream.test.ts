import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BookDto, BookLevelDto, Tick, TradePrint } from "@/lib/schemas/market/market";
import {
  type Delta,
  type KeyFrame,
  STREAM_VIEWS,
  type StreamView,
  TAPE_LENGTH,
} from "@/lib/schemas/market/market-stream";
import { SelectionEncoder } from "@/lib/stream/selection-encoder";
import { StreamDecoder } from "@/lib/stream/stream-decoder";
import { projectView, type SymbolSource } from "@/lib/stream/symbol-view";
import { formatShownPrices, parseTickProof } from "@/lib/stream/tick-proof-text";

const START_MS = 1_795_000_000_000;
const SYMBOLS = ["1000PEPEUSDT", "BTCUSDT", "ETHUSDT"];
const VIEWS = Object.keys(STREAM_VIEWS) as StreamView[];
/** Pending slow fields are sent within this time. */
const SETTLED_MS = 10_000;

const decimal = fc
  .tuple(fc.integer({ min: 1, max: 99_999_999 }), fc.integer({ min: 0, max: 10 }))
  .map(([units, scale]) => (units / 10 ** scale).toFixed(scale));
const maybe = fc.option(decimal, { nil: null });
const recent = fc.integer({ min: 0, max: 5_000 }).map((age) => START_MS - age);

const tickOf = (symbol: string): fc.Arbitrary<Tick> =>
  fc.record({
    symbol: fc.constant(symbol),
    last: decimal,
    mark: maybe,
    index: maybe,
    bid: maybe,
    bidSize: maybe,
    ask: maybe,
    askSize: maybe,
    change24h: maybe,
    high24h: maybe,
    low24h: maybe,
    volume24h: maybe,
    turnover24h: maybe,
    fundingRate: maybe,
    nextFundingMs: fc.option(recent, { nil: null }),
    openInterest: maybe,
    candle: fc.option(
      fc.tuple(fc.constantFrom(START_MS - 60_000, START_MS), decimal, decimal, decimal, decimal, decimal),
      { nil: null },
    ),
    timeMs: recent,
    receivedMs: recent,
  });

/** Few distinct prices, so that levels change, disappear and return. */
const levels = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 80 }), decimal), {
    maxLength: 60,
    selector: ([price]) => price,
  })
  .map((list) =>
    list.sort(([a], [b]) => b - a).map(([price, size]): BookLevelDto => [price.toFixed(2), size]),
  );

const bookOf = (symbol: string): fc.Arbitrary<BookDto | null> =>
  fc.option(
    fc.record({
      symbol: fc.constant(symbol),
      bids: levels.map((list) => list.slice(0, 50)),
      asks: levels.map((list) => list.reverse().slice(0, 50)),
      updateId: fc.nat(),
      timeMs: recent,
    }),
    { nil: null, freq: 5 },
  );

const trade: fc.Arbitrary<TradePrint> = fc.record({
  id: fc.stringMatching(/^[0-9a-f]{8}$/),
  side: fc.constantFrom("Buy", "Sell"),
  price: decimal,
  qty: decimal,
  timeMs: recent,
});

/** Feed updates of one symbol at a time. */
const update = fc.constantFrom(...SYMBOLS).chain((symbol) =>
  fc.record({
    symbol: fc.constant(symbol),
    tick: tickOf(symbol),
    book: bookOf(symbol),
    trades: fc.array(trade, { maxLength: 30 }),
  }),
);
const publications = fc.array(
  fc.record({ updates: fc.array(update, { maxLength: 4 }), afterMs: fc.integer({ min: 0, max: 700 }) }),
  { minLength: 1, maxLength: 12 },
);

/** A selection that is fed as by the hub. */
function createSelection(view: StreamView) {
  const sources = new Map<string, SymbolSource>();
  const read = (symbol: string) => sources.get(symbol) ?? null;
  const encoder = new SelectionEncoder(
    { id: 7, view, symbols: SYMBOLS, sign: () => "AAAAAAAAAAA" },
    START_MS,
  );
  let nowMs = START_MS;
  return {
    sources,
    key: () => overTheWire<KeyFrame>(encoder.encodeKey()),
    publish: (
      updates: { symbol: string; tick: Tick; book: BookDto | null; trades: TradePrint[] }[],
      afterMs: number,
    ) => {
      nowMs += afterMs;
      for (const { symbol, tick, book, trades } of updates) {
        const tape = sources.get(symbol)?.tape ?? { count: 0, trades: [] };
        const next = {
          count: tape.count + trades.length,
          trades: [...tape.trades, ...trades].slice(-TAPE_LENGTH),
        };
        sources.set(symbol, { tick, book, tape: next });
      }
      const delta = encoder.encodeDelta(new Set(updates.map(({ symbol }) => symbol)), read, nowMs);
      return delta && overTheWire<Delta>(delta);
    },
  };
}

/** Serialises an event to JSON and back. */
function overTheWire<T>(event: T): T {
  return JSON.parse(JSON.stringify(event)) as T;
}

function shownBy(decoder: StreamDecoder) {
  return SYMBOLS.map((symbol) => decoder.read(symbol));
}

describe("key frames and deltas", () => {
  it("give the whole state of every view, from whichever event a reader begins", () => {
    fc.assert(
      fc.property(fc.constantFrom(...VIEWS), publications, fc.nat(), (view, list, joinAt) => {
        const selection = createSelection(view);
        const first = new StreamDecoder();
        first.applyKey(selection.key());
        let late: StreamDecoder | null = null;
        list.forEach(({ updates, afterMs }, index) => {
          if (index === joinAt % list.length) {
            late = new StreamDecoder();
            late.applyKey(selection.key());
          }
          const delta = selection.publish(updates, afterMs);
          for (const decoder of delta ? [first, late] : []) {
            if (decoder) expect(decoder.applyDelta(delta as Delta).kind).toBe("applied");
          }
        });
        const settled = selection.publish([], SETTLED_MS);
        for (const decoder of settled ? [first, late] : []) decoder?.applyDelta(settled as Delta);
        const fresh = new StreamDecoder();
        fresh.applyKey(selection.key());

        for (const [index, symbol] of SYMBOLS.entries()) {
          const source = selection.sources.get(symbol);
          const { tick, book } = source ? projectView(source, view) : { tick: null, book: null };
          const tape = source && STREAM_VIEWS[view].tape ? source.tape.trades : [];
          const expected = source ? { tick, book, tape } : null;
          for (const decoder of [first, late as StreamDecoder | null, fresh]) {
            if (decoder) expect(shownBy(decoder)[index]).toEqual(expected);
          }
        }
      }),
    );
  });

  it("say once what has changed, and slow fields at most once a second", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...VIEWS),
        tickOf("BTCUSDT"),
        fc.array(decimal, { minLength: 1 }),
        (view, tick, volumes) => {
          const selection = createSelection(view);
          const one = { symbol: "BTCUSDT", tick, book: null, trades: [] };
          selection.publish([one], 0);
          expect(selection.publish([one], 100)).toBeNull();
          let sent = 0;
          for (const volume24h of volumes) {
            const delta = selection.publish([{ ...one, tick: { ...tick, volume24h } }], 100);
            if (delta?.m[0]?.[1].vo !== undefined) sent += 1;
          }
          expect(sent).toBeLessThanOrEqual(1 + Math.floor(((volumes.length + 1) * 100) / 1_000));
        },
      ),
    );
  });

  it("a missed event is found out at the next one, and nothing is applied until the next key frame", () => {
    fc.assert(
      fc.property(fc.constantFrom(...VIEWS), publications, fc.nat(), (view, list, lose) => {
        const selection = createSelection(view);
        const decoder = new StreamDecoder();
        decoder.applyKey(selection.key());
        const deltas = list.flatMap(({ updates, afterMs }) => selection.publish(updates, afterMs) ?? []);
        fc.pre(deltas.length >= 2);
        const lost = lose % (deltas.length - 1);
        for (const delta of deltas.slice(0, lost)) decoder.applyDelta(delta);
        const before = shownBy(decoder);
        for (const delta of deltas.slice(lost + 1)) {
          expect(decoder.applyDelta(delta)).toEqual({ kind: "gap", selection: 7 });
        }
        expect(shownBy(decoder)).toEqual(before);
        decoder.applyKey(selection.key());
        const fresh = new StreamDecoder();
        fresh.applyKey(selection.key());
        expect(shownBy(decoder)).toEqual(shownBy(fresh));
      }),
    );
  });

  it("a delta of a selection that was never begun is a gap", () => {
    expect(new StreamDecoder().applyDelta({ s: 3, n: 1, t: 0, p: "", m: [] })).toEqual({
      kind: "gap",
      selection: 3,
    });
  });
});

describe("a connection with several selections", () => {
  it("shows each symbol by the most detailed one", () => {
    const decoder = new StreamDecoder();
    const change = (last: string): Pick<KeyFrame, "n" | "p" | "t"> & { m: KeyFrame["m"] } => ({
      n: 1,
      p: "AAAAAAAAAAA",
      t: START_MS,
      m: [[0, { l: last }]],
    });
    decoder.applyKey({ s: 1, v: "depth", y: ["BTCUSDT"], ...change("2") });
    expect(decoder.applyKey({ s: 2, v: "row", y: ["BTCUSDT", "ETHUSDT"], ...change("1") })).toMatchObject({
      symbols: [],
    });
    expect(decoder.read("BTCUSDT")?.tick.last).toBe("2");
    const delta = { n: 2, p: "BBBBBBBBBBB", t: 10, m: [[1, { l: "5" }]] as Delta["m"] };
    expect(decoder.applyDelta({ s: 2, ...delta })).toMatchObject({ symbols: [{ tick: { last: "5" } }] });
  });

  it("gives key frames from which another reader goes on like the first", () => {
    fc.assert(
      fc.property(fc.constantFrom(...VIEWS), publications, publications, (view, before, after) => {
        const selection = createSelection(view);
        const [first, second] = [new StreamDecoder(), new StreamDecoder()];
        first.applyKey(selection.key());
        for (const { updates, afterMs } of before) {
          const delta = selection.publish(updates, afterMs);
          if (delta) first.applyDelta(delta);
        }
        for (const key of first.encodeKeys()) second.applyKey(overTheWire(key));
        for (const { updates, afterMs } of after) {
          const delta = selection.publish(updates, afterMs);
          if (delta)
            for (const decoder of [first, second]) expect(decoder.applyDelta(delta).kind).toBe("applied");
        }
        expect(shownBy(second)).toEqual(shownBy(first));
        expect(SYMBOLS.map((symbol) => second.proofOf(symbol))).toEqual(
          SYMBOLS.map((symbol) => first.proofOf(symbol)),
        );
      }),
    );
  });

  it("proves the newest price of each symbol by its selection", () => {
    const signed: string[] = [];
    const sign = (covered: string) => {
      signed.push(covered);
      return `mac-${String(signed.length).padStart(7, "0")}`;
    };
    const encoder = new SelectionEncoder({ id: 1, view: "row", symbols: SYMBOLS, sign }, START_MS);
    const tick = fc.sample(tickOf("BTCUSDT"), { seed: 1, numRuns: 1 })[0] as Tick;
    const source = { tick, book: null, tape: { count: 0, trades: [] } };
    const decoder = new StreamDecoder();
    decoder.applyKey(encoder.encodeKey());
    const delta = encoder.encodeDelta(new Set(["BTCUSDT"]), () => source, START_MS + 250);
    decoder.applyDelta(delta as Delta);
    const proof = decoder.proofOf("BTCUSDT");
    expect(proof?.atMs).toBe(START_MS + 250);
    expect(parseTickProof(proof?.text ?? "")).toEqual({
      mac: "mac-0000002",
      covered: formatShownPrices(START_MS + 250, [{ symbol: "BTCUSDT", last: tick.last }]),
      atMs: START_MS + 250,
      prices: [{ symbol: "BTCUSDT", last: tick.last }],
    });
    expect(signed.at(-1)).toBe(parseTickProof(proof?.text ?? "")?.covered);
    expect(decoder.proofOf("ETHUSDT")).toBeNull();
  });
});
