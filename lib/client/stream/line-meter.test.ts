import { expect, test } from "vitest";
import { LineMeter } from "@/lib/client/stream/line-meter";

function hear(meter: LineMeter, seconds: Iterable<number>, lagMs: number): void {
  for (const second of seconds) meter.record(lagMs, second * 1_000);
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

test("a line is slow once everything has been late for fifteen seconds", () => {
  const meter = new LineMeter();
  hear(meter, range(100, 114), 1_500);
  expect(meter.isSlow).toBe(false);
  hear(meter, [115], 4_000);
  expect(meter.isSlow).toBe(true);
});

test("a single event in time shows that nothing waits on the way", () => {
  const meter = new LineMeter();
  hear(meter, range(100, 120), 3_000);
  hear(meter, [121], 1_499);
  expect(meter.isSlow).toBe(false);
  hear(meter, range(122, 136), 3_000);
  expect(meter.isSlow).toBe(false);
});

test("a pause, as in sleep, begins the judgement again", () => {
  const meter = new LineMeter();
  hear(meter, range(100, 105), 3_000);
  hear(meter, [400, 401], 290_000);
  expect(meter.isSlow).toBe(false);
});
