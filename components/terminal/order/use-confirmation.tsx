"use client";

import { type ReactNode, useState } from "react";
import { lazyPart } from "@/components/ui/lazy/lazy-part";
import { type ConfirmedAction, confirmations, setConfirmation } from "@/lib/client/orders/confirmations";

const ConfirmDialog = lazyPart(
  () => import("@/components/ui/confirm-dialog").then((module) => module.ConfirmDialog),
  { failure: "corner" },
);

type Question = { title: string; description: string; confirm: string };
type Asked = Question & { act: () => void };

/**
 * Asks before an action, unless the trader has turned the question off; the dialog can do that. The caller
 * renders `question`; `onDone` is called after either answer.
 */
export function useConfirmation(
  action: ConfirmedAction,
  onDone?: () => void,
): { ask: (question: Question, act: () => void) => void; question: ReactNode } {
  const [asked, setAsked] = useState<Asked | null>(null);
  const leave = () => {
    setAsked(null);
    onDone?.();
  };
  const ask = (question: Question, act: () => void) => {
    if (confirmations.read()[action]) return setAsked({ ...question, act });
    onDone?.();
    act();
  };
  const question = asked && (
    <ConfirmDialog
      title={asked.title}
      description={asked.description}
      confirm={asked.confirm}
      onCancel={leave}
      onConfirm={(isSilenced) => {
        if (isSilenced) setConfirmation(action, false);
        leave();
        asked.act();
      }}
    />
  );
  return { ask, question };
}
