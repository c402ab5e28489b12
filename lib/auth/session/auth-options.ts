import "server-only";
import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { notifyAccessChange } from "@/lib/auth/notify-access-change";
import { createOauthProviders } from "@/lib/auth/oauth-providers";
import { signInByPasskey } from "@/lib/auth/passkey/sign-in-by-passkey";
import { createPendingMfa } from "@/lib/auth/pending-mfa";
import { beginSession, type Origin } from "@/lib/auth/session/begin-session";
import { recordSignIn } from "@/lib/auth/session/record-sign-in";
import { endSession, type SessionRecord, touchSession } from "@/lib/auth/session/session-store";
import { cookieName, SESSION_MAX_AGE_S, usesSecureCookies } from "@/lib/auth/session/session-token";
import { signInByPassword, signInBySecondFactor } from "@/lib/auth/sign-in";
import { signInByProvider } from "@/lib/auth/sign-in-by-provider";
import { findProviderUser, type User } from "@/lib/db/queries/users/users";
import { getEnv } from "@/lib/infra/env/env";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { passkeySignInSchema } from "@/lib/schemas/access/passkeys";
import { loginSchema, pendingMfaSchema } from "@/lib/schemas/account";
import { AppError } from "@/lib/schemas/api-error";

/** How long a sign-in at a provider may take, in seconds. */
const OAUTH_MAX_AGE_S = 15 * 60;

/** One request to next-auth: its origin, the handling of a sign-in, and the reason of a rejection. */
export type AuthRequest = {
  origin: Origin;
  onSignIn: (userId: string) => Promise<void>;
  /** Receives the error that next-auth itself would only put into a URL as a code. */
  onRejection: (error: unknown) => void;
};

/**
 * Our configuration of next-auth: its tokens contain the id of a session in Redis, and are invalid without
 * it.
 */
export function createAuthOptions(request: AuthRequest): NextAuthOptions {
  return {
    secret: getEnv().NEXTAUTH_SECRET,
    useSecureCookies: usesSecureCookies(),
    cookies: nameCookies(),
    session: { strategy: "jwt", maxAge: SESSION_MAX_AGE_S },
    pages: { signIn: "/login", error: "/login", signOut: "/settings" },
    providers: createProviders(request),
    callbacks: {
      // Only to our own pages: a URL in a link must not lead to another site.
      redirect: ({ url, baseUrl }) => (isSameOriginPath(url) ? new URL(url, getEnv().APP_URL).href : baseUrl),
      signIn: async ({ account, profile, user }) => {
        if (account?.type !== "oauth" || !profile) return true;
        // The provider's own spelling: next-auth's `user` has it in lower case, which may be another person's
        // email.
        const { email, email_verified } = profile as { email?: string; email_verified?: boolean };
        const signedIn = await signInByProvider({
          provider: account.provider,
          subject: account.providerAccountId,
          email: email ?? null,
          isEmailVerified: email_verified === true,
          name: user.name ?? null,
        }).catch(rejectionOf);
        if (signedIn === null || typeof signedIn === "string") {
          return `/login?error=${signedIn ?? "provider_rejected"}`;
        }
        const { user: person, isLinked } = signedIn;
        if (isLinked) notifyAccessChange(person, "provider-linked");
        return person.totpConfirmedAt === null || `/login?ticket=${await createPendingMfa(person)}`;
      },
      jwt: async ({ token, user, account }) => {
        if (user && account)
          return startToken(request, await findSignedIn(user as CheckedUser, account), account.provider);
        // Throwing makes next-auth clear the cookie of an ended session.
        const record = await touchToken(token);
        if (!record) throw new Error("The session is over.");
        return token;
      },
      session: async ({ session, token }) => {
        const record = await touchToken(token);
        if (!record) return { expires: session.expires };
        const expires = new Date(record.createdMs + SESSION_MAX_AGE_S * 1_000).toISOString();
        return { expires, user: { name: record.displayName, email: record.email } };
      },
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.sub !== "string" || typeof token.sid !== "string") return;
        // next-auth would clear the cookie without an error, while a copy of it would remain valid.
        await endSession(token.sub, token.sid).catch(request.onRejection);
      },
    },
    logger: {
      error: (code, metadata) => {
        if (code !== "JWT_SESSION_ERROR") reportError("next-auth", metadata, { code });
      },
      warn: () => {},
      debug: () => {},
    },
  };
}

