import type { Metadata } from "next";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { CodeForm } from "@/components/competition/code-form";
import { CompetitionForm } from "@/components/competition/competition-form";
import { PageMessages } from "@/components/shell/page-messages";
import { buttonVariants } from "@/components/ui/button";
import { readPageSession } from "@/lib/auth/session/read-page-session";
import { formatsOf } from "@/lib/client/locale/formats-of";
import { readCompetitions } from "@/lib/competitions/read-competition";
import { isFlagOn } from "@/lib/db/admin/feature-flags";
import { buildMetadata } from "@/lib/infra/build-metadata";
import type { CompetitionDto } from "@/lib/schemas/challenge/competitions";

export const dynamic = "force-dynamic";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("competitions.list");
  return buildMetadata({ title: t("title"), description: t("description"), path: "/competitions" });
}

/** The competitions that a visitor may see, an invitation and the form for a new one. */
export default async function CompetitionsPage() {
  const t = await getTranslations("competitions.list");
  const session = await readPageSession();
  const competitions = await readCompetitions(session?.userId ?? null);
  const mayCreate = session !== null && (await isFlagOn("friends-competitions", session.userId));
  return (
    <div className="flex flex-col gap-6">
      <div>
        <h1 className="font-semibold text-2xl">{t("title")}</h1>
        <p className="mt-1 max-w-2xl text-sm text-text-2">{t("description")}</p>
      </div>
      {competitions.length === 0 ? (
        <p className="panel py-10 text-center text-sm text-text-2">{t("empty")}</p>
      ) : (
        <ul className="grid gap-3 md:grid-cols-2">
          {competitions.map((one) => (
            <CompetitionCard key={one.id} competition={one} />
          ))}
        </ul>
      )}
      {session ? (
        <PageMessages areas={["competitions"]}>
          <div className="grid items-start gap-4 lg:grid-cols-2">
            <CodeForm />
            {mayCreate && <CompetitionForm />}
          </div>
        </PageMessages>
      ) : (
        <Link
          href="/login?next=/competitions"
          className={buttonVariants({ variant: "outline", size: "md", className: "self-start" })}
        >
          {t("signIn")}
        </Link>
      )}
    </div>
  );
}

function CompetitionCard({ competition }: { competition: CompetitionDto }) {
  const t = useTranslations("competitions");
  const formats = formatsOf(useLocale());
  const { id, name, status, isPublic, startsAt, endsAt, entries } = competition;
  const [from, until] = [startsAt, endsAt].map((text) => formats.minute(Date.parse(text)));
  return (
    <li className="panel flex flex-col gap-1 p-4">
      <h2 className="font-medium">
        <Link href={`/competitions/${id}`} className="rounded underline-offset-2 hover:underline">
          {name}
        </Link>
      </h2>
      <p className="text-text-2 text-xs">
        {t(`status.${status}`)} · {t(isPublic ? "list.public" : "list.invited")} ·{" "}
        {t("list.entries", { entries })}
      </p>
      <p className="num text-text-3 text-xs">{t("list.times", { from: from ?? "", until: until ?? "" })}</p>
    </li>
  );
}
