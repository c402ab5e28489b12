import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeFrame, sliceFrame } from "@/lib/market/ticker-frame";
import type { Book, Tick, TradePrint } from "@/lib/schemas/market";

const text = fc.string({ unit: "grapheme" });

describe("encodeFrame and sliceFrame", () => {
  it("give back exactly the JSON of the parts, whatever is in them, and the whole is JSON", () => {
    const tape = fc.array(fc.record({ id: fc.uuid(), price: text }), { maxLength: 3 });
    fc.assert(
      fc.property(text, text, tape, fc.nat(), (last, size, list, sequence) => {
        const tick = { symbol: "BTCUSDT", last } as Tick;
        const book = { symbol: "BTCUSDT", bids: [["1", size]] } as unknown as Book;
        const trades = list as TradePrint[];
        const lastTrade = list[0] ? { id: list[0].id, timeMs: 5 } : null;
        const clock = sequence % 2 === 0 ? { offsetMs: -sequence, walkedMs: sequence } : null;
        const frame = { fence: 17, sequence, lastTrade, tick, book, trades };
        const encoded = encodeFrame({ ...frame, ...(clock && { clock }) });
        expect(JSON.parse(encoded)).toMatchObject({ fence: 17, sequence, tick, book });
        expect(sliceFrame(encoded)).toEqual({
          fence: 17,
          sequence,
          lastTrade,
          clock: clock && { offsetMs: 0 - sequence, walkedMs: sequence },
          tick: JSON.stringify(tick),
          book: JSON.stringify(book),
          trades: list.length > 0 ? JSON.stringify({ symbol: "BTCUSDT", trades }) : null,
        });
      }),
    );
  });

  it("refuses what is not a whole frame", () => {
    const whole = encodeFrame({
      fence: 1,
      sequence: 1,
      lastTrade: null,
      tick: { symbol: "A" } as Tick,
      book: {} as Book,
      trades: [],
    });
    for (const broken of ["", "{}", whole.slice(0, -1), `${whole} `, whole.replace("fence", "ffence")]) {
      expect(sliceFrame(broken)).toBeNull();
    }
  });
});
