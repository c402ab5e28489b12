"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import useSWR from "swr";
import { ReasonButton } from "@/components/admin/reason-button";
import { Prose } from "@/components/shell/text/prose";
import { Field } from "@/components/ui/form/field";
import { sendVerified } from "@/lib/client/api/access/send-verified";
import { encodeId } from "@/lib/client/api/encode-id";
import { RequestError } from "@/lib/client/api/market-api";
import { send } from "@/lib/client/api/send";

type Stored = {
  title: string;
  description: string;
  body: string;
  kind: string;
  publishedAt: string | null;
  resolvedAt: string | null;
};
const EMPTY = { title: "", description: "", body: "", kind: "page", published: false, resolved: false };

/** Edits one page or incident in Markdown, with a preview. */
export function PageEditor({ slug }: { slug: string }) {
  const t = useTranslations("admin.editor");
  const tCommon = useTranslations("common");
  const router = useRouter();
  const url = `/api/admin/pages/${encodeId(slug)}`;
  const { data, error } = useSWR<{ page: Stored }>(url, (path: string) => send("GET", path), {
    revalidateOnFocus: false,
  });
  const [draft, setDraft] = useState(EMPTY);
  useEffect(() => {
    if (!data) return;
    const { publishedAt, resolvedAt, title, description, body, kind } = data.page;
    setDraft({
      title,
      description,
      body,
      kind,
      published: publishedAt !== null,
      resolved: resolvedAt !== null,
    });
  }, [data]);
  const set = (change: Partial<typeof EMPTY>) => setDraft({ ...draft, ...change });
  const isNew = error instanceof RequestError && error.code === "not_found";
  if (error instanceof RequestError && !isNew) return <p role="alert">{error.message}</p>;
  const save = async (reason: string) => {
    await sendVerified("PUT", url, { ...draft, reason });
    router.push("/admin/content");
  };
  const remove = async (reason: string) => {
    await sendVerified("DELETE", url, { reason });
    router.push("/admin/content");
  };
  return (
    <div className="flex flex-col gap-3 text-xs">
      <div className="flex items-center gap-2">
        <h1 className="flex-1 font-semibold text-lg">/p/{slug}</h1>
        {!isNew && (
          <ReasonButton
            label={t("delete")}
            title={t("deleteTitle")}
            consequence={t("deleteConsequence")}
            act={remove}
          />
        )}
        <ReasonButton
          label={tCommon("save")}
          title={t("saveTitle")}
          consequence={t(draft.published ? "savePublished" : "saveDraft")}
          act={save}
        />
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field
          label={t("title")}
          value={draft.title}
          maxLength={120}
          onChange={(event) => set({ title: event.target.value })}
        />
        <Field
          label={t("description")}
          value={draft.description}
          maxLength={200}
          onChange={(event) => set({ description: event.target.value })}
        />
      </div>
      <div className="flex flex-wrap gap-4">
        <Check
          label={t("isIncident")}
          isOn={draft.kind === "incident"}
          onChange={(isOn) => set({ kind: isOn ? "incident" : "page" })}
        />
        <Check label={t("isPublished")} isOn={draft.published} onChange={(published) => set({ published })} />
        {draft.kind === "incident" && (
          <Check label={t("isResolved")} isOn={draft.resolved} onChange={(resolved) => set({ resolved })} />
        )}
      </div>
      <div className="grid gap-3 lg:grid-cols-2">
        <label className="flex flex-col gap-1">
          {t("markdown")}
          <textarea
            className="min-h-96 rounded border border-line bg-bg p-3 font-mono text-text"
            value={draft.body}
            maxLength={50_000}
            onChange={(event) => set({ body: event.target.value })}
          />
        </label>
        <section aria-label={t("preview")} className="panel overflow-auto p-4">
          <Prose markdown={draft.body} />
        </section>
      </div>
    </div>
  );
}

function Check(props: { label: string; isOn: boolean; onChange: (isOn: boolean) => void }) {
  return (
    <label className="flex items-center gap-2">
      <input
        type="checkbox"
        checked={props.isOn}
        onChange={(event) => props.onChange(event.target.checked)}
      />
      {props.label}
    </label>
  );
}
