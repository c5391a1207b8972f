-- AlterTable
ALTER TABLE "user" ADD COLUMN     "website" TEXT;

-- AlterTable
ALTER TABLE "group" ADD COLUMN     "published" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "contact" ADD COLUMN     "name" TEXT,
ADD COLUMN     "number" TEXT,
ALTER COLUMN "target_user_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "access_level" ADD COLUMN     "by_group" TEXT,
ADD COLUMN     "chosen" TEXT;

-- AlterTable
ALTER TABLE "manual_presence" ADD COLUMN     "custom_state_id" UUID,
ADD COLUMN     "expires_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "listed_group" (
    "owner_id" UUID NOT NULL,
    "group_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "listed_group_pkey" PRIMARY KEY ("owner_id","group_id")
);

-- CreateTable
CREATE TABLE "access_group_level" (
    "id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "contact_group_id" UUID,
    "group_id" UUID,
    "level" TEXT NOT NULL,

    CONSTRAINT "access_group_level_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "access_default" (
    "owner_id" UUID NOT NULL,
    "origin" TEXT NOT NULL,
    "level" TEXT NOT NULL,

    CONSTRAINT "access_default_pkey" PRIMARY KEY ("owner_id","origin")
);

-- CreateTable
CREATE TABLE "custom_state" (
    "id" UUID NOT NULL,
    "base" TEXT NOT NULL,
    "labels" JSONB NOT NULL,
    "position" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "custom_state_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "presence_note" (
    "user_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "audience" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "presence_note_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "presence_location" (
    "user_id" UUID NOT NULL,
    "place" TEXT NOT NULL,
    "audience" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "presence_location_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "network_place" (
    "user_id" UUID NOT NULL,
    "network_hash" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "audience" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "network_place_pkey" PRIMARY KEY ("user_id","network_hash")
);

-- CreateTable
CREATE TABLE "calendar_source" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "sealed" TEXT,
    "content" TEXT,
    "validator" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "read_at" TIMESTAMPTZ(3),
    "error" TEXT,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "next_poll_at" TIMESTAMPTZ(3),
    "expanded_until" TIMESTAMPTZ(3),

    CONSTRAINT "calendar_source_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "calendar_block" (
    "id" BIGSERIAL NOT NULL,
    "source_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT,
    "place" TEXT,

    CONSTRAINT "calendar_block_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact_tag" (
    "owner_id" UUID NOT NULL,
    "target_user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "contact_tag_pkey" PRIMARY KEY ("owner_id","target_user_id")
);

-- CreateTable
CREATE TABLE "push_subscription" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "endpoint_hash" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "delivered_at" TIMESTAMPTZ(3),

    CONSTRAINT "push_subscription_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "address_book" (
    "id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "sealed" TEXT,
    "validator" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "read_at" TIMESTAMPTZ(3),
    "error" TEXT,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "next_poll_at" TIMESTAMPTZ(3),

    CONSTRAINT "address_book_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "address_entry" (
    "id" UUID NOT NULL,
    "book_id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "uid" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "company" TEXT,
    "title" TEXT,
    "emails" JSONB NOT NULL,
    "phones" JSONB NOT NULL,

    CONSTRAINT "address_entry_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "listed_group_group_id_idx" ON "listed_group"("group_id");

-- CreateIndex
CREATE INDEX "access_group_level_contact_group_id_idx" ON "access_group_level"("contact_group_id");

-- CreateIndex
CREATE INDEX "access_group_level_group_id_idx" ON "access_group_level"("group_id");

-- CreateIndex
CREATE UNIQUE INDEX "access_group_level_owner_id_contact_group_id_key" ON "access_group_level"("owner_id", "contact_group_id");

-- CreateIndex
CREATE UNIQUE INDEX "access_group_level_owner_id_group_id_key" ON "access_group_level"("owner_id", "group_id");

-- CreateIndex
CREATE INDEX "calendar_source_user_id_idx" ON "calendar_source"("user_id");

-- CreateIndex
CREATE INDEX "calendar_source_next_poll_at_idx" ON "calendar_source"("next_poll_at");

-- CreateIndex
CREATE INDEX "calendar_block_user_id_starts_at_idx" ON "calendar_block"("user_id", "starts_at");

-- CreateIndex
CREATE INDEX "calendar_block_source_id_idx" ON "calendar_block"("source_id");

-- CreateIndex
CREATE INDEX "contact_tag_target_user_id_idx" ON "contact_tag"("target_user_id");

-- CreateIndex
CREATE UNIQUE INDEX "push_subscription_endpoint_hash_key" ON "push_subscription"("endpoint_hash");

-- CreateIndex
CREATE INDEX "push_subscription_user_id_idx" ON "push_subscription"("user_id");

-- CreateIndex
CREATE INDEX "push_subscription_session_id_idx" ON "push_subscription"("session_id");

-- CreateIndex
CREATE INDEX "address_book_owner_id_idx" ON "address_book"("owner_id");

-- CreateIndex
CREATE INDEX "address_book_next_poll_at_idx" ON "address_book"("next_poll_at");

-- CreateIndex
CREATE INDEX "address_entry_owner_id_idx" ON "address_entry"("owner_id");

-- CreateIndex
CREATE UNIQUE INDEX "address_entry_book_id_uid_key" ON "address_entry"("book_id", "uid");

-- CreateIndex
CREATE UNIQUE INDEX "contact_owner_id_number_key" ON "contact"("owner_id", "number");

-- AddForeignKey
ALTER TABLE "listed_group" ADD CONSTRAINT "listed_group_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "listed_group" ADD CONSTRAINT "listed_group_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "group"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_group_level" ADD CONSTRAINT "access_group_level_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_group_level" ADD CONSTRAINT "access_group_level_contact_group_id_fkey" FOREIGN KEY ("contact_group_id") REFERENCES "contact_group"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_group_level" ADD CONSTRAINT "access_group_level_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "group"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_default" ADD CONSTRAINT "access_default_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "manual_presence" ADD CONSTRAINT "manual_presence_custom_state_id_fkey" FOREIGN KEY ("custom_state_id") REFERENCES "custom_state"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "presence_note" ADD CONSTRAINT "presence_note_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "presence_location" ADD CONSTRAINT "presence_location_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "network_place" ADD CONSTRAINT "network_place_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calendar_source" ADD CONSTRAINT "calendar_source_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calendar_block" ADD CONSTRAINT "calendar_block_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "calendar_source"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_tag" ADD CONSTRAINT "contact_tag_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_tag" ADD CONSTRAINT "contact_tag_target_user_id_fkey" FOREIGN KEY ("target_user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "push_subscription" ADD CONSTRAINT "push_subscription_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "address_book" ADD CONSTRAINT "address_book_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "address_entry" ADD CONSTRAINT "address_entry_book_id_fkey" FOREIGN KEY ("book_id") REFERENCES "address_book"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What a schema cannot say.

UPDATE "access_level" SET "chosen" = "level";

ALTER TABLE "contact" ADD CONSTRAINT "contact_is_one_thing" CHECK (num_nonnulls("target_user_id", "number") = 1 AND ("number" IS NULL) = ("name" IS NULL));
ALTER TABLE "access_group_level" ADD CONSTRAINT "access_group_level_is_of_one_group" CHECK (num_nonnulls("contact_group_id", "group_id") = 1);

-- A person is found in an address book by the start of any word of their name or company, or of a mail address.
ALTER TABLE "address_entry" ADD COLUMN "search_text" TEXT GENERATED ALWAYS AS (
  ' ' || "fold_text"("display_name" || ' ' || coalesce("company", '') || ' ' || "emails"::text)
) STORED;
