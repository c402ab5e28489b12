import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { LoginForm } from "@/components/account/login-form";
import { SecondFactorForm } from "@/components/account/second-factor-form";
import { listProviders } from "@/lib/auth/oauth-providers";
import { readPageSession } from "@/lib/auth/session/read-page-session";
import { sameOriginPath } from "@/lib/client/api/access/same-origin-path";
import { getEnv } from "@/lib/infra/env/env";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth");
  return { title: t("loginTitle") };
}

const NOTICES = ["password-changed", "signed-out", "deleted"] as const;

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function LoginPage({ searchParams }: Props) {
  const search = await searchParams;
  const read = (name: string) => (typeof search[name] === "string" ? search[name] : undefined);
  const next = read("next");
  if (await readPageSession()) redirect(sameOriginPath(next));
  const ticket = read("ticket");
  if (ticket !== undefined) return <SecondFactorForm ticket={ticket} />;
  return (
    <LoginForm
      providers={listProviders()}
      hasSample={getEnv().SAMPLE_ACCOUNT !== undefined}
      next={next}
      notice={await findNotice(read("notice"), read("error"))}
    />
  );
}

/** What happened before, by the URL's `notice`, or why a provider's sign-in was rejected, by its `error`. */
async function findNotice(asked: string | undefined, error: string | undefined): Promise<string | undefined> {
  const t = await getTranslations("auth");
  const notice = NOTICES.find((one) => one === asked);
  if (notice) return t(`notices.${notice}`);
  if (error === undefined) return undefined;
  return t(error === "registration_closed" ? "registrationClosed" : "providerRejected");
}