/**
 * The code for the sign-in page when an operator has closed registration. Any other error is thrown again.
 */
function rejectionOf(error: unknown): "registration_closed" {
  if (error instanceof AppError && error.code === "registration_closed") return error.code;
  throw error;
}

/** next-auth's cookies with names that no other host and no path may set. */
function nameCookies(): NextAuthOptions["cookies"] {
  const options = { httpOnly: true, sameSite: "lax", path: "/", secure: usesSecureCookies() } as const;
  const name = (cookie: string) => ({ name: cookieName(cookie), options });
  return {
    sessionToken: name("session-token"),
    callbackUrl: name("callback-url"),
    csrfToken: name("csrf-token"),
    pkceCodeVerifier: { ...name("pkce.code_verifier"), options: { ...options, maxAge: OAUTH_MAX_AGE_S } },
    state: { ...name("state"), options: { ...options, maxAge: OAUTH_MAX_AGE_S } },
    nonce: name("nonce"),
  };
}

function createProviders(request: AuthRequest): NextAuthOptions["providers"] {
  return [
    CredentialsProvider({
      credentials: { email: {}, password: {}, code: {} },
      authorize: (credentials) =>
        tryIn(request, () => {
          const parsed = loginSchema.parse({ ...credentials, code: credentials?.code || undefined });
          return signInByPassword(parsed, request.origin.clientIp);
        }),
    }),
    CredentialsProvider({
      id: "second-factor",
      credentials: { ticket: {}, code: {} },
      authorize: (credentials) =>
        tryIn(request, () =>
          signInBySecondFactor(pendingMfaSchema.parse({ ...credentials }), request.origin.clientIp),
        ),
    }),
    CredentialsProvider({
      id: "passkey",
      credentials: { assertion: {} },
      authorize: (credentials) =>
        tryIn(request, () =>
          signInByPasskey(passkeySignInSchema.parse({ ...credentials }).assertion, request.origin.clientIp),
        ),
    }),
    ...createOauthProviders(),
  ];
}

/** next-auth's user for a sign-in; passes on rejections, which next-auth would hide. */
async function tryIn(request: AuthRequest, signIn: () => Promise<User>) {
  try {
    const user = await signIn();
    return { id: user.id, email: user.email, name: user.displayName, checked: user };
  } catch (error) {
    request.onRejection(error);
    return null;
  }
}

/** What `authorize` returned; a provider's sign-in has no row. */
type CheckedUser = { checked?: User };

/** For credentials, the row that they were checked against: later changes end the sign-in. */
async function findSignedIn(
  signedIn: CheckedUser,
  account: { provider: string; providerAccountId: string },
): Promise<User> {
  const user = signedIn.checked ?? (await findProviderUser(account.provider, account.providerAccountId));
  if (!user) throw new AppError("unauthorized", "Sign in first.");
  return user;
}

function touchToken(token: { sub?: string | undefined; sid?: unknown }): Promise<SessionRecord | null> {
  const { sub, sid } = token;
  return typeof sub === "string" && typeof sid === "string" ? touchSession(sub, sid) : Promise.resolve(null);
}

async function startToken(
  request: AuthRequest,
  user: User,
  provider: string,
): Promise<{ sub: string; sid: string }> {
  const sid = await beginSession(user, request.origin);
  recordSignIn(user.id, provider, request.origin);
  await request.onSignIn(user.id);
  return { sub: user.id, sid };
}

/**
 * Parsed as a browser does, which drops tabs and treats a backslash as a slash. The origin of a `blob:` is
 * ours as well.
 */
function isSameOriginPath(url: string): boolean {
  const { APP_URL } = getEnv();
  return URL.canParse(url, APP_URL) && new URL(url, APP_URL).href.startsWith(`${new URL(APP_URL).origin}/`);
}
