"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/form/field";
import { useSubmit } from "@/lib/client/api/use-submit";

/** A button for a destructive action: shows what will happen and asks for a reason, for the audit log. */
export function ReasonButton(props: {
  label: string;
  title: string;
  /** What will happen, in one sentence. */
  consequence: string;
  /** More fields of the request, above the reason. */
  children?: ReactNode;
  act: (reason: string) => Promise<void>;
}) {
  const t = useTranslations("admin");
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const { isBusy, error, submit } = useSubmit();
  const confirm = (event: FormEvent) => {
    event.preventDefault();
    void submit(async () => {
      await props.act(reason);
      setOpen(false);
      setReason("");
    });
  };
  return (
    <>
      <Button variant="outline" onClick={() => setOpen(true)}>
        {props.label}
      </Button>
      <Dialog isOpen={isOpen} onOpenChange={setOpen} title={props.title} description={props.consequence}>
        <form onSubmit={confirm} className="flex flex-col gap-3 p-4 text-sm">
          <p className="text-text-2">{props.consequence}</p>
          {props.children}
          <Field
            label={t("reason")}
            required
            minLength={3}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
          {error && (
            <p role="alert" className="text-down text-xs">
              {error.message}
            </p>
          )}
          <Button type="submit" variant="solid" size="md" disabled={isBusy || reason.trim().length < 3}>
            {props.label}
          </Button>
        </form>
      </Dialog>
    </>
  );
}
