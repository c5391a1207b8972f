-- Levels by group ------------------------------------------------------------------------------------
-- `access_level.by_group` is what the groups of an owner give a person, worked out when a group, its members or its
-- level change, so that every question about a level is one row. Whoever changes it holds locks in this order:
--   1. the owner's row of "user" (whatever owners do themselves: two endpoints take turns);
--   2. rows of "group" in the order of their ids: shared to give a group its first level, alone to change members;
--   3. rows of "access_group_level" in the order of owner and id: an owner takes all of theirs, a change of members those
--      of the groups that changed.
-- So of an owner who gives a group a level and an administrator who changes its members, whoever is second sees what the
-- first has done, and nobody waits for each other.

-- Works out what groups give these people (null: everybody) of these owners, stores what is different, and gives those
-- whose level is another one now. Blocked before all, else the group that shows most.
CREATE FUNCTION settle_levels(p_owners uuid[], p_subjects uuid[]) RETURNS TABLE (owner_id uuid, subject_ids uuid[]) LANGUAGE sql AS $$
  WITH member AS (
    SELECT l.owner_id, c.target_user_id AS subject_id, l.level
    FROM access_group_level l JOIN contact_in_group i ON i.group_id = l.contact_group_id JOIN contact c ON c.id = i.contact_id
    WHERE l.owner_id = ANY (p_owners) AND c.target_user_id <> l.owner_id
    UNION ALL
    SELECT l.owner_id, m.user_id, l.level
    FROM access_group_level l JOIN group_member m ON m.group_id = l.group_id
    WHERE l.owner_id = ANY (p_owners) AND m.user_id <> l.owner_id
  ), given AS (
    SELECT m.owner_id, m.subject_id,
      (ARRAY['blocked', 'personal', 'team', 'company', 'public'])[min(array_position(ARRAY['blocked', 'personal', 'team', 'company', 'public'], m.level))] AS level
    FROM member m WHERE p_subjects IS NULL OR m.subject_id = ANY (p_subjects)
    GROUP BY m.owner_id, m.subject_id
  ), held AS (
    SELECT a.* FROM access_level a WHERE a.owner_id = ANY (p_owners) AND (p_subjects IS NULL OR a.subject_id = ANY (p_subjects))
  ), changed AS (
    SELECT owner_id, subject_id, g.level AS given, h.chosen, h.level AS before
    FROM given g FULL JOIN held h USING (owner_id, subject_id)
    WHERE g.level IS DISTINCT FROM h.by_group
  ), stored AS (
    INSERT INTO access_level (owner_id, subject_id, level, by_group)
    SELECT c.owner_id, c.subject_id, c.given, c.given FROM changed c WHERE c.given IS NOT NULL
    ON CONFLICT (owner_id, subject_id) DO UPDATE SET by_group = EXCLUDED.by_group, level = coalesce(access_level.chosen, EXCLUDED.by_group)
  ), kept AS (
    UPDATE access_level a SET by_group = NULL, level = c.chosen
    FROM changed c WHERE c.given IS NULL AND c.chosen IS NOT NULL AND a.owner_id = c.owner_id AND a.subject_id = c.subject_id
  ), gone AS (
    DELETE FROM access_level a
    USING changed c WHERE c.given IS NULL AND c.chosen IS NULL AND a.owner_id = c.owner_id AND a.subject_id = c.subject_id
  )
  SELECT c.owner_id, array_agg(c.subject_id) FROM changed c WHERE coalesce(c.chosen, c.given) IS DISTINCT FROM c.before GROUP BY c.owner_id
$$;

-- After an owner changed their own groups, or the levels of groups. The caller holds the owner's row of "user".
CREATE FUNCTION settle_owner_levels(p_owner uuid) RETURNS TABLE (owner_id uuid, subject_ids uuid[]) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM access_group_level l WHERE l.owner_id = p_owner ORDER BY l.id FOR UPDATE;
  RETURN QUERY SELECT * FROM settle_levels(ARRAY[p_owner], NULL);
END
$$;

-- Holds what a change of these groups' members touches, and gives the owners who gave them levels.
CREATE FUNCTION hold_group_levels(p_groups uuid[]) RETURNS uuid[] LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM "group" g WHERE g.id = ANY (p_groups) ORDER BY g.id FOR NO KEY UPDATE;
  PERFORM 1 FROM access_group_level l WHERE l.group_id = ANY (p_groups) ORDER BY l.owner_id, l.id FOR UPDATE;
  RETURN ARRAY(SELECT DISTINCT l.owner_id FROM access_group_level l WHERE l.group_id = ANY (p_groups));
END
$$;

-- After members came to groups of the organisation or left them: all owners with a level of such a group. `p_owners`: of
-- groups that are gone, held before they went.
CREATE FUNCTION settle_member_levels(p_groups uuid[], p_members uuid[], p_owners uuid[]) RETURNS TABLE (owner_id uuid, subject_ids uuid[]) LANGUAGE plpgsql AS $$
DECLARE
  v_owners uuid[] := hold_group_levels(p_groups);
BEGIN
  RETURN QUERY SELECT * FROM settle_levels(v_owners || p_owners, p_members);
END
$$;

-- An owner's word about one person, or with null none. Gives what holds now, null for the program's default; no row when
-- the person is unknown or disabled.
CREATE FUNCTION choose_level(p_owner uuid, p_subject uuid, p_level text) RETURNS TABLE (level text) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM "user" u WHERE u.id = p_owner FOR NO KEY UPDATE;
  PERFORM 1 FROM access_group_level l WHERE l.owner_id = p_owner ORDER BY l.id FOR UPDATE;
  IF NOT EXISTS (SELECT 1 FROM "user" u WHERE u.id = p_subject AND u.status <> 'disabled') THEN RETURN; END IF;
  IF p_level IS NOT NULL THEN
    INSERT INTO access_level AS a (owner_id, subject_id, level, chosen) VALUES (p_owner, p_subject, p_level, p_level)
    ON CONFLICT (owner_id, subject_id) DO UPDATE SET level = EXCLUDED.level, chosen = EXCLUDED.chosen;
  ELSE
    DELETE FROM access_level a WHERE a.owner_id = p_owner AND a.subject_id = p_subject AND a.by_group IS NULL;
    UPDATE access_level a SET level = a.by_group, chosen = NULL WHERE a.owner_id = p_owner AND a.subject_id = p_subject;
  END IF;
  RETURN QUERY SELECT coalesce(
    (SELECT a.level FROM access_level a WHERE a.owner_id = p_owner AND a.subject_id = p_subject),
    (SELECT d.level FROM access_default d WHERE d.owner_id = p_owner AND d.origin = 'organisation'));
END
$$;
