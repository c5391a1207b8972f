"use client";
import { useLoad } from "@/components/ui/use-load";
import { request } from "@/lib/client";
import { adminGroupsRoute, adminOrganisationRoute, adminPoliciesRoute } from "@/lib/protocol";

export const useGroups = () => useLoad("groups", async () => (await request(adminGroupsRoute, {})).groups);
export const usePolicies = () => useLoad("policies", async () => (await request(adminPoliciesRoute, {})).policies);
export const useOrganisation = () => useLoad("organisation", () => request(adminOrganisationRoute, {}));
