import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { createTestDatabase } from "@/dev/testing/create-test-database";
import { signInAs } from "@/dev/testing/sign-in-as";
import { type TestServices, useTestServices } from "@/dev/testing/use-test-services";
import { openPractice } from "@/lib/accounts/open-practice";
import { getDb } from "@/lib/db/client";
import { createUser } from "@/lib/db/users";
import { API_OPERATIONS } from "@/lib/http/api-operations";
import { errorBodySchema } from "@/lib/schemas/api-error";
import { callRouteModule } from "@/tests/routes/call-route-module";
import { ROUTES } from "@/tests/routes/route-declarations";

let services: TestServices;
let userId = "";

beforeAll(async () => {
  services = await useTestServices({ databaseUrl: await createTestDatabase() });
  const person = { displayName: "Reader", passwordHash: null, emailVerifiedAt: null };
  userId = (await createUser({ ...person, email: "reader@terminal-zero.local" }))?.id ?? "";
  await openPractice(userId);
});
afterAll(async () => {
  await getDb().$disconnect();
  await services.close();
});

async function call(name: string, body?: unknown, isSignedIn = true) {
  const [method = "", path = ""] = name.split(" ");
  const cookie = isSignedIn ? (await signInAs({ userId })).cookie : "";
  const headers = { cookie, origin: "http://localhost:3000", "content-type": "application/json" };
  const answer = await callRouteModule({ method, path, headers, body });
  return { status: answer.status, body: answer.text === "" ? undefined : JSON.parse(answer.text) };
}

describe("the description of the API", () => {
  it("names every call that is for people, and no other", () => {
    const open = Object.keys(ROUTES).filter((name) =>
      ["public", "visitor", "user", "paid"].includes(ROUTES[name] ?? ""),
    );
    expect(Object.keys(API_OPERATIONS).sort()).toEqual(open.sort());
  });

  it("is OpenAPI 3.1 with every path", async () => {
    const { body } = await call("GET /api/openapi.json");
    expect(body.openapi).toBe("3.1.0");
    const calls = Object.values(body.paths).flatMap((item) => Object.keys(item as object));
    expect(calls).toHaveLength(Object.keys(API_OPERATIONS).length);
    expect(body.paths["/api/orders"].post.requestBody.content["application/json"].schema.required).toContain(
      "clientOrderId",
    );
  });

  const bodies: Record<string, unknown> = {
    "PATCH /api/account": { displayName: "Reader" },
    "POST /api/account/two-factor": {},
    "POST /api/auth/register": {
      email: "newcomer@terminal-zero.local",
      password: "a horse on the moon",
      name: "New",
    },
  };
  const answering = Object.entries(API_OPERATIONS).filter(
    ([name, { answer }]) => answer && (name.startsWith("GET") || name in bodies),
  );
  it.each(answering)("says what %s answers", async (name, operation) => {
    const { status, body } = await call(name, bodies[name]);
    expect(status).toBe(operation.status ?? 200);
    const schema = operation.answer as z.ZodObject;
    expect(schema.strict().safeParse(body).error).toBeUndefined();
  });

  it.each(Object.keys(ROUTES).filter((name) => ROUTES[name] === "user" && !name.includes("[")))(
    "says how %s refuses",
    async (name) => {
      const { status, body } = await call(name, name.startsWith("GET") ? undefined : {}, false);
      expect(status).toBe(401);
      expect(errorBodySchema.strict().safeParse(body).error).toBeUndefined();
    },
  );
});
