"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { Toaster as SonnerToaster, toast } from "sonner";
import { themeChoice } from "@/components/shell/appearance";
import { setToaster } from "@/components/terminal/notifications/toast-queue";
import { usePersisted } from "@/lib/client/persisted";

/** The container of toasts. */
export function Toaster() {
  const t = useTranslations();
  const theme = usePersisted(themeChoice);
  // Child effects run first, so the inner toaster is subscribed by now.
  useEffect(() => {
    setToaster({ toast, t });
    return () => setToaster(null);
  }, [t]);
  return (
    <SonnerToaster
      theme={theme === "light" ? "light" : "dark"}
      position="bottom-left"
      // On a phone above the tabs and the button of the order sheet.
      mobileOffset={{ bottom: 112 }}
      visibleToasts={4}
      toastOptions={{
        style: {
          background: "var(--raised)",
          borderColor: "var(--line-strong)",
          color: "var(--text)",
          fontFamily: "var(--font-geist-sans)",
          fontSize: "12px",
          padding: "10px 12px",
        },
      }}
    />
  );
}
