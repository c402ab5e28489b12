"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import useSWR from "swr";
import { AdminTable } from "@/components/admin/admin-table";
import { AnnounceButton } from "@/components/admin/announce-button";
import { ReasonButton } from "@/components/admin/reason-button";
import { showTime } from "@/components/admin/show-time";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/form/input";
import { sendVerified } from "@/lib/client/api/access/send-verified";
import { send } from "@/lib/client/api/send";
import type { ANNOUNCEMENT_AUDIENCES, ANNOUNCEMENT_LEVELS, PAGE_KINDS } from "@/lib/core/account-terms";

type PageLine = {
  slug: string;
  kind: (typeof PAGE_KINDS)[number];
  title: string;
  publishedAt: string | null;
  resolvedAt: string | null;
  updatedAt: string;
};
type AnnouncementLine = {
  id: string;
  level: (typeof ANNOUNCEMENT_LEVELS)[number];
  audience: (typeof ANNOUNCEMENT_AUDIENCES)[number];
  text: string;
  startsAt: string;
  endsAt: string | null;
};

/** Pages, incidents and announcements. */
export function ContentDesk() {
  const t = useTranslations("admin.content");
  const router = useRouter();
  const [slug, setSlug] = useState("");
  const get = (url: string) => send<never>("GET", url);
  const pages = useSWR<{ pages: PageLine[] }>("/api/admin/pages", get);
  const lines = useSWR<{ announcements: AnnouncementLine[] }>("/api/admin/announcements", get);
  const withdraw = (id: string) => async (reason: string) => {
    await sendVerified("DELETE", `/api/admin/announcements/${id}`, { reason });
    await lines.mutate();
  };
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <h1 className="flex-1 font-semibold text-lg">{t("title")}</h1>
        <form
          className="flex gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            router.push(`/admin/content/${slug}`);
          }}
        >
          <Input
            aria-label={t("newAddress")}
            placeholder={t("newHint")}
            pattern="[a-z0-9]+(-[a-z0-9]+)*"
            required
            value={slug}
            onChange={(event) => setSlug(event.target.value)}
          />
          <Button type="submit" variant="outline">
            {t("write")}
          </Button>
        </form>
      </div>
      <AdminTable
        label={t("pages")}
        rows={pages.data?.pages}
        keyOf={(row) => row.slug}
        empty={t("noPages")}
        columns={[
          {
            name: t("page"),
            cell: (row) => (
              <Link href={`/admin/content/${row.slug}`} className="text-accent hover:underline">
                {row.title}
              </Link>
            ),
          },
          { name: t("address"), cell: (row) => `/p/${row.slug}` },
          { name: t("kind"), cell: (row) => t(`kinds.${row.kind}`) },
          { name: t("published"), cell: (row) => (row.publishedAt ? showTime(row.publishedAt) : t("draft")) },
          { name: t("changed"), cell: (row) => showTime(row.updatedAt) },
        ]}
      />
      <div className="flex items-center">
        <h2 className="flex-1 font-medium text-sm">{t("announcements")}</h2>
        <AnnounceButton onDone={() => void lines.mutate()} />
      </div>
      <AdminTable
        label={t("announcements")}
        rows={lines.data?.announcements}
        keyOf={(row) => row.id}
        empty={t("noAnnouncements")}
        columns={[
          { name: t("text"), cell: (row) => row.text },
          { name: t("level"), cell: (row) => t(`levels.${row.level}`) },
          { name: t("audience"), cell: (row) => t(`audiences.${row.audience}`) },
          { name: t("from"), cell: (row) => showTime(row.startsAt) },
          { name: t("until"), cell: (row) => showTime(row.endsAt) },
          {
            name: t("withdraw"),
            cell: (row) => (
              <ReasonButton
                label={t("withdraw")}
                title={t("withdrawTitle")}
                consequence={t("withdrawConsequence")}
                act={withdraw(row.id)}
              />
            ),
          },
        ]}
      />
    </div>
  );
}
