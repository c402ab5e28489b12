import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { twMerge } from "tailwind-merge";
import { expect, it } from "vitest";
import { cn } from "@/lib/client/cn";

const paths = execFileSync("git", ["ls-files", "app", "components", "lib/client"], { encoding: "utf8" })
  .split("\n")
  .filter((path) => /(?<!test)\.tsx?$/.test(path) && !path.endsWith("/class-groups.ts"));

/** Words of the source that are Tailwind classes: repeated, one of the two goes. Without `hover:` and the like. */
function listClasses(): string[] {
  const words = paths.flatMap((path) =>
    (readFileSync(path, "utf8").match(/(?<=["'`])[^"'`]*(?=["'`])/g) ?? []).flatMap((text) =>
      text.split(/\s+/).map((word) => word.replace(/^(?:[\w@/-]|\[[^\]]*\])+:(?=\S)/, "")),
    ),
  );
  return [...new Set(words)].filter((word) => word !== "" && twMerge(`${word} ${word}`) === word);
}

it("joins any two classes of the source as the library does with all of Tailwind", () => {
  const classes = listClasses();
  expect(classes.length).toBeGreaterThan(400);
  const different: string[] = [];
  for (const one of classes) {
    for (const other of classes) {
      const both = `${one} ${other}`;
      if (one !== other && cn(both) !== twMerge(both)) different.push(`${both}: ${twMerge(both)}`);
    }
  }
  expect(different, "what is missing belongs to lib/client/class-groups.ts").toEqual([]);
});
