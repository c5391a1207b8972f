import { describe, expect, test } from "vitest";
import { destinationOf, safeReturnPath } from "@/components/auth/return-path";

describe("[SIGN-IN] the way back after signing in", () => {
  test.each(["/c/0190c5d2", "/settings/profile", "/admin/users?status=invited", "/p/1#now"])("%s is kept", (path) => {
    expect(safeReturnPath(path)).toBe(path);
  });

  test.each(["//evil.example", "https://evil.example/", "/\\evil.example", "/\t/evil.example", "\\\\evil.example", "javascript:alert(1)", "settings", "", null, undefined])("%j leads home", (path) => {
    expect(safeReturnPath(path)).toBe("/");
  });

  test.each(["/sign-in", "/sign-in?next=/c/1", "/signed-out", "/setup", "/api/v1/me", "/invitation/abc", "/x/../sign-in"])("%s would go in circles, so it leads home", (path) => {
    expect(safeReturnPath(path)).toBe("/");
  });

  test("is named by its kind only", () => {
    expect(destinationOf("/")).toBe("none");
    expect(destinationOf("/c/1")).toBe("conversation");
    expect(destinationOf("/p/1")).toBe("conversation");
    expect(destinationOf("/settings/profile")).toBe("settings");
    expect(destinationOf("/admin?x=1")).toBe("admin");
    expect(destinationOf("/elsewhere")).toBe("other");
  });
});
