import { LabError } from "@/lib/lab/lab-error";

let loading: Promise<string> | null = null;

/** The text of the lab's worker, which the sandbox can't load by itself; requested once a page. */
export function loadRunner(): Promise<string> {
  loading ??= requestRunner().catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function requestRunner(): Promise<string> {
  const response = await fetch("/lab-runner.js");
  if (!response.ok) throw new LabError("The lab's runner could not be loaded. Reload the page.");
  return response.text();
}
