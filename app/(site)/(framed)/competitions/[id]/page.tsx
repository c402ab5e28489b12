import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { EntryPanel } from "@/components/competition/entry-panel";
import { StandingsTable } from "@/components/competition/standings-table";
import { TermsList } from "@/components/competition/terms-list";
import { PageMessages } from "@/components/shell/page-messages";
import { buttonVariants } from "@/components/ui/button";
import { readPageSession } from "@/lib/auth/session/read-page-session";
import { listStandings } from "@/lib/competitions/list-standings";
import { readCompetition } from "@/lib/competitions/read-competition";
import { buildMetadata } from "@/lib/infra/build-metadata";
import { AppError } from "@/lib/schemas/api-error";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ id: string }> };

const find = cache(async (id: string) => {
  const session = await readPageSession();
  try {
    return { session, ...(await readCompetition(session?.userId ?? null, id)) };
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  }
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("competitions.page");
  const found = await find((await params).id);
  if (!found) return { robots: { index: false } };
  const { id, name, isPublic } = found.competition;
  const metadata = await buildMetadata({ title: name, description: t("meta"), path: `/competitions/${id}` });
  return isPublic ? metadata : { ...metadata, robots: { index: false } };
}

/** A competition: its terms, the user's entry and the table. */
export default async function CompetitionPage({ params }: Props) {
  const t = await getTranslations("competitions.page");
  const found = await find((await params).id);
  if (!found) notFound();
  const { competition, own, session } = found;
  const first = await listStandings(competition.id);
  return (
    <div className="flex flex-col gap-4">
      <h1 className="font-semibold text-2xl">{competition.name}</h1>
      <TermsList terms={competition} />
      <PageMessages areas={["competitions"]}>
        {session ? (
          <EntryPanel competition={competition} own={own} />
        ) : (
          <Link
            href={`/login?next=/competitions/${competition.id}`}
            className={buttonVariants({ variant: "outline", size: "md", className: "self-start" })}
          >
            {t("signIn")}
          </Link>
        )}
        <StandingsTable competition={competition} first={first} ownEntry={own?.portfolioId ?? null} />
      </PageMessages>
      <p className="max-w-3xl text-text-3 text-xs">{t("method")}</p>
    </div>
  );
}
