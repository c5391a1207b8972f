import { type PolicyScope } from "@/lib/protocol";

/** One text per scope, to compare and to key by. */
export function scopeKey(scope: PolicyScope): string {
  switch (scope.kind) {
    case "organisation":
      return "organisation";
    case "group":
      return `group:${scope.groupId}`;
    case "user":
      return `user:${scope.userId}`;
  }
}
