-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "party" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "photo_id" UUID,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "party_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "sip_uri" TEXT NOT NULL,
    "given_name" TEXT NOT NULL,
    "family_name" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "title" TEXT,
    "company" TEXT,
    "department" TEXT,
    "office" TEXT,
    "work_phone" TEXT,
    "mobile_phone" TEXT,
    "home_phone" TEXT,
    "other_phone" TEXT,
    "time_zone" TEXT,
    "photo_id" UUID,
    "role" TEXT NOT NULL DEFAULT 'user',
    "status" TEXT NOT NULL DEFAULT 'invited',
    "password_hash" TEXT,
    "password_changed_at" TIMESTAMPTZ(3),
    "oidc_subject" TEXT,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "contacts_rev" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3),

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "photo" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "media_type" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "photo_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "public_computer" BOOLEAN NOT NULL,
    "user_agent" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invitation" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organisation" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "name" TEXT NOT NULL,
    "sip_domain" TEXT NOT NULL,
    "sign_in_text" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "organisation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "group" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "priority" INTEGER NOT NULL DEFAULT 100,
    "email" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "group_member" (
    "group_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,

    CONSTRAINT "group_member_pkey" PRIMARY KEY ("group_id","user_id")
);

-- CreateTable
CREATE TABLE "policy" (
    "id" UUID NOT NULL,
    "group_id" UUID,
    "user_id" UUID,
    "settings" JSONB NOT NULL,

    CONSTRAINT "policy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_id" UUID,
    "actor_name" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "target_kind" TEXT NOT NULL,
    "target_id" TEXT NOT NULL,
    "target_name" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "address" TEXT NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "server_key" (
    "name" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "server_key_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "conversation" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "direct_key" TEXT,
    "subject" TEXT,
    "created_by" UUID NOT NULL,
    "client_key" TEXT,
    "linked_from" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_activity_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seq" BIGINT NOT NULL DEFAULT 0,
    "rev" BIGINT NOT NULL DEFAULT 0,
    "subject_rev" BIGINT NOT NULL DEFAULT 0,
    "members_rev" BIGINT NOT NULL DEFAULT 0,
    "member_count" INTEGER NOT NULL DEFAULT 0,
    "delivered_seq" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "conversation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "membership" (
    "conversation_id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "from_seq" BIGINT NOT NULL DEFAULT 0,
    "to_seq" BIGINT,
    "from_rev" BIGINT NOT NULL DEFAULT 0,
    "to_rev" BIGINT,
    "read_seq" BIGINT NOT NULL DEFAULT 0,
    "delivered_seq" BIGINT NOT NULL DEFAULT 0,
    "appeared_at" TIMESTAMPTZ(3),
    "withheld_seq" BIGINT NOT NULL DEFAULT 0,
    "held_seq" BIGINT,
    "held_rev" BIGINT,
    "held_activity_at" TIMESTAMPTZ(3),
    "rev" BIGINT NOT NULL,
    "joined_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "left_at" TIMESTAMPTZ(3),
    "left_subject" TEXT,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("conversation_id","party_id")
);

-- CreateTable
CREATE TABLE "message" (
    "id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "author_id" UUID NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'message',
    "client_key" TEXT,
    "seq" BIGINT,
    "created_rev" BIGINT NOT NULL,
    "rev" BIGINT NOT NULL,
    "body" JSONB,
    "importance" TEXT NOT NULL DEFAULT 'normal',
    "system_code" TEXT,
    "system_params" JSONB,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "edited_at" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),
    "withheld_from" UUID,
    "withheld_after" BIGINT,

    CONSTRAINT "message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "message_revision" (
    "message_id" UUID NOT NULL,
    "rev" BIGINT NOT NULL,
    "body" JSONB NOT NULL,
    "replaced_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "message_revision_pkey" PRIMARY KEY ("message_id","rev")
);

-- CreateTable
CREATE TABLE "draft" (
    "user_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "body" JSONB NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "draft_pkey" PRIMARY KEY ("user_id","conversation_id")
);

