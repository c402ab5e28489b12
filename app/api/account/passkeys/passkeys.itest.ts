import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as passkey from "@/app/api/account/passkeys/[id]/route";
import * as options from "@/app/api/account/passkeys/options/route";
import * as passkeys from "@/app/api/account/passkeys/route";
import * as account from "@/app/api/account/route";
import * as signIns from "@/app/api/account/sign-ins/route";
import * as challenges from "@/app/api/auth/passkey/route";
import { storePasskey } from "@/lib/db/access/passkeys";
import { getDb } from "@/lib/db/client";
import {
  callBack,
  codeOf,
  linkFor,
  mailsTo,
  type NewAccount,
  openVerification,
  prove,
  readAccount,
  signUpAndIn,
  switchTwoFactorOn,
} from "@/tests/support/account-steps";
import { type ApiVisitor, createApiVisitor } from "@/tests/support/api-visitor";
import { createAuthenticator } from "@/tests/support/create-authenticator";
import { createTestDatabase } from "@/tests/support/create-test-database";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

const PATH = "/api/account/passkeys";
let services: TestServices;
let visitors = 0;

beforeAll(async () => {
  services = await useTestServices({ databaseUrl: await createTestDatabase() });
});
afterAll(async () => {
  await getDb().$disconnect();
  await services.close();
});

/** A visitor without a session, from a client IP of its own. */
function stranger(): ApiVisitor {
  visitors += 1;
  return createApiVisitor(`10.9.0.${visitors}`);
}
type Authenticator = ReturnType<typeof createAuthenticator>;

async function begin({ visitor }: Pick<NewAccount, "visitor">): Promise<string> {
  const { body } = await visitor.call(options.POST, "POST", `${PATH}/options`);
  return String(body.challenge);
}

const add = ({ visitor }: NewAccount, credential: object, name = "Phone") =>
  visitor.call(passkeys.POST, "POST", PATH, { name, credential });

async function askChallenge(visitor: ApiVisitor): Promise<string> {
  const { body } = await visitor.call(challenges.POST, "POST", "/api/auth/passkey", {});
  return String(body.challenge);
}

const signInBy = (visitor: ApiVisitor, assertion: object) =>
  callBack(visitor, "passkey", { assertion: JSON.stringify(assertion) });

/** A verified user with one passkey. */
async function withPasskey(): Promise<NewAccount & { authenticator: Authenticator }> {
  const person = await signUpAndIn();
  await openVerification(person.visitor, await linkFor(person.email, "/verify-email"));
  const authenticator = createAuthenticator(person.id);
  const added = await add(person, authenticator.create(await begin(person)));
  expect(added.status, JSON.stringify(added.body)).toBe(201);
  return { ...person, authenticator };
}

describe("a passkey", () => {
  it("signs in without password and second factor, and tells its owner by mail", async () => {
    const person = await withPasskey();
    await switchTwoFactorOn(person);
    const visitor = stranger();
    const challenge = await askChallenge(visitor);
    expect((await signInBy(visitor, person.authenticator.get(challenge))).status).toBe(200);
    expect((await readAccount(visitor)).body).toMatchObject({ id: person.id });
    const { body } = await visitor.call(passkeys.GET, "GET", PATH);
    expect(body.passkeys).toMatchObject([{ name: "Phone", lastUsedAt: expect.any(String) }]);
    const mails = await mailsTo(person.email);
    expect(mails.map(({ subject }) => subject)).toContain("A new passkey");
    const history = await visitor.call(signIns.GET, "GET", "/api/account/sign-ins");
    expect(history.body.signIns).toMatchObject([{ method: "passkey" }, { method: "password" }]);
  });

  it("needs a verified e-mail", async () => {
    const { visitor } = await signUpAndIn();
    const rejected = await visitor.call(options.POST, "POST", `${PATH}/options`);
    expect(codeOf(rejected)).toEqual([403, "email_not_verified"]);
  });

  it("proves its owner's identity, and no one else's", async () => {
    const person = await withPasskey();
    const other = await withPasskey();
    const assertion = person.authenticator.get(await askChallenge(person.visitor));
    expect((await prove(person.visitor, { assertion })).status).toBe(204);
    const foreign = other.authenticator.get(await askChallenge(person.visitor));
    expect(codeOf(await prove(person.visitor, { assertion: foreign }))).toEqual([401, "invalid_credentials"]);
  });

  it("is removed by its owner alone, and then signs in no more", async () => {
    const person = await withPasskey();
    const other = await withPasskey();
    const { id } = person.authenticator;
    const remove = ({ visitor }: NewAccount) =>
      visitor.call(passkey.DELETE, "DELETE", `${PATH}/${id}`, undefined, { params: { id } });
    expect(codeOf(await remove(other))).toEqual([404, "not_found"]);
    expect((await remove(person)).status).toBe(204);
    const visitor = stranger();
    const rejected = await signInBy(visitor, person.authenticator.get(await askChallenge(visitor)));
    expect(codeOf(rejected)).toEqual([401, "invalid_credentials"]);
  });

  it("is not added once the sessions of its owner have ended", async () => {
    const person = await signUpAndIn();
    const where = { id: person.id };
    const before = await getDb().user.findUniqueOrThrow({ where });
    const sessionsEndedAt = new Date();
    await getDb().user.update({ where, data: { sessionsEndedAt } });
    const { id: userId } = person;
    const key = {
      id: userId,
      userId,
      name: "Phone",
      publicKey: new Uint8Array(1),
      counter: 0n,
      transports: [],
    };
    await expect(storePasskey(key, before, 10)).rejects.toMatchObject({ code: "unauthorized" });
    expect(await storePasskey(key, { ...before, sessionsEndedAt }, 10)).toBe("stored");
  });

  it("is gone with its account", async () => {
    const person = await withPasskey();
    const confirm = { confirm: "delete my account" };
    await person.visitor.call(account.DELETE, "DELETE", "/api/account", confirm);
    expect(await getDb().passkey.count({ where: { userId: person.id } })).toBe(0);
    expect(await getDb().signIn.count({ where: { userId: person.id } })).toBe(0);
  });
});

