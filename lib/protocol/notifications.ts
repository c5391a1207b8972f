import "./no-eval";
import * as z from "zod";
import { defineEvent, defineRoute } from "./define";
import { PersonCard } from "./people";
import { PresenceView } from "./presence";

/** A tagged person's status changed: once for each change of its class, to all endpoints of who tagged. */
export const tagAlert = defineEvent({ name: "tag:alert", payload: z.object({ person: PersonCard, view: PresenceView }) });

/** What a service worker is told (RFC 8030), encrypted for it (RFC 8291). Words are made where the reader's language is known: on the server. */
export const PushMessage = z.object({
  kind: z.enum(["tag"]),
  title: z.string(),
  body: z.string(),
  /** Notifications with the same tag replace each other. */
  tag: z.string(),
  /** Path of the site to open. */
  path: z.string(),
});
export type PushMessage = z.infer<typeof PushMessage>;

/** The public key of this server's web push messages (VAPID, RFC 8292), base64url. */
export const pushKeyRoute = defineRoute({ method: "GET", path: "/me/push", access: "user", summary: "Public key for web push", input: z.strictObject({}), output: z.object({ publicKey: z.string(), /** SHA-256 of the address that this sign-in takes messages at, base64url; null: at none. */ addressHash: z.string().nullable() }) });

/** A browser's subscription (W3C Push API), as its `toJSON` gives it. Replaces the one of this sign-in, and ends with it. @errors forbidden on a public computer */
export const pushSubscribeRoute = defineRoute({
  method: "PUT",
  path: "/me/push",
  access: "user",
  summary: "Take web push messages in this browser",
  input: z.strictObject({
    endpoint: z.string().max(2_000).regex(/^https?:\/\//),
    keys: z.strictObject({ p256dh: z.string().max(200), auth: z.string().max(100) }),
    /** Of the page, BCP 47: messages speak it to a person whose settings say no language. */
    language: z.string().max(35).optional(),
  }),
  output: z.object({}),
});

export const pushUnsubscribeRoute = defineRoute({ method: "DELETE", path: "/me/push", access: "user", summary: "Take no more web push messages in this browser", input: z.strictObject({ endpoint: z.string().max(2_000) }), output: z.object({}) });
