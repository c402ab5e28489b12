import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { LoginForm } from "@/components/account/login-form";
import { SecondFactorForm } from "@/components/account/second-factor-form";
import { listProviders } from "@/lib/auth/oauth-providers";
import { readPageSession } from "@/lib/auth/session/read-page-session";
import { sameOriginPath } from "@/lib/client/api/same-origin-path";

export const metadata: Metadata = { title: "Sign in" };

const NOTICES = new Map([
  ["password-changed", "Your password is changed. Sign in with the new one."],
  ["signed-out", "You are signed out."],
  ["deleted", "Your account is deleted."],
]);

/** Why a provider's sign-in was rejected, by the URL's `error`. */
const REJECTIONS = new Map([["registration_closed", "No new accounts can be made at the moment."]]);
const REJECTED = "That account can't sign in here. Use your e-mail address and password.";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function LoginPage({ searchParams }: Props) {
  const search = await searchParams;
  const read = (name: string) => (typeof search[name] === "string" ? search[name] : undefined);
  const next = read("next");
  if (await readPageSession()) redirect(sameOriginPath(next));
  const ticket = read("ticket");
  if (ticket !== undefined) return <SecondFactorForm ticket={ticket} />;
  const error = read("error");
  const notice = NOTICES.get(read("notice") ?? "") ?? (error && (REJECTIONS.get(error) ?? REJECTED));
  return <LoginForm providers={listProviders()} next={next} notice={notice} />;
}
