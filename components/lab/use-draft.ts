import { useEffect, useState } from "react";
import { LAB_DRAFT } from "@/components/lab/lab-draft";

/** The text and the settings of the lab, kept in this browser. Two tabs don't change each other's. */
export function useDraft() {
  const [draft, setDraft] = useState(LAB_DRAFT.initial);
  useEffect(() => setDraft(LAB_DRAFT.read()), []);
  const change = (part: Partial<typeof draft>) => {
    const changed = { ...draft, ...part };
    setDraft(changed);
    LAB_DRAFT.write(changed);
  };
  return { ...draft, change };
}
