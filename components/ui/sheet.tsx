"use client";

import * as DialogPrimitive from "@radix-ui/react-dialog";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { X } from "@/components/icons/lucide";
import { Button } from "@/components/ui/button";

/** A modal sheet at the bottom of a small screen. */
export function Sheet(props: {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  children: ReactNode;
}) {
  const t = useTranslations("common");
  return (
    <DialogPrimitive.Root open={props.isOpen} onOpenChange={props.onOpenChange}>
      <DialogPrimitive.Portal>
        <DialogPrimitive.Overlay className="appear fixed inset-0 z-40 bg-bg/70" />
        <DialogPrimitive.Content
          aria-describedby={undefined}
          className="panel appear fixed inset-x-0 bottom-0 z-50 flex max-h-[88dvh] flex-col overflow-hidden rounded-b-none border-line-strong outline-none"
        >
          <div className="flex shrink-0 items-center border-b px-3 py-1">
            <DialogPrimitive.Title className="flex-1 font-medium text-sm">
              {props.title}
            </DialogPrimitive.Title>
            <DialogPrimitive.Close asChild>
              <Button size="icon" aria-label={t("close")}>
                <X />
              </Button>
            </DialogPrimitive.Close>
          </div>
          {/* As high as its content, or what is left: content that scrolls keeps its own end in view. */}
          <div className="grid min-h-0 grid-rows-[minmax(0,1fr)] overflow-y-auto">{props.children}</div>
        </DialogPrimitive.Content>
      </DialogPrimitive.Portal>
    </DialogPrimitive.Root>
  );
}
