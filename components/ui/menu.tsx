"use client";

import { type ReactNode, useState } from "react";
import { Popup, type PopupTrigger } from "@/components/ui/popup";

/**
 * A menu that opens under its button: arrows, Home, End and type-ahead move the focus, a choice closes it.
 */
export function Menu(props: { trigger: PopupTrigger; children: ReactNode; align?: "start" | "end" }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popup
      trigger={props.trigger}
      role="menu"
      label={props.trigger["aria-label"]}
      isOpen={isOpen}
      onOpenChange={setOpen}
      align={props.align ?? "start"}
      className="min-w-40 p-1"
    >
      {props.children}
    </Popup>
  );
}
