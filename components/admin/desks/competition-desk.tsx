"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import useSWR from "swr";
import { AdminTable } from "@/components/admin/admin-table";
import { PublicCompetitionForm } from "@/components/admin/public-competition-form";
import { showTime } from "@/components/admin/show-time";
import { send } from "@/lib/client/api/send";
import type { CompetitionDto } from "@/lib/schemas/challenge/competitions";

/** The public competitions, and the form for a new one. */
export function CompetitionDesk() {
  const t = useTranslations("admin.competitions");
  const tStatus = useTranslations("competitions.status");
  const { data, mutate } = useSWR("/api/competitions", (url: string) =>
    send<{ competitions: CompetitionDto[] }>("GET", url),
  );
  return (
    <div className="flex flex-col gap-4">
      <h1 className="font-semibold text-lg">{t("title")}</h1>
      <AdminTable
        label={t("title")}
        rows={data?.competitions.filter(({ isPublic }) => isPublic)}
        keyOf={(row) => row.id}
        empty={t("empty")}
        columns={[
          {
            name: t("name"),
            cell: (row) => (
              <Link href={`/competitions/${row.id}`} className="text-accent hover:underline">
                {row.name}
              </Link>
            ),
          },
          { name: t("status"), cell: (row) => tStatus(row.status) },
          { name: t("from"), cell: (row) => showTime(row.startsAt) },
          { name: t("until"), cell: (row) => showTime(row.endsAt) },
          {
            name: t("entries"),
            isNumber: true,
            cell: (row) => t("ofEntries", { entries: row.entries, max: row.maxEntries }),
          },
        ]}
      />
      <PublicCompetitionForm onDone={() => void mutate()} />
    </div>
  );
}
