"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/form/field";
import { send } from "@/lib/client/api/send";
import { useSubmit } from "@/lib/client/api/use-submit";
import { CANCELLATION_REASONS, type CancellationReason } from "@/lib/core/account-terms";

/** Ends an automatic renewal, after the reason is chosen. `until`: the last day that is paid, where it is known. */
export function StopRenewal({ until }: { until: string | null }) {
  const t = useTranslations("billing.stop");
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState<CancellationReason | null>(null);
  const [note, setNote] = useState("");
  const { isBusy, error, submit } = useSubmit();
  const stop = (event: FormEvent) => {
    event.preventDefault();
    void submit(async () => {
      await send("DELETE", "/api/pay/renewal", { reason, note });
      setOpen(false);
      router.refresh();
    });
  };
  const consequence = until === null ? t("consequence") : t("consequenceUntil", { day: until });
  return (
    <>
      <Button variant="outline" size="md" onClick={() => setOpen(true)}>
        {t("open")}
      </Button>
      <Dialog isOpen={isOpen} onOpenChange={setOpen} title={t("title")} description={consequence}>
        <form onSubmit={stop} className="flex flex-col gap-3 p-4 text-sm">
          <p className="text-text-2">{consequence}</p>
          <fieldset className="flex flex-col gap-1.5">
            <legend className="mb-1.5 font-medium text-[13px]">{t("reason")}</legend>
            {CANCELLATION_REASONS.map((one) => (
              <label key={one} className="flex items-center gap-2">
                <input type="radio" name="reason" checked={reason === one} onChange={() => setReason(one)} />
                {t(`reasons.${one}`)}
              </label>
            ))}
          </fieldset>
          <Field
            label={t("note")}
            maxLength={500}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
          {error && (
            <p role="alert" className="text-down text-xs">
              {error.message}
            </p>
          )}
          <Button type="submit" variant="solid" size="md" disabled={isBusy || reason === null}>
            {t("confirm")}
          </Button>
        </form>
      </Dialog>
    </>
  );
}
