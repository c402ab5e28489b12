"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import useSWR from "swr";
import { AnnounceButton } from "@/components/admin/announce-button";
import { DataTable } from "@/components/admin/data-table";
import { ReasonButton } from "@/components/admin/reason-button";
import { showTime } from "@/components/admin/show-time";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { send } from "@/lib/client/api/send";
import { sendVerified } from "@/lib/client/api/send-verified";

type PageLine = {
  slug: string;
  kind: string;
  title: string;
  publishedAt: string | null;
  resolvedAt: string | null;
  updatedAt: string;
};
type AnnouncementLine = {
  id: string;
  level: string;
  audience: string;
  text: string;
  startsAt: string;
  endsAt: string | null;
};

/** Pages, incidents and announcements. */
export function ContentDesk() {
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
        <h1 className="flex-1 font-semibold text-lg">Content</h1>
        <form
          className="flex gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            router.push(`/admin/content/${slug}`);
          }}
        >
          <Input
            aria-label="Address of a new page"
            placeholder="new-page"
            pattern="[a-z0-9]+(-[a-z0-9]+)*"
            required
            value={slug}
            onChange={(event) => setSlug(event.target.value)}
          />
          <Button type="submit" variant="outline">
            Write a page
          </Button>
        </form>
      </div>
      <DataTable
        label="Pages"
        rows={pages.data?.pages}
        keyOf={(row) => row.slug}
        empty="No page yet. Give one an address above and write it."
        columns={[
          {
            name: "Page",
            cell: (row) => (
              <Link href={`/admin/content/${row.slug}`} className="text-accent hover:underline">
                {row.title}
              </Link>
            ),
          },
          { name: "Address", cell: (row) => `/p/${row.slug}` },
          { name: "Kind", cell: (row) => row.kind },
          { name: "Published (UTC)", cell: (row) => (row.publishedAt ? showTime(row.publishedAt) : "draft") },
          { name: "Changed (UTC)", cell: (row) => showTime(row.updatedAt) },
        ]}
      />
      <div className="flex items-center">
        <h2 className="flex-1 font-medium text-sm">Announcements</h2>
        <AnnounceButton onDone={() => void lines.mutate()} />
      </div>
      <DataTable
        label="Announcements"
        rows={lines.data?.announcements}
        keyOf={(row) => row.id}
        empty="Nothing is announced."
        columns={[
          { name: "Text", cell: (row) => row.text },
          { name: "Level", cell: (row) => row.level },
          { name: "To", cell: (row) => row.audience },
          { name: "From (UTC)", cell: (row) => showTime(row.startsAt) },
          { name: "Until (UTC)", cell: (row) => showTime(row.endsAt) },
          {
            name: "Withdraw",
            cell: (row) => (
              <ReasonButton
                label="Withdraw"
                title="Withdraw the announcement"
                consequence="It disappears from every page."
                act={withdraw(row.id)}
              />
            ),
          },
        ]}
      />
    </div>
  );
}
