import "server-only";
import type { NextAuthOptions, Profile } from "next-auth";
import GitHubProvider from "next-auth/providers/github";
import GoogleProvider from "next-auth/providers/google";
import { getEnv } from "@/lib/infra/env/env";
import { readText } from "@/lib/infra/read-text";

const MAX_RESPONSE_BYTES = 256 * 1_024;

type Provider = NextAuthOptions["providers"][number];

/** The configured providers for next-auth. */
export function createOauthProviders(): Provider[] {
  const { GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET } = getEnv();
  return [
    ...(GOOGLE_CLIENT_ID && GOOGLE_CLIENT_SECRET
      ? [createGoogle({ clientId: GOOGLE_CLIENT_ID, clientSecret: GOOGLE_CLIENT_SECRET })]
      : []),
    ...(GITHUB_CLIENT_ID && GITHUB_CLIENT_SECRET
      ? [createGitHub({ clientId: GITHUB_CLIENT_ID, clientSecret: GITHUB_CLIENT_SECRET })]
      : []),
  ];
}

/** The names of the configured providers. */
export function listProviders(): ("google" | "github")[] {
  return createOauthProviders().map(({ id }) => id as "google" | "github");
}

type Client = { clientId: string; clientSecret: string };

function createGoogle(client: Client): Provider {
  return GoogleProvider({ ...client, wellKnown: `${getEnv().GOOGLE_URL}/.well-known/openid-configuration` });
}

/** GitHub states whether an email is verified only in its list of emails, not in the profile. */
function createGitHub(client: Client): Provider {
  const { GITHUB_URL, GITHUB_API_URL } = getEnv();
  return GitHubProvider({
    ...client,
    issuer: `${GITHUB_URL}/login/oauth`,
    authorization: {
      url: `${GITHUB_URL}/login/oauth/authorize`,
      params: { scope: "read:user user:email" },
    },
    token: `${GITHUB_URL}/login/oauth/access_token`,
    userinfo: {
      url: `${GITHUB_API_URL}/user`,
      request: async ({ tokens }) => {
        const ask = (path: string) => askGitHub(path, tokens.access_token ?? "");
        const [profile, emails] = await Promise.all([ask("/user"), ask("/user/emails")]);
        const primary = (emails as GitHubEmail[]).find((one) => one.primary);
        return {
          ...(profile as Profile),
          email: primary?.email,
          email_verified: primary?.verified === true,
        };
      },
    },
  });
}

type GitHubEmail = { email: string; primary: boolean; verified: boolean };

async function askGitHub(path: string, token: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${token}`, accept: "application/vnd.github+json" };
  const response = await fetch(`${getEnv().GITHUB_API_URL}${path}`, {
    headers,
    signal: AbortSignal.timeout(5_000),
  });
  if (!response.ok) throw new Error(`GitHub answered ${path} with ${response.status}.`);
  return JSON.parse(await readText(response, MAX_RESPONSE_BYTES));
}
