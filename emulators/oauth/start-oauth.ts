import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

const KEY_ID = "emulator";
const CLIENT = { id: "emulator-client", secret: "emulator-client-secret" };
const TOKEN_AGE_S = 300;

/** A user of the provider; `isVerified` is whether it has verified the email. */
export type OauthPerson = { subject: number; email: string | null; isVerified: boolean; name: string };

/** A running emulator for the sign-in of Google (OpenID Connect, PKCE) and of GitHub (plain OAuth 2). */
export type Oauth = {
  url: string;
  client: typeof CLIENT;
  /** The user of the next sign-in. */
  setPerson: (person: OauthPerson) => void;
  close: () => Promise<void>;
};

type Grant = { person: OauthPerson; redirectUri: string; nonce: string | null; challenge: string | null };

/**
 * Starts it on a free port. Every user consents immediately; a code is valid once and only for its redirect
 * URL.
 */
export async function startOauth(): Promise<Oauth> {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  const codes = new Map<string, Grant>();
  const tokens = new Map<string, OauthPerson>();
  let person: OauthPerson | null = null;
  let url = "";

  const authorize = (asked: URLSearchParams) => {
    const redirectUri = asked.get("redirect_uri") ?? "";
    if (person === null || asked.get("client_id") !== CLIENT.id || !URL.canParse(redirectUri)) return null;
    const code = randomBytes(12).toString("hex");
    codes.set(code, {
      person,
      redirectUri,
      nonce: asked.get("nonce"),
      challenge: asked.get("code_challenge"),
    });
    const target = new URL(redirectUri);
    target.search = new URLSearchParams({ code, state: asked.get("state") ?? "" }).toString();
    return target.href;
  };

  const exchange = (form: URLSearchParams, authorization: string) => {
    const code = form.get("code") ?? "";
    const grant = codes.get(code);
    codes.delete(code);
    const verifier = form.get("code_verifier") ?? "";
    const matchesChallenge =
      grant?.challenge === null ||
      grant?.challenge === createHash("sha256").update(verifier).digest("base64url");
    if (!grant || !matchesChallenge || !isClient(form, authorization)) return null;
    if (grant.redirectUri !== form.get("redirect_uri")) return null;
    const token = randomBytes(12).toString("hex");
    tokens.set(token, grant.person);
    const { subject, email, isVerified, name } = grant.person;
    const nowS = Math.floor(Date.now() / 1_000);
    const claims = {
      iss: url,
      aud: CLIENT.id,
      sub: String(subject),
      iat: nowS,
      exp: nowS + TOKEN_AGE_S,
      ...(grant.nonce && { nonce: grant.nonce }),
      ...(email && { email, email_verified: isVerified }),
      name,
    };
    const text = [{ alg: "RS256", kid: KEY_ID, typ: "JWT" }, claims].map(encodePart).join(".");
    const signature = sign("sha256", Buffer.from(text), privateKey).toString("base64url");
    const bearer = { access_token: token, token_type: "bearer", scope: "user:email" };
    return { google: { ...bearer, id_token: `${text}.${signature}` }, github: bearer };
  };

  const respond = async (request: IncomingMessage): Promise<unknown> => {
    const { pathname, searchParams } = new URL(request.url ?? "/", url);
    const { authorization = "" } = request.headers;
    const owner = tokens.get(authorization.replace(/^(bearer|token) /i, ""));
    switch (pathname) {
      case "/.well-known/openid-configuration":
        return describe(url);
      case "/jwks":
        return { keys: [{ ...publicKey.export({ format: "jwk" }), kid: KEY_ID, alg: "RS256", use: "sig" }] };
      case "/authorize":
      case "/login/oauth/authorize":
        return authorize(searchParams);
      case "/token":
        return exchange(await readForm(request), authorization)?.google ?? null;
      case "/login/oauth/access_token":
        return exchange(await readForm(request), authorization)?.github ?? null;
      case "/user":
        return owner && { id: owner.subject, login: "octo", name: owner.name, email: null };
      case "/user/emails":
        return owner && listEmails(owner);
      default:
        return null;
    }
  };

  const server = createServer(async (request, response) => {
    const body = await respond(request);
    if (typeof body === "string") response.writeHead(302, { location: body }).end();
    else {
      response.writeHead(body ? 200 : 400, { "content-type": "application/json" });
      response.end(JSON.stringify(body ?? { error: "invalid_request" }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    client: CLIENT,
    setPerson: (next) => {
      person = next;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function describe(url: string) {
  return {
    issuer: url,
    authorization_endpoint: `${url}/authorize`,
    token_endpoint: `${url}/token`,
    jwks_uri: `${url}/jwks`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
  };
}

/** The primary one is not the first, to detect a client that uses the first. */
function listEmails({ email, isVerified }: OauthPerson) {
  const other = { email: "other@example.com", primary: false, verified: true };
  return email === null ? [] : [other, { email, primary: true, verified: isVerified }];
}

/** In the header that OAuth prefers, or in the form. */
function isClient(form: URLSearchParams, authorization: string): boolean {
  const basic = Buffer.from(authorization.replace(/^basic /i, ""), "base64").toString();
  const [id, secret] = authorization ? basic.split(":") : [form.get("client_id"), form.get("client_secret")];
  return id === CLIENT.id && secret === CLIENT.secret;
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += chunk;
  return new URLSearchParams(text);
}

function encodePart(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}
