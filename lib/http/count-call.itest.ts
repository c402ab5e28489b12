import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signInAs } from "@/dev/testing/sign-in-as";
import { type TestServices, useTestServices } from "@/dev/testing/use-test-services";
import { countCall } from "@/lib/http/count-call";

let services: TestServices;

beforeAll(async () => {
  services = await useTestServices();
});
afterAll(() => services.close());

const PATH = "/api/portfolio";
const call = (headers: Record<string, string>, options: { method?: string; path?: string } = {}) => {
  const { method = "GET", path = PATH } = options;
  return countCall(new Request(`http://localhost:3000${path}`, { method, headers }), path);
};

/** The limit slides from minute to minute: a test that crosses from one to the next would be let a little more. */
async function awaitRoomInMinute(): Promise<void> {
  while (Date.now() % 60_000 > 40_000) await new Promise((resolve) => setTimeout(resolve, 250));
}

describe("fault 25: the 61st call of a minute", () => {
  it("is refused by user, from whatever tabs and addresses, and by nobody else's calls", async () => {
    const tabs = [await signInAs({ userId: "ann" }), await signInAs({ userId: "ann" })];
    await awaitRoomInMinute();
    const outcomes = [];
    for (let index = 0; index < 61; index += 1) {
      const { cookie = "" } = tabs[index % 2] ?? {};
      const forged = { "x-forwarded-for": `10.0.0.${index}`, "x-real-ip": `10.0.1.${index}` };
      outcomes.push(await call({ cookie, "x-client-address": `192.0.2.${index}`, ...forged }));
    }
    expect(outcomes.filter(({ refusal }) => refusal !== null)).toHaveLength(1);
    const last = outcomes.at(-1);
    expect(last?.refusal).toMatchObject({ code: "rate_limited", status: 429 });
    expect(last?.headers).toMatchObject({ "ratelimit-limit": "60", "ratelimit-remaining": "0" });
    expect(Number(last?.refusal?.details?.retryAfterSeconds)).toBeGreaterThan(0);
    const { cookie } = await signInAs({ userId: "bob" });
    expect((await call({ cookie })).refusal).toBeNull();
  });

  it("is refused by address when nobody is signed in, whatever other headers say", async () => {
    await awaitRoomInMinute();
    const outcomes = [];
    for (let index = 0; index < 61; index += 1) {
      const forged = { "x-forwarded-for": `10.0.0.${index}`, cookie: "next-auth.session-token=forged" };
      outcomes.push(await call({ "x-client-address": "198.51.100.7", ...forged }));
    }
    expect(outcomes.filter(({ refusal }) => refusal !== null)).toHaveLength(1);
  });
});

it("holds sign-ups of one address to a few in ten minutes", async () => {
  const signUp = () =>
    call({ "x-client-address": "198.51.100.8" }, { method: "POST", path: "/api/auth/register" });
  for (let index = 0; index < 5; index += 1) expect((await signUp()).refusal).toBeNull();
  expect((await signUp()).refusal).toMatchObject({ code: "rate_limited" });
});

it("without Redis lets reads pass, and neither orders nor sign-ins (fault 19)", async () => {
  await services.controlRedis({ down: true });
  const visitor = { "x-client-address": "198.51.100.9" };
  const read = await call(visitor);
  const order = await call(visitor, { method: "POST", path: "/api/orders" });
  const login = await call(visitor, { method: "POST", path: "/api/auth/callback/credentials" });
  await services.controlRedis({ down: false });
  expect(read.refusal).toBeNull();
  for (const { refusal } of [order, login]) {
    expect(refusal).toMatchObject({ code: "service_unavailable", details: { retryAfterSeconds: 2 } });
  }
});
