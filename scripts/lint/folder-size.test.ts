import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const MAX_FILES = 20;
const TEST = /\.(test|itest|e2e)\.tsx?$/;

/** A folder is read in one listing. Generated code is not read. */
test("no folder of app, components or lib holds more than twenty files besides tests", () => {
  const crowded = ["app", "components", "lib"].flatMap(findFolders).flatMap((folder) => {
    const files = readdirSync(folder, { withFileTypes: true }).filter(
      (entry) => entry.isFile() && !TEST.test(entry.name),
    );
    return files.length > MAX_FILES ? [`${folder}: ${files.length}`] : [];
  });
  expect(crowded).toEqual([]);
});

function findFolders(folder: string): string[] {
  const inner = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "generated")
    .flatMap((entry) => findFolders(join(folder, entry.name)));
  return [folder, ...inner];
}
