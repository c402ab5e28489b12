import { beforeAll, describe, inject } from "vitest";
import { describeRouteTable } from "@/tests/routes/describe-route-table";

const { baseUrl, env } = inject("product");

beforeAll(() => {
  // The users of the table are created in the product's database.
  Object.assign(process.env, env);
});

describe("fault 23: every route × everybody, through the middleware", () => {
  describeRouteTable({
    origin: () => baseUrl,
    call: async ({ method, path, headers, body }) => {
      const response = await fetch(new URL(path, baseUrl), {
        method,
        headers,
        redirect: "manual",
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      return { status: response.status, text: await response.text() };
    },
  });
});
