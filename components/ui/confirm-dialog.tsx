"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Checkbox } from "@/components/ui/form/checkbox";

/** A confirmation of an action that can't be undone; it can be turned off. */
export function ConfirmDialog(props: {
  title: string;
  description: string;
  confirm: string;
  onCancel: () => void;
  onConfirm: (isSilenced: boolean) => void;
}) {
  const t = useTranslations("common");
  const [isSilenced, setSilenced] = useState(false);
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && props.onCancel()}
      title={props.title}
      description={props.description}
    >
      <div className="grid gap-4 p-4 text-sm">
        <p className="text-text-2">{props.description}</p>
        <div className="flex flex-wrap items-center justify-between gap-3 text-xs">
          <Checkbox isOn={isSilenced} onChange={setSilenced}>
            {t("dontAsk")}
          </Checkbox>
          <span className="flex gap-2">
            <Button size="md" onClick={props.onCancel}>
              {t("cancel")}
            </Button>
            <Button size="md" variant="solid" onClick={() => props.onConfirm(isSilenced)}>
              {props.confirm}
            </Button>
          </span>
        </div>
      </div>
    </Dialog>
  );
}
