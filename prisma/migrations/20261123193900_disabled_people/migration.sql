-- Members of groups are counted without those who are disabled: a few are taken off, instead of all looked at.
CREATE INDEX "user_disabled_idx" ON "user"("id") WHERE "status" = 'disabled';
