import { beforeEach, expect, it, vi } from "vitest";
import { serveLinkPicture } from "@/lib/infra/serve-link-picture";

beforeEach(() => {
  const key = Symbol.for("terminal-zero.link-pictures");
  delete (globalThis as unknown as Record<symbol, unknown>)[key];
});

/** Drawings that end when the test resolves them. */
function createDrawing() {
  const ends: ((bytes: string) => void)[] = [];
  const draw = vi.fn(
    () => new Promise<Response>((resolve) => ends.push((text) => resolve(new Response(text)))),
  );
  return { draw, ends };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

it("draws what shows the same once, and lets caches keep it for an hour", async () => {
  const draw = vi.fn(() => new Response("picture"));
  const responses = await Promise.all(
    Array.from({ length: 40 }, () => serveLinkPicture({ title: "one" }, draw)),
  );
  expect(draw).toHaveBeenCalledTimes(1);
  for (const response of responses) expect(await response.text()).toBe("picture");
  expect(responses[0]?.headers.get("cache-control")).toBe("public, max-age=300, s-maxage=3600");
  expect(responses[0]?.headers.get("etag")).toMatch(/^"[\w-]{43}"$/);
});

it("draws what has changed again", async () => {
  const draw = vi.fn(() => new Response("picture"));
  const first = await serveLinkPicture({ title: "one" }, draw);
  const second = await serveLinkPicture({ title: "two" }, draw);
  expect(draw).toHaveBeenCalledTimes(2);
  expect(first.headers.get("etag")).not.toBe(second.headers.get("etag"));
});

it("draws two at a time, lets fifty wait and sends the others away", async () => {
  const { draw, ends } = createDrawing();
  const asked = Array.from({ length: 60 }, (_, index) => serveLinkPicture({ index }, draw));
  await turn();
  expect(draw).toHaveBeenCalledTimes(2);
  for (let drawn = 0; drawn < 52; drawn += 1) {
    ends[drawn]?.("picture");
    await vi.waitFor(() => expect(draw).toHaveBeenCalledTimes(Math.min(52, drawn + 3)), 60_000);
  }
  const statuses = (await Promise.all(asked)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(52);
  expect(statuses.filter((status) => status === 503)).toHaveLength(8);
});

it("keeps nothing that failed, and gives its place back", async () => {
  const fail = () => Promise.reject(new Error("no font"));
  for (let count = 0; count < 5; count += 1) {
    await expect(serveLinkPicture({ title: "broken" }, fail)).rejects.toThrow("no font");
  }
  const draw = vi.fn(() => new Response("picture"));
  expect((await serveLinkPicture({ title: "broken" }, draw)).status).toBe(200);
  expect(draw).toHaveBeenCalledTimes(1);
});

it("keeps a hundred", async () => {
  const draw = vi.fn(() => new Response("picture"));
  for (let index = 0; index <= 100; index += 1) await serveLinkPicture({ index }, draw);
  await serveLinkPicture({ index: 100 }, draw);
  expect(draw).toHaveBeenCalledTimes(101);
  await serveLinkPicture({ index: 0 }, draw);
  expect(draw).toHaveBeenCalledTimes(102);
});
