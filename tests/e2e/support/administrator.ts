import { type APIRequestContext, expect } from "@playwright/test";
import { makePeople, type Person, signInByRequest } from "./people";

/** The administrator's own REST, for what a test only needs to be there. */
export async function administrator(baseURL: string): Promise<APIRequestContext> {
  return signInByRequest(baseURL, "admin@example.com", "parley");
}

/** An administrator of one test, whose settings nobody else changes. */
export async function makeAdministrator(baseURL: string, givenName = "Ada"): Promise<Person> {
  const [person] = (await makePeople(baseURL, givenName)) as [Person];
  const admin = await administrator(baseURL);
  const answer = await admin.patch(`/api/v1/admin/users/${person.userId}`, { data: { role: "admin" } });
  expect(answer.status(), await answer.text()).toBe(200);
  await admin.dispose();
  return person;
}

/** Invites somebody who has not taken the link up. */
export async function invite(baseURL: string, givenName: string): Promise<{ userId: string; email: string; path: string }> {
  const admin = await administrator(baseURL);
  const email = `${givenName.toLowerCase()}.${Date.now().toString(36)}@example.com`;
  const created = await admin.post("/api/v1/admin/users", { data: { email, givenName } });
  expect(created.status(), await created.text()).toBe(200);
  const { user, invitation } = (await created.json()) as { user: { userId: string }; invitation: { url: string } };
  await admin.dispose();
  return { userId: user.userId, email, path: new URL(invitation.url).pathname };
}
