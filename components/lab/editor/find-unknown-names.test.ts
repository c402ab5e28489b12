import { expect, it } from "vitest";
import { COMPLETIONS } from "@/components/lab/editor/completions";
import { findUnknownNames } from "@/components/lab/editor/find-unknown-names";
import { EXAMPLES } from "@/lib/lab/examples/examples";

const inClass = (body: string) => `export class A extends Strategy {\n${body}\n}`;

it("names that neither the lab nor the text has, with their line and what may be meant", () => {
  const text = inClass(`  before() {
    const far = this.prise + this.prise > ta.smaa(this.candles, 3);
    if (this?.nothing || utils.risk(1)) this.log(this.stop_loss);
  }`);
  expect(findUnknownNames(text)).toEqual([
    { line: 3, name: "this.prise", hint: "this.price" },
    { line: 3, name: "ta.smaa", hint: null },
    { line: 4, name: "this.nothing", hint: null },
    { line: 4, name: "utils.risk", hint: null },
    { line: 4, name: "this.stop_loss", hint: "this.stopLoss" },
  ]);
});

it("a hook or an order that is almost one of the lab's and that nothing reads", () => {
  const text = inClass("  shouldlong() { return true; }\n  goLong() { this.stopLos = 3; }");
  expect(findUnknownNames(text)).toEqual([
    { line: 2, name: "shouldlong", hint: "shouldLong" },
    { line: 3, name: "stopLos", hint: "stopLoss" },
  ]);
});

it("nothing of members of one's own, of other objects, of the examples and of what the editor offers", () => {
  const text = inClass(`  trade = 1;
  private helper(): number { return this.trade + this.made.stopLos; }
  made = { stopLos: 1 };
  before() { this.count += this.helper(); this.count = 0; const other = { prise: 1 }; other.prise; this.toString(); }`);
  expect(findUnknownNames(text)).toEqual([]);
  for (const { text: example } of EXAMPLES) expect(findUnknownNames(example)).toEqual([]);
  const uses = COMPLETIONS.map(({ label, type }) => (type === "method" ? `this.${label}` : label));
  expect(findUnknownNames(inClass(`before() { ${uses.join("; ")}; }`))).toEqual([]);
});

it("text that is not finished, and none", () => {
  expect(findUnknownNames("export class A extends Strategy { before() { if (this.")).toEqual([]);
  expect(findUnknownNames("")).toEqual([]);
});