describe("a sign-in by passkey is rejected", () => {
  const forgeries: [string, (a: Authenticator, challenge: string) => object][] = [
    ["for another site", (a, challenge) => a.get(challenge, { rpId: "evil.example" })],
    ["from another origin", (a, challenge) => a.get(challenge, { origin: "https://evil.example" })],
    ["when its user was not verified", (a, challenge) => a.get(challenge, { isVerified: false })],
    ["with a challenge of nobody", (a) => a.get(Buffer.alloc(32, 7).toString("base64url"))],
    ["with the id of another user", (a, challenge) => a.get(challenge, { userHandle: "someone-else" })],
    ["with a counter that went back", (a, challenge) => a.get(challenge, { counter: 1 })],
    [
      "with the signature of another challenge",
      (a, challenge) => {
        const right = a.get(challenge);
        const { signature } = a.get(challenge).response as { signature: string };
        return { ...right, response: { ...right.response, signature } };
      },
    ],
  ];
  it.each(forgeries)("%s", async (_, forge) => {
    const { authenticator } = await withPasskey();
    const visitor = stranger();
    const assertion = forge(authenticator, await askChallenge(visitor));
    expect(codeOf(await signInBy(visitor, assertion))).toEqual([401, "invalid_credentials"]);
  });

  it("a second time, also of two at once", async () => {
    const { authenticator } = await withPasskey();
    const challenge = await askChallenge(stranger());
    const assertion = authenticator.get(challenge);
    const tries = await Promise.all([1, 2, 3].map(() => signInBy(stranger(), assertion)));
    expect(tries.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
  });

  it("of a banned user", async () => {
    const { authenticator, id } = await withPasskey();
    await getDb().user.update({ where: { id }, data: { bannedAt: new Date() } });
    const visitor = stranger();
    const rejected = await signInBy(visitor, authenticator.get(await askChallenge(visitor)));
    expect(codeOf(rejected)).toEqual([403, "account_banned"]);
  });

  it.each(["{}", "no JSON", '{"id":"__proto__"}'])("of %s", async (assertion) => {
    const rejected = await callBack(stranger(), "passkey", { assertion });
    expect(codeOf(rejected)).toEqual([400, "bad_request"]);
  });
});

describe("a new passkey is rejected", () => {
  it("with the challenge of another user, or an old one", async () => {
    const person = await withPasskey();
    const other = await withPasskey();
    const theirs = createAuthenticator(person.id).create(await begin(other));
    expect(codeOf(await add(person, theirs))[1]).toBe("link_expired");
    const challenge = await begin(person);
    const first = createAuthenticator(person.id);
    expect((await add(person, first.create(challenge))).status).toBe(201);
    expect(codeOf(await add(person, createAuthenticator(person.id).create(challenge)))[1]).toBe(
      "link_expired",
    );
  });

  it("of another site, without verification, or when it is known already", async () => {
    const person = await withPasskey();
    const made = async (forged: object) =>
      codeOf(await add(person, createAuthenticator(person.id).create(await begin(person), forged)));
    expect(await made({ rpId: "evil.example" })).toEqual([400, "bad_request"]);
    expect(await made({ isVerified: false })).toEqual([400, "bad_request"]);
    const again = await add(person, person.authenticator.create(await begin(person)));
    expect(codeOf(again)).toEqual([400, "bad_request"]);
  });

  it("beyond ten, also when they are added at once", async () => {
    const person = await withPasskey();
    const made = await Promise.all(
      Array.from({ length: 11 }, async () =>
        add(person, createAuthenticator(person.id).create(await begin(person))),
      ),
    );
    expect(made.filter(({ status }) => status === 201)).toHaveLength(9);
    expect(made.filter(({ status }) => status === 422)).toHaveLength(2);
  });
});
