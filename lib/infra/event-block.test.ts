import { inflateRawSync } from "node:zlib";
import fc from "fast-check";
import { expect, it } from "vitest";
import { EventBlock, encodeEvent, joinBlocks, lastBytes } from "@/lib/infra/event-block";

it("deflated blocks may follow each other in any order", () => {
  const texts = fc.array(fc.string({ unit: "grapheme", maxLength: 300 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(texts, (list) => {
      const blocks = list.map((text) => new EventBlock(text));
      for (const order of [blocks, [...blocks].reverse(), [...blocks, ...blocks]]) {
        const bytes = Buffer.concat([joinBlocks(order, "deflate"), lastBytes("deflate")]);
        const text = joinBlocks(order, "text");
        expect(inflateRawSync(bytes)).toEqual(text);
      }
    }),
  );
});

it("a block is encoded once for all readers", () => {
  const block = encodeEvent("delta", { n: 1 }, 5);
  expect(block.bytes("text").toString()).toBe('id: 5\nevent: delta\ndata: {"n":1}\n\n');
  expect(encodeEvent(null, { n: 1 }).bytes("text").toString()).toBe('data: {"n":1}\n\n');
  for (const form of ["text", "deflate"] as const) {
    expect(block.bytes(form)).toBe(block.bytes(form));
    expect(joinBlocks([block], form)).toBe(block.bytes(form));
  }
});