-- CreateTable
CREATE TABLE "contact" (
    "id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "target_user_id" UUID NOT NULL,
    "favourite" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "contact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact_group" (
    "id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "contact_group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact_in_group" (
    "contact_id" UUID NOT NULL,
    "group_id" UUID NOT NULL,

    CONSTRAINT "contact_in_group_pkey" PRIMARY KEY ("contact_id","group_id")
);

-- CreateTable
CREATE TABLE "access_level" (
    "owner_id" UUID NOT NULL,
    "subject_id" UUID NOT NULL,
    "level" TEXT NOT NULL,

    CONSTRAINT "access_level_pkey" PRIMARY KEY ("owner_id","subject_id")
);

-- CreateTable
CREATE TABLE "manual_presence" (
    "user_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "manual_presence_pkey" PRIMARY KEY ("user_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "user_sip_uri_key" ON "user"("sip_uri");

-- CreateIndex
CREATE UNIQUE INDEX "user_oidc_subject_key" ON "user"("oidc_subject");

-- CreateIndex
CREATE INDEX "user_family_name_given_name_idx" ON "user"("family_name", "given_name");

-- CreateIndex
CREATE INDEX "photo_user_id_idx" ON "photo"("user_id");

-- CreateIndex
CREATE INDEX "session_user_id_ended_at_idx" ON "session"("user_id", "ended_at");

-- CreateIndex
CREATE UNIQUE INDEX "invitation_token_hash_key" ON "invitation"("token_hash");

-- CreateIndex
CREATE INDEX "invitation_user_id_idx" ON "invitation"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "group_name_key" ON "group"("name");

-- CreateIndex
CREATE UNIQUE INDEX "group_email_key" ON "group"("email");

-- CreateIndex
CREATE INDEX "group_member_user_id_idx" ON "group_member"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "policy_group_id_key" ON "policy"("group_id");

-- CreateIndex
CREATE UNIQUE INDEX "policy_user_id_key" ON "policy"("user_id");

-- CreateIndex
CREATE INDEX "audit_entry_target_id_id_idx" ON "audit_entry"("target_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "conversation_direct_key_key" ON "conversation"("direct_key");

-- CreateIndex
CREATE UNIQUE INDEX "conversation_created_by_client_key_key" ON "conversation"("created_by", "client_key");

-- CreateIndex
CREATE INDEX "membership_party_id_left_at_idx" ON "membership"("party_id", "left_at");

-- CreateIndex
CREATE INDEX "membership_conversation_id_rev_idx" ON "membership"("conversation_id", "rev");

-- CreateIndex
CREATE INDEX "message_conversation_id_rev_idx" ON "message"("conversation_id", "rev");

-- CreateIndex
CREATE UNIQUE INDEX "message_conversation_id_seq_key" ON "message"("conversation_id", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "message_conversation_id_author_id_client_key_key" ON "message"("conversation_id", "author_id", "client_key");

-- CreateIndex
CREATE UNIQUE INDEX "message_conversation_id_created_rev_key" ON "message"("conversation_id", "created_rev");

-- CreateIndex
CREATE INDEX "contact_target_user_id_idx" ON "contact"("target_user_id");

-- CreateIndex
CREATE UNIQUE INDEX "contact_owner_id_target_user_id_key" ON "contact"("owner_id", "target_user_id");

-- CreateIndex
CREATE INDEX "contact_group_owner_id_position_idx" ON "contact_group"("owner_id", "position");

-- CreateIndex
CREATE INDEX "contact_in_group_group_id_idx" ON "contact_in_group"("group_id");

-- CreateIndex
CREATE INDEX "access_level_subject_id_idx" ON "access_level"("subject_id");

-- AddForeignKey
ALTER TABLE "user" ADD CONSTRAINT "user_id_fkey" FOREIGN KEY ("id") REFERENCES "party"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "photo" ADD CONSTRAINT "photo_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_member" ADD CONSTRAINT "group_member_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "group"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_member" ADD CONSTRAINT "group_member_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy" ADD CONSTRAINT "policy_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "group"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy" ADD CONSTRAINT "policy_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_party_id_fkey" FOREIGN KEY ("party_id") REFERENCES "party"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message_revision" ADD CONSTRAINT "message_revision_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "message"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "draft" ADD CONSTRAINT "draft_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "draft" ADD CONSTRAINT "draft_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact" ADD CONSTRAINT "contact_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact" ADD CONSTRAINT "contact_target_user_id_fkey" FOREIGN KEY ("target_user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_group" ADD CONSTRAINT "contact_group_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_in_group" ADD CONSTRAINT "contact_in_group_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_in_group" ADD CONSTRAINT "contact_in_group_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "contact_group"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_level" ADD CONSTRAINT "access_level_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_level" ADD CONSTRAINT "access_level_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "manual_presence" ADD CONSTRAINT "manual_presence_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Messaging: the numbered log -------------------------------------------------------------------
-- Every writer below locks the conversations it touches first, in the order of their ids: numbers have no
-- gaps, no two writers can wait for each other, and the audience it returns is that of its own transaction.

-- Counters move with every message: leave room on the page, so that no index has to be touched.
ALTER TABLE "conversation" SET (fillfactor = 70);
ALTER TABLE "membership" SET (fillfactor = 70);

-- Memberships that the next visible change must settle; few at any time.
CREATE INDEX "membership_unsettled_idx" ON "membership"("conversation_id") WHERE "appeared_at" IS NULL OR "held_rev" IS NOT NULL;
CREATE INDEX "message_withheld_idx" ON "message"("conversation_id", "withheld_from", "seq") WHERE "withheld_after" = 0;

-- What each member sees of a conversation's counters: up to where they left, or to where it is withheld from them.
-- Unread = head_seq - head_read counts only what they may see.
CREATE VIEW "conversation_head" AS
SELECT
  m.conversation_id, m.party_id, m.from_rev, m.to_rev, m.left_at, m.appeared_at, h.rev AS head_rev, h.seq AS head_seq,
  least(h.seq, m.read_seq + CASE WHEN m.withheld_seq > m.read_seq THEN (
    SELECT count(*) FROM message w
    WHERE w.conversation_id = m.conversation_id AND w.withheld_from = m.party_id AND w.withheld_after = 0 AND w.seq > m.read_seq AND w.seq <= h.seq
  ) ELSE 0 END) AS head_read,
  least(h.seq, c.delivered_seq) AS head_delivered,
  coalesce(m.held_activity_at, m.left_at, c.last_activity_at) AS head_activity_at,
  c.kind, CASE WHEN m.left_at IS NULL THEN c.subject ELSE m.left_subject END AS subject, c.subject_rev,
  CASE WHEN m.left_at IS NULL THEN c.member_count ELSE (
    SELECT count(*)::int FROM membership o WHERE o.conversation_id = m.conversation_id AND o.joined_at <= m.left_at AND (o.left_at IS NULL OR o.left_at > m.left_at)
  ) END AS member_count
FROM membership m
JOIN conversation c ON c.id = m.conversation_id
CROSS JOIN LATERAL (SELECT coalesce(m.held_rev, m.to_rev, c.rev) AS rev, coalesce(m.held_seq, m.to_seq, c.seq) AS seq) h;

-- A timeline item as it stood at `p_cut`: for a reader whose sight of it ends there.
CREATE FUNCTION visible_item(p_item message, p_cut bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN p_cut IS NULL OR p_item.rev <= p_cut THEN to_jsonb(p_item) ELSE (
    SELECT to_jsonb(p_item) || jsonb_build_object(
      'body', then_said.body, 'rev', then_said.rev, 'deleted_at', NULL,
      'edited_at', (SELECT max(before.replaced_at) FROM message_revision before WHERE before.message_id = p_item.id AND before.rev < then_said.rev))
    FROM message_revision then_said
    WHERE then_said.message_id = p_item.id AND then_said.rev <= p_cut
    ORDER BY then_said.rev DESC LIMIT 1
  ) END
$$;

CREATE FUNCTION member_row(p_member membership, p_party party) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_build_object('party_id', p_party.id, 'party_kind', p_party.kind, 'display_name', p_party.display_name,
    'photo_id', p_party.photo_id, 'active', p_member.left_at IS NULL, 'rev', p_member.rev)
$$;

CREATE FUNCTION conversation_audience(p_conversation uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(party_id), '[]') FROM membership WHERE conversation_id = p_conversation AND left_at IS NULL
$$;

-- Who of a direct conversation blocked its author; null when nobody did, and in groups.
CREATE FUNCTION blocker_of(p_conversation uuid, p_author uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT l.owner_id FROM conversation c
  JOIN membership o ON o.conversation_id = c.id AND o.party_id <> p_author
  JOIN access_level l ON l.owner_id = o.party_id AND l.subject_id = p_author AND l.level = 'blocked'
  WHERE c.id = p_conversation AND c.kind = 'direct'
$$;

-- After one numbered change: shows the conversation to those who may see the change, and holds the counters of the
-- one from whom it is withheld where they stood before. Gives those to whom it appeared.
CREATE FUNCTION settle_change(p_conversation uuid, p_withheld uuid, p_seq bigint, p_seq_before bigint, p_rev_before bigint, p_activity_before timestamptz, p_at timestamptz)
RETURNS SETOF uuid LANGUAGE plpgsql AS $$
BEGIN
  IF p_withheld IS NOT NULL THEN
    UPDATE membership SET
      held_seq = coalesce(held_seq, p_seq_before), held_rev = coalesce(held_rev, p_rev_before),
      held_activity_at = coalesce(held_activity_at, p_activity_before), withheld_seq = greatest(withheld_seq, p_seq)
    WHERE conversation_id = p_conversation AND party_id = p_withheld;
  END IF;
  RETURN QUERY WITH shown AS (
    UPDATE membership SET appeared_at = coalesce(appeared_at, p_at), held_seq = NULL, held_rev = NULL, held_activity_at = NULL
    WHERE conversation_id = p_conversation AND party_id IS DISTINCT FROM p_withheld AND left_at IS NULL AND (appeared_at IS NULL OR held_rev IS NOT NULL)
    RETURNING party_id, appeared_at
  ) SELECT party_id FROM shown WHERE appeared_at = p_at;
END $$;

-- Numbers and stores many messages, of many conversations, in one commit. An item that is refused takes no number.
-- p_items: [{n, id, c: conversation, a: author, k: client key, b: body, i: importance}], n from 0.
-- p_known: {conversation: members_rev} of audiences the caller still has.
-- Gives {fresh: [[n, seq, rev, withheld from]], stored: [{n, same, item}], audiences: [[conversation, members_rev, parties or
-- null if known]], appeared: [[conversation, party]], cleared: [[conversation, author]]}; what is in neither fresh nor
-- stored is a stranger's. One row at a time by key, and never by a scan: plans are kept from when the tables were
-- nearly empty, and a join planned then reads all of a large table.
CREATE FUNCTION append_messages(p_items jsonb, p_known jsonb, p_at timestamptz) RETURNS jsonb
LANGUAGE plpgsql SET enable_seqscan TO off AS $$
DECLARE
  v_conversation conversation;
  v_item record;
  v_author record;
  v_stored message;
  v_original jsonb;
  v_blocker uuid;
  v_unsettled boolean;
  v_rev_before bigint;
  v_party uuid;
  v_fresh jsonb[] := '{}';
  v_retried jsonb[] := '{}';
  v_audiences jsonb[] := '{}';
  v_appeared jsonb[] := '{}';
  v_cleared jsonb[] := '{}';
BEGIN
  FOR v_item IN
    SELECT * FROM jsonb_to_recordset(p_items) AS item(n int, id uuid, c uuid, a uuid, k text, b jsonb, i text) ORDER BY item.c, item.n
  LOOP
    IF v_conversation.id IS DISTINCT FROM v_item.c THEN
      IF v_conversation.rev > v_rev_before THEN
        UPDATE conversation SET seq = v_conversation.seq, rev = v_conversation.rev, last_activity_at = p_at WHERE id = v_conversation.id;
      END IF;
      SELECT * INTO v_conversation FROM conversation WHERE id = v_item.c FOR NO KEY UPDATE;
      v_conversation.id := v_item.c;
      v_rev_before := v_conversation.rev;
      v_unsettled := EXISTS (SELECT 1 FROM membership WHERE conversation_id = v_item.c AND (appeared_at IS NULL OR held_rev IS NOT NULL));
      IF v_conversation.members_rev IS NOT NULL THEN v_audiences := v_audiences || jsonb_build_array(v_item.c, v_conversation.members_rev,
        CASE WHEN (p_known->>v_item.c::text)::bigint IS DISTINCT FROM v_conversation.members_rev THEN conversation_audience(v_item.c) END); END IF;
    END IF;

    -- All that is to be known of the author here, in one statement: a statement costs more than what it looks up.
    SELECT
      (SELECT e.id FROM message e WHERE e.conversation_id = v_item.c AND e.author_id = v_item.a AND e.client_key = v_item.k) AS stored_id,
      EXISTS (SELECT 1 FROM draft d WHERE d.user_id = v_item.a AND d.conversation_id = v_item.c) AS has_draft,
      CASE WHEN v_conversation.kind = 'direct' THEN (
        SELECT l.owner_id FROM access_level l
        WHERE l.subject_id = v_item.a AND l.level = 'blocked'
          AND EXISTS (SELECT 1 FROM membership o WHERE o.conversation_id = v_item.c AND o.party_id = l.owner_id)
      ) END AS blocker
    INTO v_author FROM membership m WHERE m.conversation_id = v_item.c AND m.party_id = v_item.a AND m.left_at IS NULL;
    CONTINUE WHEN NOT FOUND;

    IF v_author.stored_id IS NOT NULL THEN
      SELECT * INTO v_stored FROM message WHERE id = v_author.stored_id;
      SELECT body INTO v_original FROM message_revision WHERE message_id = v_stored.id ORDER BY rev LIMIT 1;
      IF NOT FOUND THEN v_original := v_stored.body; END IF;
      v_retried := v_retried || jsonb_build_object('n', v_item.n, 'same', v_original = v_item.b, 'item', to_jsonb(v_stored));
      CONTINUE;
    END IF;
    v_blocker := v_author.blocker;

    v_conversation.seq := v_conversation.seq + 1;
    v_conversation.rev := v_conversation.rev + 1;
    INSERT INTO message (id, conversation_id, author_id, client_key, seq, created_rev, rev, body, importance, sent_at, withheld_from, withheld_after)
    VALUES (v_item.id, v_item.c, v_item.a, v_item.k, v_conversation.seq, v_conversation.rev, v_conversation.rev, v_item.b, v_item.i, p_at,
      v_blocker, CASE WHEN v_blocker IS NOT NULL THEN 0 END);
    UPDATE membership SET read_seq = v_conversation.seq, delivered_seq = v_conversation.seq WHERE conversation_id = v_item.c AND party_id = v_item.a;
    IF v_author.has_draft THEN
      DELETE FROM draft WHERE user_id = v_item.a AND conversation_id = v_item.c;
      v_cleared := v_cleared || jsonb_build_array(v_item.c, v_item.a);
    END IF;
    v_fresh := v_fresh || jsonb_build_array(v_item.n, v_conversation.seq, v_conversation.rev, v_blocker);

    IF v_unsettled OR v_blocker IS NOT NULL THEN
      FOR v_party IN SELECT * FROM settle_change(v_item.c, v_blocker, v_conversation.seq, v_conversation.seq - 1, v_conversation.rev - 1, v_conversation.last_activity_at, p_at) LOOP
        v_appeared := v_appeared || jsonb_build_array(v_item.c, v_party);
      END LOOP;
      v_unsettled := v_blocker IS NOT NULL;
    END IF;
    v_conversation.last_activity_at := p_at;
  END LOOP;
  IF v_conversation.rev > v_rev_before THEN
    UPDATE conversation SET seq = v_conversation.seq, rev = v_conversation.rev, last_activity_at = p_at WHERE id = v_conversation.id;
  END IF;
  RETURN jsonb_build_object('fresh', v_fresh, 'stored', v_retried, 'audiences', v_audiences, 'appeared', v_appeared, 'cleared', v_cleared);
END $$;

-- Edits (p_body) or deletes (null) a message of its author. What it said goes to message_revision. A change that is
-- in force already takes no number. Somebody who blocked the author goes on seeing what it said before.
CREATE FUNCTION change_message(p_conversation uuid, p_message uuid, p_author uuid, p_body jsonb, p_at timestamptz) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
  v_conversation conversation;
  v_member membership;
  v_item message;
  v_blocker uuid;
BEGIN
  SELECT * INTO v_conversation FROM conversation WHERE id = p_conversation FOR NO KEY UPDATE;
  SELECT * INTO v_member FROM membership WHERE conversation_id = p_conversation AND party_id = p_author AND left_at IS NULL;
  IF NOT FOUND THEN RETURN jsonb_build_object('code', 'conversation_not_found'); END IF;
  SELECT * INTO v_item FROM message
  WHERE id = p_message AND conversation_id = p_conversation AND kind = 'message' AND created_rev > v_member.from_rev
    AND (withheld_from IS DISTINCT FROM p_author OR withheld_after > 0);
  IF NOT FOUND THEN RETURN jsonb_build_object('code', 'message_not_found'); END IF;
  IF v_item.author_id <> p_author THEN RETURN jsonb_build_object('code', 'not_author'); END IF;
  IF v_item.deleted_at IS NOT NULL AND p_body IS NOT NULL THEN RETURN jsonb_build_object('code', 'message_deleted'); END IF;

  IF v_item.body IS DISTINCT FROM p_body THEN
    INSERT INTO message_revision (message_id, rev, body, replaced_at) VALUES (v_item.id, v_item.rev, v_item.body, p_at);
    UPDATE conversation SET rev = rev + 1 WHERE id = p_conversation;
    v_blocker := blocker_of(p_conversation, p_author);
    IF v_item.withheld_after IS DISTINCT FROM 0 THEN
      v_item.withheld_after := CASE WHEN v_blocker IS NOT NULL THEN coalesce(v_item.withheld_after, v_item.rev) END;
      v_item.withheld_from := v_blocker;
    END IF;
    v_item.rev := v_conversation.rev + 1;
    v_item.body := p_body;
    IF p_body IS NULL THEN v_item.deleted_at := p_at; ELSE v_item.edited_at := p_at; END IF;
    UPDATE message SET rev = v_item.rev, body = v_item.body, edited_at = v_item.edited_at, deleted_at = v_item.deleted_at,
      withheld_from = v_item.withheld_from, withheld_after = v_item.withheld_after WHERE id = v_item.id;
    PERFORM settle_change(p_conversation, v_item.withheld_from, NULL, v_conversation.seq, v_conversation.rev, v_conversation.last_activity_at, p_at);
  END IF;
  RETURN jsonb_build_object('item', to_jsonb(v_item), 'audience', conversation_audience(p_conversation));
END $$;

-- Moves delivered positions forward; then the conversations' own, the least of their active members.
-- p_positions: [{c: conversation, p: party, s: seq}]. Soft state: a lost commit is made good by the next acknowledgement.
CREATE FUNCTION mark_delivered(p_positions jsonb) RETURNS TABLE (id uuid, delivered bigint, audience jsonb)
-- Planned anew for the tables' size of the moment: it runs a few times a second, and a join planned for empty tables scans large ones.
LANGUAGE plpgsql SET plan_cache_mode TO force_custom_plan AS $$
DECLARE
  v_ids uuid[];
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  PERFORM 1 FROM conversation c WHERE c.id IN (
    SELECT m.conversation_id FROM jsonb_to_recordset(p_positions) AS p(c uuid, p uuid)
    JOIN membership m ON m.conversation_id = p.c AND m.party_id = p.p AND m.left_at IS NULL
  ) ORDER BY c.id FOR NO KEY UPDATE;
  WITH wanted AS (
    SELECT m.conversation_id, m.party_id, least(max(p.s), coalesce(m.held_seq, c.seq)) AS seq
    FROM jsonb_to_recordset(p_positions) AS p(c uuid, p uuid, s bigint)
    JOIN membership m ON m.conversation_id = p.c AND m.party_id = p.p AND m.left_at IS NULL
    JOIN conversation c ON c.id = p.c
    GROUP BY m.conversation_id, m.party_id, m.held_seq, c.seq
  ), moved AS (
    UPDATE membership m SET delivered_seq = w.seq FROM wanted w
    WHERE m.conversation_id = w.conversation_id AND m.party_id = w.party_id AND m.delivered_seq < w.seq
  )
  SELECT array_agg(DISTINCT w.conversation_id) INTO v_ids FROM wanted w;
  RETURN QUERY
  UPDATE conversation c SET delivered_seq = least_of.seq
  FROM (SELECT m.conversation_id, min(m.delivered_seq) AS seq FROM membership m WHERE m.conversation_id = ANY(v_ids) AND m.left_at IS NULL GROUP BY m.conversation_id) least_of
  WHERE c.id = least_of.conversation_id AND c.delivered_seq < least_of.seq
  RETURNING c.id, c.delivered_seq, conversation_audience(c.id);
END $$;

-- All steps above a rev, for those who are in: [{kind, rev, row}].
CREATE FUNCTION changes_above(p_conversation uuid, p_rev bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'rev', rev, 'row', data) ORDER BY rev), '[]') FROM (
    SELECT 'item' AS kind, e.rev, to_jsonb(e) AS data FROM message e WHERE e.conversation_id = p_conversation AND e.rev > p_rev
    UNION ALL
    SELECT 'member', m.rev, member_row(m, p) FROM membership m JOIN party p ON p.id = m.party_id WHERE m.conversation_id = p_conversation AND m.rev > p_rev
    UNION ALL
    SELECT 'subject', c.subject_rev, jsonb_build_object('subject', c.subject) FROM conversation c WHERE c.id = p_conversation AND c.subject_rev > p_rev
  ) step
$$;

CREATE FUNCTION add_system_line(p_id uuid, p_conversation uuid, p_actor uuid, p_rev bigint, p_code text, p_params jsonb, p_at timestamptz) RETURNS void LANGUAGE sql AS $$
  INSERT INTO message (id, conversation_id, author_id, kind, created_rev, rev, system_code, system_params, sent_at)
  VALUES (p_id, p_conversation, p_actor, 'system', p_rev, p_rev, p_code, p_params, p_at)
$$;

-- Whether all of these are people who have not been disabled.
CREATE FUNCTION are_people(p_parties uuid[]) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT count(*) = cardinality(p_parties) FROM "user" WHERE id = ANY(p_parties) AND status <> 'disabled'
$$;

-- The one direct conversation of two people. Two calls at once meet at the unique key: the later one waits and finds.
CREATE FUNCTION find_or_make_direct(p_id uuid, p_user uuid, p_other uuid, p_at timestamptz) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_key text := least(p_user::text, p_other::text) || ':' || greatest(p_user::text, p_other::text);
  v_id uuid;
BEGIN
  SELECT id INTO v_id FROM conversation WHERE direct_key = v_key;
  IF FOUND THEN RETURN jsonb_build_object('id', v_id); END IF;
  IF NOT are_people(ARRAY[p_other]) THEN RETURN jsonb_build_object('code', 'person_not_found'); END IF;
  INSERT INTO conversation (id, kind, direct_key, created_by, created_at, last_activity_at, rev, members_rev, member_count)
  VALUES (p_id, 'direct', v_key, p_user, p_at, p_at, 2, 2, 2) ON CONFLICT (direct_key) DO NOTHING;
  IF FOUND THEN
    INSERT INTO membership (conversation_id, party_id, rev, joined_at) VALUES (p_id, p_user, 1, p_at), (p_id, p_other, 2, p_at);
  END IF;
  RETURN (SELECT jsonb_build_object('id', id) FROM conversation WHERE direct_key = v_key);
END $$;

CREATE FUNCTION start_group(p_id uuid, p_creator uuid, p_key text, p_members uuid[], p_subject text, p_linked uuid, p_lines uuid[], p_at timestamptz) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_id uuid;
  v_kind text;
  v_subject_rev bigint := CASE WHEN p_subject IS NULL THEN 0 ELSE 1 END;
  v_rev bigint;
BEGIN
  SELECT id INTO v_id FROM conversation WHERE created_by = p_creator AND client_key = p_key;
  IF FOUND THEN RETURN jsonb_build_object('id', v_id, 'audience', conversation_audience(v_id)); END IF;

  IF p_linked IS NOT NULL THEN
    SELECT c.kind INTO v_kind FROM conversation c JOIN membership m ON m.conversation_id = c.id AND m.party_id = p_creator AND m.left_at IS NULL WHERE c.id = p_linked;
    IF NOT FOUND THEN RETURN jsonb_build_object('code', 'conversation_not_found'); END IF;
    IF v_kind <> 'direct' THEN RETURN jsonb_build_object('code', 'invalid_input'); END IF;
    p_members := ARRAY(SELECT unnest(p_members) UNION SELECT party_id FROM membership WHERE conversation_id = p_linked AND party_id <> p_creator);
  END IF;
  IF NOT are_people(p_members) THEN RETURN jsonb_build_object('code', 'person_not_found'); END IF;

  v_rev := v_subject_rev + 1 + cardinality(p_members);
  INSERT INTO conversation (id, kind, subject, subject_rev, created_by, client_key, linked_from, created_at, last_activity_at, rev, members_rev, member_count)
  VALUES (p_id, 'group', p_subject, v_subject_rev, p_creator, p_key, p_linked, p_at, p_at,
    v_rev + CASE WHEN p_linked IS NULL THEN 1 ELSE 2 END, v_rev, 1 + cardinality(p_members))
  ON CONFLICT (created_by, client_key) DO NOTHING;
  IF NOT FOUND THEN
    SELECT id INTO v_id FROM conversation WHERE created_by = p_creator AND client_key = p_key;
    RETURN jsonb_build_object('id', v_id, 'audience', conversation_audience(v_id));
  END IF;
  INSERT INTO membership (conversation_id, party_id, rev, joined_at, appeared_at)
  SELECT p_id, party, v_subject_rev + n, p_at, p_at FROM unnest(p_creator || p_members) WITH ORDINALITY AS joining(party, n);
  PERFORM add_system_line(p_lines[1], p_id, p_creator, v_rev + 1, 'started', jsonb_build_object('partyIds', array_to_string(p_members, ',')), p_at);
  IF p_linked IS NOT NULL THEN
    PERFORM add_system_line(p_lines[2], p_id, p_creator, v_rev + 2, 'continued-from', jsonb_build_object('conversationId', p_linked), p_at);
  END IF;
  RETURN jsonb_build_object('id', p_id, 'audience', conversation_audience(p_id));
END $$;

-- Why a group may not be changed by this member; null when it may. Takes the lock.
CREATE FUNCTION refuse_group_change(p_conversation uuid, p_actor uuid) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_kind text;
BEGIN
  SELECT kind INTO v_kind FROM conversation WHERE id = p_conversation FOR NO KEY UPDATE;
  IF NOT EXISTS (SELECT 1 FROM membership WHERE conversation_id = p_conversation AND party_id = p_actor AND left_at IS NULL) THEN RETURN 'conversation_not_found'; END IF;
  IF v_kind <> 'group' THEN RETURN 'not_a_group'; END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION add_members(p_conversation uuid, p_actor uuid, p_members uuid[], p_from_start boolean, p_members_max int, p_line uuid, p_at timestamptz) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_code text := refuse_group_change(p_conversation, p_actor);
  v_conversation conversation;
  v_new uuid[];
  v_rev bigint;
BEGIN
  IF v_code IS NOT NULL THEN RETURN jsonb_build_object('code', v_code); END IF;
  SELECT * INTO v_conversation FROM conversation WHERE id = p_conversation;
  v_new := ARRAY(SELECT party FROM unnest(p_members) party WHERE NOT EXISTS (
    SELECT 1 FROM membership m WHERE m.conversation_id = p_conversation AND m.party_id = party AND m.left_at IS NULL));
  IF NOT are_people(v_new) THEN RETURN jsonb_build_object('code', 'person_not_found'); END IF;
  IF v_conversation.member_count + cardinality(v_new) > p_members_max THEN RETURN jsonb_build_object('code', 'conversation_full'); END IF;
  IF cardinality(v_new) > 0 THEN
    v_rev := v_conversation.rev + cardinality(v_new);
    INSERT INTO membership (conversation_id, party_id, from_seq, from_rev, read_seq, delivered_seq, rev, joined_at, appeared_at)
    SELECT p_conversation, party, CASE WHEN p_from_start THEN 0 ELSE v_conversation.seq END, CASE WHEN p_from_start THEN 0 ELSE v_conversation.rev END,
      v_conversation.seq, v_conversation.seq, v_conversation.rev + n, p_at, p_at
    FROM unnest(v_new) WITH ORDINALITY AS joining(party, n)
    ON CONFLICT (conversation_id, party_id) DO UPDATE SET
      from_seq = excluded.from_seq, from_rev = excluded.from_rev, to_seq = NULL, to_rev = NULL, read_seq = excluded.read_seq,
      delivered_seq = excluded.delivered_seq, rev = excluded.rev, joined_at = excluded.joined_at, left_at = NULL, appeared_at = excluded.appeared_at;
    PERFORM add_system_line(p_line, p_conversation, p_actor, v_rev + 1, 'joined', jsonb_build_object('partyIds', array_to_string(v_new, ',')), p_at);
    UPDATE conversation SET rev = v_rev + 1, members_rev = v_rev, member_count = member_count + cardinality(v_new), last_activity_at = p_at WHERE id = p_conversation;
  END IF;
  RETURN jsonb_build_object('added', to_jsonb(v_new), 'changes', changes_above(p_conversation, v_conversation.rev), 'audience', conversation_audience(p_conversation));
END $$;

CREATE FUNCTION leave_conversation(p_conversation uuid, p_member uuid, p_line uuid, p_at timestamptz) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_code text := refuse_group_change(p_conversation, p_member);
  v_conversation conversation;
  v_delivered bigint;
BEGIN
  IF v_code IS NOT NULL THEN RETURN jsonb_build_object('code', v_code); END IF;
  SELECT * INTO v_conversation FROM conversation WHERE id = p_conversation;
  UPDATE membership SET left_at = p_at, left_subject = v_conversation.subject, to_seq = v_conversation.seq, to_rev = v_conversation.rev, rev = v_conversation.rev + 1
  WHERE conversation_id = p_conversation AND party_id = p_member;
  DELETE FROM draft WHERE user_id = p_member AND conversation_id = p_conversation;
  PERFORM add_system_line(p_line, p_conversation, p_member, v_conversation.rev + 2, 'left', '{}', p_at);
  SELECT min(delivered_seq) INTO v_delivered FROM membership WHERE conversation_id = p_conversation AND left_at IS NULL;
  UPDATE conversation SET rev = rev + 2, members_rev = v_conversation.rev + 1, member_count = member_count - 1, last_activity_at = p_at,
    delivered_seq = greatest(delivered_seq, v_delivered) WHERE id = p_conversation;
  RETURN jsonb_build_object('delivered', CASE WHEN v_delivered > v_conversation.delivered_seq THEN v_delivered END,
    'changes', changes_above(p_conversation, v_conversation.rev), 'audience', conversation_audience(p_conversation));
END $$;

CREATE FUNCTION rename_conversation(p_conversation uuid, p_actor uuid, p_subject text, p_line uuid, p_at timestamptz) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_code text := refuse_group_change(p_conversation, p_actor);
  v_conversation conversation;
BEGIN
  IF v_code IS NOT NULL THEN RETURN jsonb_build_object('code', v_code); END IF;
  SELECT * INTO v_conversation FROM conversation WHERE id = p_conversation;
  IF v_conversation.subject IS DISTINCT FROM p_subject THEN
    UPDATE conversation SET subject = p_subject, subject_rev = rev + 1, rev = rev + 2, last_activity_at = p_at WHERE id = p_conversation;
    PERFORM add_system_line(p_line, p_conversation, p_actor, v_conversation.rev + 2, 'renamed', jsonb_build_object('subject', coalesce(p_subject, '')), p_at);
  END IF;
  RETURN jsonb_build_object('changes', changes_above(p_conversation, v_conversation.rev), 'audience', conversation_audience(p_conversation));
END $$;

-- Directory search. Names are folded to what people type: no case, no accents, no punctuation, single spaces.
CREATE FUNCTION "fold_text"("value" TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT btrim(regexp_replace(
    replace(replace(replace(replace(
      translate(lower(regexp_replace(normalize("value", NFKD), '[\u0300-\u036f]', '', 'g')), 'øłđðħıŧ', 'olddhit'),
      'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
    '[[:space:][:punct:]]+', ' ', 'g'))
$$;

-- One LIKE pattern for each word of a query: the start of a word. Null when there is no word. Folding leaves no % or _.
CREATE FUNCTION "directory_patterns"("query" TEXT) RETURNS TEXT[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT array_agg('% ' || "word" || '%') FROM unnest(string_to_array("fold_text"("query"), ' ')) AS "word" WHERE "word" <> ''
$$;

-- Every word a person is found by, each after a space. Not in the Prisma schema: nothing but the search reads it.
ALTER TABLE "user" ADD COLUMN "search_text" TEXT GENERATED ALWAYS AS (
  ' ' || "fold_text"("given_name" || ' ' || "family_name" || ' ' || "display_name" || ' ' || split_part("email", '@', 1))
) STORED;
