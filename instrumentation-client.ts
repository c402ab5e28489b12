import { reportClientError } from "@/lib/client/api/report-client-error";

// The reporter itself is loaded when there is something to report: nobody else pays for it.
window.addEventListener("error", ({ error }) => reportClientError(error));
window.addEventListener("unhandledrejection", ({ reason }) => reportClientError(reason));
