import { AppError, isAppError } from "@/server/domain/errors";
import type { Dav, DavResource } from "./dav";
import { attributeOf, elementsAt, textAt } from "./xml";

/** What differs between CalDAV (RFC 4791) and CardDAV (RFC 6352). */
export type DavKind = {
  namespace: string;
  /** RFC 6764 §5 */
  wellKnown: string;
  homeSet: string;
  /** Its mark in `resourcetype`. */
  collection: string;
};

export const CALDAV: DavKind = { namespace: "urn:ietf:params:xml:ns:caldav", wellKnown: "/.well-known/caldav", homeSet: "calendar-home-set", collection: "calendar" };
export const CARDDAV: DavKind = { namespace: "urn:ietf:params:xml:ns:carddav", wellKnown: "/.well-known/carddav", homeSet: "addressbook-home-set", collection: "addressbook" };

export type DavCollection = {
  url: string;
  name: string | null;
  /** Changes with anything in it: a sync token (RFC 6578) or a ctag; null when the server has neither. */
  mark: string | null;
  /** Kinds of components it may hold (RFC 4791 §5.2.3); null: not said, so all. */
  components: readonly string[] | null;
};

/** Home sets and collections that are looked at; more are left alone. */
const HOMES_MAX = 5;
const COLLECTIONS_MAX = 50;

/**
 * The collections that an address leads to: itself, if it is one; else all in the home of the person who asks, found from the
 * address, or from its server's well-known one.
 *
 * @throws AppError `remote_invalid` when it leads to none, and what `Dav` throws.
 */
export async function findCollections(dav: Dav, address: string, kind: DavKind): Promise<DavCollection[]> {
  const body = `<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:" xmlns:K="${kind.namespace}" xmlns:S="http://calendarserver.org/ns/"><prop><resourcetype/><displayname/><current-user-principal/><sync-token/><S:getctag/><K:${kind.homeSet}/><K:supported-calendar-component-set/></prop></propfind>`;
  const look = async (url: string): Promise<DavResource | null> => (await dav.propfind(url, 0, body))[0] ?? null;
  const homesOf = (resource: DavResource): string[] => hrefsAt(resource, kind.homeSet);

  const origin = new URL(address).origin;
  for (const start of new Set([address, `${origin}${kind.wellKnown}`, `${origin}/`])) {
    const resource = await look(start).catch(orNothing);
    if (!resource) continue;
    if (isCollection(resource, kind)) return [toCollection(resource)];
    let homes = homesOf(resource);
    const [principal] = hrefsAt(resource, "current-user-principal");
    if (homes.length === 0 && principal !== undefined) {
      const self = await look(principal).catch(orNothing);
      homes = self ? homesOf(self) : [];
    }
    if (homes.length === 0) continue;
    const members = await Promise.all(homes.slice(0, HOMES_MAX).map((home) => dav.propfind(home, 1, body)));
    return members.flat().filter((member) => isCollection(member, kind)).slice(0, COLLECTIONS_MAX).map(toCollection);
  }
  throw new AppError("remote_invalid", { host: new URL(address).host, reason: `no ${kind.collection}` });
}

/** An address that is no WebDAV resource may still be on a server that has some elsewhere. */
function orNothing(error: unknown): null {
  if (isAppError(error) && error.code === "remote_invalid") return null;
  throw error;
}

const isCollection = ({ props }: DavResource, kind: DavKind): boolean => elementsAt(props, "resourcetype", kind.collection).length > 0;

const hrefsAt = ({ url, props }: DavResource, name: string): string[] =>
  elementsAt(props, name, "href").flatMap((href) => {
    const found = URL.parse(textAt(href) ?? "", url);
    return found ? [found.href] : [];
  });

function toCollection({ url, props }: DavResource): DavCollection {
  const components = elementsAt(props, "supported-calendar-component-set", "comp").flatMap((comp) => attributeOf(comp, "name") ?? []);
  return { url, name: textAt(props, "displayname"), mark: textAt(props, "sync-token") ?? textAt(props, "getctag"), components: components.length > 0 ? components : null };
}
