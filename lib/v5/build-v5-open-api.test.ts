import { expect, it } from "vitest";
import { buildV5OpenApi } from "@/lib/v5/build-v5-open-api";
import { ENDPOINTS } from "@/lib/v5/endpoints";

it("describes every endpoint with the fields that it needs", () => {
  const { paths } = buildV5OpenApi("https://terminal-zero.example");
  const names = Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(names.sort()).toEqual(Object.keys(ENDPOINTS).sort());
  expect(paths["/v5/order/create"]?.post).toMatchObject({
    requestBody: {
      content: { "application/json": { schema: { required: ["symbol", "side", "orderType", "qty"] } } },
    },
    security: [{ "X-BAPI-SIGN": [] }],
  });
  expect(paths["/v5/market/kline"]?.get).toMatchObject({
    parameters: expect.arrayContaining([
      expect.objectContaining({ name: "symbol", in: "query", required: true }),
      expect.objectContaining({ name: "limit", required: false }),
    ]),
  });
  expect(paths["/v5/market/kline"]?.get).not.toHaveProperty("security");
});
