"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/form/field";
import { Notice } from "@/components/ui/notice";
import { send } from "@/lib/client/api/send";
import { useSubmit } from "@/lib/client/api/use-submit";
import type { PlaybookDto } from "@/lib/schemas/journal-responses";

const PATH = "/api/journal/playbooks";

/** The form of a playbook; without one, of a new one. */
export function PlaybookEditor({ playbook }: { playbook?: PlaybookDto }) {
  const t = useTranslations("journal.playbooks");
  const tCommon = useTranslations("common");
  const router = useRouter();
  const [isSaved, setSaved] = useState(false);
  const { isBusy, error, submit } = useSubmit();
  const save = (form: FormData) =>
    submit(async () => {
      setSaved(false);
      const text = (name: string) => String(form.get(name) ?? "").trim();
      const rules = text("rules")
        .split("\n")
        .map((rule) => rule.trim());
      const body = { name: text("name"), description: text("description"), rules: rules.filter(Boolean) };
      await (playbook ? send("PUT", `${PATH}/${playbook.id}`, body) : send("POST", PATH, body));
      setSaved(playbook !== undefined);
      router.refresh();
    });
  return (
    <form
      className="flex flex-col gap-3 pt-3"
      onSubmit={(event) => {
        event.preventDefault();
        void save(new FormData(event.currentTarget));
      }}
    >
      <Field
        label={t("name")}
        name="name"
        required
        maxLength={40}
        defaultValue={playbook?.name}
        className="sm:max-w-80"
      />
      <TextArea
        label={t("description")}
        name="description"
        rows={3}
        maxLength={5_000}
        text={playbook?.description}
      />
      <TextArea
        label={t("checklist")}
        hint={t("checklistNote")}
        name="rules"
        rows={5}
        maxLength={4_100}
        text={playbook?.rules.join("\n")}
      />
      {error && <Notice tone="warn">{error.message}</Notice>}
      {isSaved && <Notice tone="good">{tCommon("saved")}</Notice>}
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="outline" size="md" disabled={isBusy}>
          {playbook ? tCommon("save") : t("create")}
        </Button>
        {playbook && (
          <DeleteButton
            isBusy={isBusy}
            onConfirm={() =>
              submit(async () => {
                await send("DELETE", `${PATH}/${playbook.id}`);
                router.refresh();
              })
            }
          />
        )}
      </div>
    </form>
  );
}

function TextArea(props: {
  label: string;
  hint?: string;
  name: string;
  rows: number;
  maxLength: number;
  text?: string;
}) {
  const { label, hint, text, ...field } = props;
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium text-[13px]">
        {label}
      </label>
      <textarea
        id={id}
        {...field}
        defaultValue={text}
        aria-describedby={hint && `${id}-note`}
        className="rounded border border-line bg-bg p-2 text-sm hover:border-line-strong"
      />
      {hint && (
        <p id={`${id}-note`} className="text-text-3 text-xs">
          {hint}
        </p>
      )}
    </div>
  );
}

/** Asks once more before it deletes. */
function DeleteButton({ isBusy, onConfirm }: { isBusy: boolean; onConfirm: () => void }) {
  const t = useTranslations("journal.playbooks");
  const [isAsking, setAsking] = useState(false);
  if (!isAsking) {
    return (
      <Button size="md" disabled={isBusy} onClick={() => setAsking(true)}>
        {t("delete")}
      </Button>
    );
  }
  return (
    <>
      <Button variant="outline" size="md" disabled={isBusy} onClick={onConfirm}>
        {t("confirm")}
      </Button>
      <Button size="md" onClick={() => setAsking(false)}>
        {t("cancel")}
      </Button>
      <span className="text-text-3 text-xs">{t("deleteNote")}</span>
    </>
  );
}
