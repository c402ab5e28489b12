import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { recordNodeResponses } from "@/lib/http/node-responses";
import { toHeaders } from "@/lib/http/to-headers";
import { toJsonResponse } from "@/lib/http/to-json-response";

const BODY = { name: "Zürich ✓" };
const INIT = { status: 200, headers: { "cache-control": "no-store" } };
/** Writes a web response as Next does: status and headers, then the body by its `pipeTo`. */
const server = createServer(async (request, response) => {
  const answer = toJsonResponse(new Request("http://test", { headers: toHeaders(request) }), BODY, INIT);
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  const parts = new WritableStream<Uint8Array>({
    write: (part) => void response.write(part),
    close: () => void response.end(" by streams"),
  });
  await answer.body?.pipeTo(parts);
});
let origin: string;

beforeAll(async () => {
  recordNodeResponses();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

it("ends the response of Node that a request to the API has", async () => {
  const response = await fetch(`${origin}/api/orders`, { headers: { "x-node-response": "invented" } });
  expect(await response.json()).toEqual(BODY);
  expect(response.headers.get("content-type")).toBe("application/json");
});

it("is written by its stream where there is none", async () => {
  expect(await (await fetch(`${origin}/elsewhere`)).text()).toBe(`${JSON.stringify(BODY)} by streams`);
});

it("can be read like any other", async () => {
  expect(await toJsonResponse(new Request("http://test"), BODY, INIT).json()).toEqual(BODY);
});
