-- Changes that wait behind a gap of the price path; null for none, which is nearly always.
ALTER TABLE "Portfolio" ADD COLUMN "deferred" JSON;
-- For the sweep, which asks once a second who has any.
CREATE INDEX "Portfolio_deferred" ON "Portfolio" ("id") WHERE "deferred" IS NOT NULL;

-- Both statements of the write path carry the column. They are changed where they stand, so that whatever else a
-- migration before this one has made of them stays.
CREATE FUNCTION change_function(p_function REGPROCEDURE, p_changes TEXT[][]) RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE
  source TEXT := pg_get_functiondef(p_function);
  change TEXT[];
BEGIN
  FOREACH change SLICE 1 IN ARRAY p_changes LOOP
    IF strpos(source, change[1]) = 0 THEN
      RAISE EXCEPTION '% has no %', p_function, change[1];
    END IF;
    source := replace(source, change[1], change[2]);
  END LOOP;
  EXECUTE source;
END
$$;
SELECT change_function('read_portfolio(text, text[])', ARRAY[
  ['p."headHash", p."prop"', 'p."headHash", p."prop", p."deferred"']
]);
SELECT change_function('commit_portfolio(text, int, json)', ARRAY[
  ['"prop", "headHash", "createdAt")', '"prop", "deferred", "headHash", "createdAt")'],
  ['head."prop", head."headHash", head."createdAt")', 'head."prop", head."deferred", head."headHash", head."createdAt")'],
  ['"prop" = head."prop", "headHash"', '"prop" = head."prop", "deferred" = head."deferred", "headHash"']
]);
DROP FUNCTION change_function(REGPROCEDURE, TEXT[][]);
