"use client";

import { Button } from "@/components/ui/button";

/** Prints the page; hidden in print. */
export function PrintButton({ label }: { label: string }) {
  return (
    <Button variant="outline" size="md" className="print:hidden" onClick={() => window.print()}>
      {label}
    </Button>
  );
}
