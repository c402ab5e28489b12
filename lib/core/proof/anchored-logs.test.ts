import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide } from "@/lib/core/engine/decide";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import { EMPTY_STATE } from "@/lib/core/engine/state/state";
import { climb, leafText, merklePath, merkleRoot, rootText } from "@/lib/core/proof/merkle";
import { readPublishedAnchors } from "@/lib/core/proof/published-anchors";
import { resultSentences } from "@/lib/core/proof/result-sentences";
import { readStatement, type Statement, type StatementAnchor } from "@/lib/core/proof/statement";
import { verifyStatement } from "@/lib/core/proof/verify-statement";
import { dec, makeContext, money } from "@/tests/support/engine-fixtures";
import { makeStatement, sealLog, sha256 } from "@/tests/support/prove-log";

const DAY = "2026-03-01";
const LATER = "2026-03-02";

/** A log of an opening and nine adjustments. */
const LOG: PortfolioEvent[] = (() => {
  let state = EMPTY_STATE;
  const log: PortfolioEvent[] = [];
  const open = {
    type: "open-portfolio",
    id: "p",
    kind: "perpetual",
    marginMode: "isolated",
    opening: money(10_000),
    leverage: dec(1),
  } as const;
  const adjust = (amount: number) => ({ type: "adjust", amount: money(amount), note: "test" }) as const;
  for (const command of [open, ...[5, -3, 8, -2, 4, -1, 9, -7, 6].map(adjust)]) {
    const decision = decide(state, command, makeContext({ nowMs: 1_000 + state.seq }));
    if (!decision.ok) throw new Error(decision.reason);
    log.push(...decision.events);
    state = decision.state;
  }
  return log;
})();

/** The anchor of a day on which the log's head was `seq`, among the heads of others. */
async function anchorAt(day: string, log: readonly PortfolioEvent[], seq: number): Promise<StatementAnchor> {
  const head = { portfolioId: "p", seq, hash: sealLog("p", log)[seq - 1]?.hash ?? "" };
  const others = Array.from({ length: 6 }, (_, index) => ({
    portfolioId: `q${index}`,
    seq: 3,
    hash: sha256(String(index)),
  }));
  const leaves = [others[0], others[1], head, ...others.slice(2)].map((one) =>
    sha256(leafText(one as typeof head)),
  );
  const top = await merkleRoot(leaves, sha256);
  const portfolios = leaves.length;
  return {
    day,
    seq,
    portfolios,
    root: sha256(rootText({ day, portfolios, top })),
    path: await merklePath(leaves, 2, sha256),
  };
}

const FIRST = await anchorAt(DAY, LOG, 4);
const SECOND = await anchorAt(LATER, LOG, 8);
const PUBLISHED = readPublishedAnchors(`${DAY} ${FIRST.root}\n${LATER} ${SECOND.root}\n`);
const verify = (statement: Statement, published = PUBLISHED) => verifyStatement(statement, sha256, published);
const renumber = (log: readonly PortfolioEvent[]) =>
  log.map((event, index) => ({ ...event, seq: index + 1 }));

