import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findPageText } from "@/scripts/lint/find-page-text";

const paths = execFileSync("git", ["ls-files", "app", "components", "lib/client"], { encoding: "utf8" })
  .split("\n")
  .filter(
    (path) => /\.tsx?$/.test(path) && !/\.(test|itest)\.tsx?$/.test(path) && !path.startsWith("app/api/"),
  );
const findings = paths.flatMap((path) =>
  findPageText(readFileSync(path, "utf8")).map(({ line, text }) => `${path}:${line}: ${text}`),
);

describe("page text", () => {
  it("is in messages/en.json, not in the source", () => {
    expect(findings).toEqual([]);
  });
});

describe("the search for page text", () => {
  const find = (source: string) => findPageText(source).map(({ text }) => text);

  it("finds text, text attributes and what an expression shows", () => {
    expect(find(`const a = <p>Not <b>done</b> yet</p>;`)).toEqual(["Not", "done", "yet"]);
    expect(find(`const a = <input aria-label="size" placeholder={isFree ? "none" : x} />;`)).toEqual([
      "size",
      "none",
    ]);
    expect(find(`const a = <p>{isOpen ? "open" : <i>closed</i>}{n && " left"}</p>;`)).toEqual([
      "open",
      "closed",
      "left",
    ]);
    expect(find(`const a = <p>{\`\${n} trades\`}</p>;`)).toEqual(["… trades"]);
  });

  it("finds sentences and capitalised entries outside JSX", () => {
    expect(find(`const a = { error: "There is no such market." };`)).toEqual(["There is no such market."]);
    expect(find(`const a = [["market", "Market"]] as const;`)).toEqual(["Market"]);
    expect(find(`const f = (n: number) => \`Sold \${n} of them\`;`)).toEqual(["Sold … of them"]);
  });

  it("leaves code, units and thrown errors alone", () => {
    expect(
      find(`"use client"; const a = <b className="flex gap-2" id="the-size">x {unit} USDT %</b>;`),
    ).toEqual([]);
    expect(find(`const a = event.key === "Enter"; throw new Error("There is no row.");`)).toEqual([]);
    expect(find(`const a = <b>{t(isLong ? "long" : "short")}</b>; type A = "Market" | "Limit";`)).toEqual([]);
  });

  it("gives the line, after text of more than one byte a letter", () => {
    expect(findPageText(`// ⌘ ’\n\nconst a = <p>Sold</p>;`)).toEqual([{ line: 3, text: "Sold" }]);
  });
});
