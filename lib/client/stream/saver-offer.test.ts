import { expect, test } from "vitest";
import { LineMeter } from "@/lib/client/stream/line-meter";
import { SaverOffer } from "@/lib/client/stream/saver-offer";

const SLOW = { isSlow: true, isChosen: false, isSaving: false };

test("the data saver is offered once, when the line is slow", () => {
  const offer = new SaverOffer();
  expect(offer.shouldOffer({ ...SLOW, isSlow: false })).toBe(false);
  expect([SLOW, SLOW].map((line) => offer.shouldOffer(line))).toEqual([true, false]);
});

test("it is not offered to those who have decided or save data already", () => {
  const offer = new SaverOffer();
  expect(offer.shouldOffer({ ...SLOW, isChosen: true })).toBe(false);
  expect(offer.shouldOffer({ ...SLOW, isSaving: true })).toBe(false);
  expect(offer.shouldOffer(SLOW)).toBe(true);
});

test("a line that is slow, recovers and is slow again leads to one offer", () => {
  const [meter, offer] = [new LineMeter(), new SaverOffer()];
  const offers: number[] = [];
  for (let second = 0; second < 120; second += 1) {
    // Late for 40 s, in time for 10 s, late again.
    meter.record(second % 50 < 40 ? 4_000 : 50, 1_000_000 + second * 1_000);
    if (offer.shouldOffer({ ...SLOW, isSlow: meter.isSlow })) offers.push(second);
  }
  expect(offers).toEqual([15]);
});
