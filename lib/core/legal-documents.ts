/** The texts that a new account accepts. */
export const LEGAL_DOCUMENTS = ["terms", "privacy"] as const;
export type LegalDocument = (typeof LEGAL_DOCUMENTS)[number];

/** The version of each text as it stands on its page. A changed text is a new version. */
export const LEGAL_VERSIONS = { terms: 1, privacy: 1 } as const satisfies Record<LegalDocument, number>;
