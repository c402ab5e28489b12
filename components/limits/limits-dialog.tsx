"use client";

import { useTranslations } from "next-intl";
import { LimitsForm } from "@/components/limits/limits-form";
import { Dialog } from "@/components/ui/dialog";

/** The own limits of a portfolio in a dialog. */
export function LimitsDialog({ portfolioId, onClose }: { portfolioId: string; onClose: () => void }) {
  const t = useTranslations("limits");
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("title")}
      description={t("description")}
    >
      <div className="p-4">
        <LimitsForm portfolioId={portfolioId} />
      </div>
    </Dialog>
  );
}
