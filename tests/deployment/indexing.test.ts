import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

const pages = readdirSync("app", { recursive: true, encoding: "utf8" })
  .map((file) => `app/${file.replaceAll("\\", "/")}`)
  .filter((file) => file.endsWith("/page.tsx"));
const robots = readFileSync("app/robots.ts", "utf8");
const sitemap = readFileSync("app/sitemap.ts", "utf8");

/** The source of a page and of the layouts around it. */
function readAround(page: string): string {
  const layouts: string[] = [];
  for (let folder = dirname(page); folder !== "."; folder = dirname(folder)) {
    const layout = join(folder, "layout.tsx");
    if (existsSync(layout)) layouts.push(readFileSync(layout, "utf8"));
  }
  return [readFileSync(page, "utf8"), ...layouts].join("\n");
}

function addressOf(page: string): string {
  return dirname(page)
    .replace(/^app/, "")
    .replace(/\/\([^)]+\)/g, "");
}

describe("what search engines may keep", () => {
  it.each(pages.filter((page) => !page.startsWith("app/(site)/")))("%s asks not to be indexed", (page) => {
    expect(readAround(page)).toMatch(/robots: \{ index: false \}/);
    expect(sitemap).not.toContain(`"${addressOf(page)}"`);
  });

  it.each(pages.filter((page) => page.startsWith("app/(site)/")))(
    "%s names its one address or stays out",
    (page) => {
      const source = readFileSync(page, "utf8");
      if (source.includes("buildMetadata(")) return;
      expect(source).toMatch(/robots: \{ index: false \}/);
    },
  );

  it("is in robots.txt: nothing behind a login and no API is crawled", () => {
    for (const path of ["/api/", "/admin", "/settings", "/billing", "/journal", "/challenges", "/mailbox"]) {
      expect(robots).toContain(`"${path}"`);
    }
  });
});
