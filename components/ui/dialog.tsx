"use client";

import * as DialogPrimitive from "@radix-ui/react-dialog";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { X } from "@/components/icons/lucide";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/client/cn";

/** A modal sheet. `title` names it; `isTitleHidden` keeps the name for screen readers only. */
export function Dialog(props: {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  description: string;
  isTitleHidden?: boolean;
  className?: string;
  children: ReactNode;
}) {
  const t = useTranslations("common");
  return (
    <DialogPrimitive.Root open={props.isOpen} onOpenChange={props.onOpenChange}>
      <DialogPrimitive.Portal>
        <DialogPrimitive.Overlay className="appear fixed inset-0 z-40 bg-bg/70" />
        <DialogPrimitive.Content
          className={cn(
            "panel appear fixed top-[12vh] left-1/2 z-50 max-h-[76vh] w-[calc(100vw-2rem)] max-w-lg -translate-x-1/2 overflow-auto border-line-strong shadow-2xl outline-none",
            props.className,
          )}
        >
          <div className={props.isTitleHidden ? "sr-only" : "flex items-center border-b px-4 py-2"}>
            <DialogPrimitive.Title className="flex-1 font-medium text-sm">
              {props.title}
            </DialogPrimitive.Title>
            {!props.isTitleHidden && (
              <DialogPrimitive.Close asChild>
                <Button size="icon" aria-label={t("close")}>
                  <X />
                </Button>
              </DialogPrimitive.Close>
            )}
          </div>
          <DialogPrimitive.Description className="sr-only">{props.description}</DialogPrimitive.Description>
          {props.children}
        </DialogPrimitive.Content>
      </DialogPrimitive.Portal>
    </DialogPrimitive.Root>
  );
}
