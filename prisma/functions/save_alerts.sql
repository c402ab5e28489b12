-- Writes what was decided about alerts, each only if its version is still the one it was decided on, together with the
-- notifications of those that fired. Returns the ids that were written. Rows are locked in one order, so that two
-- leaders that write the same alerts wait for each other instead of failing; a locked row stays where it is, so that the
-- update finds it by its place instead of by its key again.
CREATE OR REPLACE FUNCTION save_alerts(p_changes JSONB) RETURNS TABLE ("owner" TEXT, "alert" TEXT)
  LANGUAGE sql AS $$
  WITH change AS (
    SELECT * FROM jsonb_to_recordset(p_changes) AS c(
      "userId" TEXT, "id" TEXT, "version" INTEGER, "status" TEXT, "side" TEXT, "riseAt" NUMERIC, "fallAt" NUMERIC,
      "isMet" BOOLEAN, "afterAt" TIMESTAMPTZ, "afterSeq" INTEGER, "rearmAt" TIMESTAMPTZ, "firedAt" TIMESTAMPTZ,
      "title" TEXT, "detail" TEXT, "about" TEXT)
  ), locked AS (
    SELECT a.ctid AS "row", c.* FROM "Alert" a JOIN change c ON a."userId" = c."userId" AND a."id" = c."id"
    WHERE a."version" = c."version" AND a."status" = 'active'
    ORDER BY a."userId", a."id" FOR UPDATE OF a
  ), written AS (
    UPDATE "Alert" a SET
      "status" = c."status", "side" = c."side", "riseAt" = c."riseAt", "fallAt" = c."fallAt", "isMet" = c."isMet",
      "afterAt" = c."afterAt", "afterSeq" = c."afterSeq", "rearmAt" = c."rearmAt", "version" = a."version" + 1,
      "fired" = a."fired" + CASE WHEN c."firedAt" IS NULL THEN 0 ELSE 1 END,
      "firedAt" = coalesce(c."firedAt", a."firedAt")
    FROM locked c WHERE a.ctid = c."row"
    RETURNING a."userId", a."id", a."kind", a."symbol", a."fired", a."byPush", a."byMail",
      c."firedAt", c."title", c."detail", c."about"
  ), noted AS (
    INSERT INTO "Notification"
      ("userId", "id", "alertId", "kind", "symbol", "title", "detail", "firedAt", "byPush", "byMail")
    SELECT w."userId", w."id" || '.' || w."fired", w."id", w."kind", coalesce(w."about", w."symbol"), w."title",
      w."detail", w."firedAt", w."byPush", w."byMail"
    FROM written w WHERE w."firedAt" IS NOT NULL
  )
  SELECT w."userId", w."id" FROM written w
$$;
