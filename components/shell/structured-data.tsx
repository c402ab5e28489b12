/** Facts of a page for search engines, as schema.org data. */
export function StructuredData({ facts }: { facts: { "@type": string } & Record<string, unknown> }) {
  const text = JSON.stringify({ "@context": "https://schema.org", ...facts });
  return (
    <script
      type="application/ld+json"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: our own words, with "<" taken out
      dangerouslySetInnerHTML={{ __html: text.replaceAll("<", "\\u003c") }}
    />
  );
}
