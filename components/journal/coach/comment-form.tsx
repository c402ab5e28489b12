"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { send } from "@/lib/client/api/send";
import { useSubmit } from "@/lib/client/api/use-submit";

/** A coach's comment on a trade or a day. */
export function CommentForm({ token, on }: { token: string; on: { entryId: string } | { day: string } }) {
  const t = useTranslations("journal.coach");
  const router = useRouter();
  const { isBusy, error, submit } = useSubmit();
  const [isSent, setSent] = useState(false);
  const id = useId();
  const write = (form: HTMLFormElement) =>
    submit(async () => {
      setSent(false);
      const text = String(new FormData(form).get("text") ?? "").trim();
      await send("POST", "/api/coach/comments", { token, ...on, text });
      form.reset();
      setSent(true);
      router.refresh();
    });
  return (
    <details className="text-sm">
      <summary className="cursor-pointer text-text-2 text-xs">
        {t("day" in on ? "commentDay" : "commentTrade")}
      </summary>
      <form
        className="mt-2 flex flex-col gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          void write(event.currentTarget);
        }}
      >
        <label htmlFor={id} className="sr-only">
          {t("text")}
        </label>
        <textarea
          id={id}
          name="text"
          rows={3}
          maxLength={2_000}
          required
          className="rounded border border-line bg-bg p-2 text-sm hover:border-line-strong"
        />
        {error && <Notice tone="warn">{error.message}</Notice>}
        {isSent && <Notice tone="good">{t("sent")}</Notice>}
        <Button type="submit" variant="outline" size="md" disabled={isBusy} className="self-start">
          {t("send")}
        </Button>
      </form>
    </details>
  );
}