describe("an anchored log", () => {
  it("is anchored through the newest event that a published root holds", async () => {
    const result = await verify(makeStatement(LOG, { anchors: [FIRST, SECOND] }));
    expect(result).toMatchObject({
      ok: true,
      anchoring: { kind: "anchored", day: LATER, seq: 8, newestDay: LATER },
    });
    const [first, , note] = resultSentences(result);
    expect(first).toBe("OK: consistent, anchored on 2026-03-02 through event 8.");
    expect(note).toBe("Events 9 to 10 are not anchored yet.");
  });

  it("is not anchored without the published list, whatever the statement says of itself", async () => {
    const result = await verifyStatement(makeStatement(LOG, { anchors: [FIRST] }), sha256);
    expect(result).toMatchObject({ ok: true, anchoring: { kind: "not-anchored" } });
    expect(resultSentences(result)[0]).toBe("OK: consistent, not anchored.");
  });

  it("is not anchored by an anchor of a day that was not published", async () => {
    const other = await anchorAt("2026-03-09", LOG, 8);
    const result = await verify(makeStatement(LOG, { anchors: [other] }));
    expect(result).toMatchObject({ ok: true, anchoring: { kind: "not-anchored" } });
  });

  const cut = LOG.slice(0, 6);
  const opened = LOG.map((event) =>
    event.type === "portfolio-opened" ? { ...event, opening: money(20_000) } : event,
  );
  const last = LOG.at(-1) as PortfolioEvent;
  const appended = renumber([
    ...LOG.slice(0, 7),
    { ...last, amount: money(1_000) } as PortfolioEvent,
    ...LOG.slice(7),
  ]);
  it.each([
    ["E1 its tail cut", cut, /ends before event 8, which was anchored on 2026-03-02/],
    ["E2 all but its opening cut", LOG.slice(0, 1), /ends before event 4/],
    ["E3 another opening", opened, /head at this event is not in the anchor/],
    ["E4 an adjustment put in", appended, /head at this event is not in the anchor/],
  ])("is found with %s by the anchors in the statement", async (_name, log, reason) => {
    const result = await verify(makeStatement(log, { anchors: [FIRST, SECOND] }));
    expect(result).toEqual({ ok: false, seq: expect.any(Number), why: expect.stringMatching(reason) });
  });

  it.each([
    ["E1", cut],
    ["E2", LOG.slice(0, 1)],
    ["E3", opened],
    ["E4", appended],
  ])(
    "is found by the heads of the public look-up when the forger takes the anchors out: %s",
    async (_name, log) => {
      const hash = sealLog("p", LOG)[7]?.hash ?? "";
      const published = readPublishedAnchors(
        JSON.stringify({ heads: [{ day: LATER, seq: 8, hash }], anchors: [] }),
      );
      expect(await verify(makeStatement(log), published)).toMatchObject({ ok: false });
      expect(await verify(makeStatement(LOG), published)).toMatchObject({
        ok: true,
        anchoring: { kind: "anchored", seq: 8 },
      });
    },
  );

  it("is found when the forger makes a root of his own", async () => {
    const forged = await anchorAt(LATER, opened, 8);
    expect(await verify(makeStatement(opened, { anchors: [forged] }))).toMatchObject({
      ok: false,
      why: "the published root of 2026-03-02 is another one",
    });
  });

  it("tells that the public list goes on when a cut log keeps an old anchor", async () => {
    const result = await verify(makeStatement(cut, { anchors: [FIRST] }));
    expect(result).toMatchObject({ ok: true, anchoring: { day: DAY, seq: 4, newestDay: LATER } });
    expect(resultSentences(result).join(" ")).toContain("The published anchors go on to 2026-03-02");
  });

  it("is found with another declared opening, adjustment, balance or head", async () => {
    for (const over of [
      { opening: "9000" },
      { adjustments: "0" },
      { balance: "1" },
      { headHash: "0".repeat(64) },
    ])
      expect(await verify(makeStatement(LOG, over))).toMatchObject({ ok: false, seq: 10 });
  });
});

describe("a statement", () => {
  const text = JSON.stringify(makeStatement(LOG, { anchors: [FIRST] }));

  it("is read as it was written", () => {
    expect(readStatement(text)).toEqual(makeStatement(LOG, { anchors: [FIRST] }));
  });

  it.each([
    ["a field", text.replace('"format"', '"verified":true,"format"'), 'unknown field "verified"'],
    ["a field of an event", text.replace('"seq":1,', '"seq":1,"note":"good",'), "unknown field"],
    ["a field of an anchor", text.replace('"day":', '"by":"me","day":'), "unknown field"],
    ["another format", text.replace("statement-2", "statement-9"), "not a statement"],
    ["no anchors", text.replace('"anchors"', '"anchor"'), "unknown field"],
    ["a path of no hash", text.replace(/"hash":"[0-9a-f]{64}"\}\]/, '"hash":"x"}]'), "is not an anchor"],
  ])("is rejected with %s that it does not have", (_name, changed, reason) => {
    expect(changed).not.toBe(text);
    expect(() => readStatement(changed)).toThrow(reason);
  });

  it("is found when a payload is not written as an event is", async () => {
    const rows = sealLog("p", LOG);
    const [first, ...rest] = rows;
    if (first === undefined) throw new Error("The log is empty.");
    let previous = "0".repeat(64);
    const events = [{ ...first, payload: first.payload.replace('"10000"', '"10000.0"') }, ...rest].map(
      (row) => {
        previous = sha256([previous, "p", row.seq, row.type, row.atMs, row.payload].join("\n"));
        return { ...row, hash: previous };
      },
    );
    expect(await verify(makeStatement(LOG, { events, headHash: previous }))).toMatchObject({
      ok: false,
      seq: 1,
      why: "its payload is not written as an event is",
    });
  });
});

describe("a Merkle path", () => {
  it("leads from every leaf to the root, and from no other leaf", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 70 }), fc.nat(), async (count, pick) => {
        const leaves = Array.from({ length: count }, (_, index) => sha256(`leaf ${index}`));
        const at = pick % count;
        const path = await merklePath(leaves, at, sha256);
        expect(await climb(leaves[at] as string, path, sha256)).toBe(await merkleRoot(leaves, sha256));
        expect(await climb(sha256("another"), path, sha256)).not.toBe(await merkleRoot(leaves, sha256));
      }),
      { numRuns: 100 },
    );
  });

  it("is the same whether it is built whole or in buckets of a power of two", async () => {
    const leaves = Array.from({ length: 45 }, (_, index) => sha256(`leaf ${index}`));
    const buckets = await Promise.all(
      Array.from({ length: 6 }, (_, index) => merkleRoot(leaves.slice(index * 8, index * 8 + 8), sha256)),
    );
    expect(await merkleRoot(buckets, sha256)).toBe(await merkleRoot(leaves, sha256));
  });
});
