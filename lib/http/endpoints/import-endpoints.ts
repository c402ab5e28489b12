import "server-only";
import type { Endpoint } from "@/lib/http/endpoints/endpoint";
import * as imports from "@/lib/schemas/imports";

/** Imports of real trades. */
export const IMPORT_ENDPOINTS = {
  "GET /api/imports": {
    access: "user",
    summary: "Imports of real trades, newest first.",
    response: imports.importListSchema,
  },
  "POST /api/imports": {
    access: "user",
    summary:
      "A file of real trades as the body: a preview of it, or with mode=commit its import. The format is recognised by the content. One file of a user is read at a time, and a user has at most 2,000,000 rows in 500 imports.",
    limit: "import",
    query: imports.importQuerySchema,
    response: imports.importResultSchema,
  },
  "GET /api/imports/[id]": {
    access: "user",
    summary: "An import with its first rejected rows; while it is read, how far it is.",
    params: imports.importIdSchema,
    response: imports.importDetailSchema,
    example: { params: { id: "0b0d6e2e-7c1a-4c53-9a55-2f1f6c9f1f0a" } },
  },
  "DELETE /api/imports/[id]": {
    access: "user",
    summary:
      "Undoes an import: its trades are removed, and rows of other imports that it had replaced count again.",
    params: imports.importIdSchema,
    status: 204,
    example: { params: { id: "0b0d6e2e-7c1a-4c53-9a55-2f1f6c9f1f0a" } },
  },
  "GET /api/imports/[id]/rejected.csv": {
    access: "user",
    summary: "The rejected rows of an import as CSV, each with its reason.",
    limit: "export",
    params: imports.importIdSchema,
    example: { params: { id: "0b0d6e2e-7c1a-4c53-9a55-2f1f6c9f1f0a" } },
  },
} as const satisfies Readonly<Record<string, Endpoint>>;
