export { codeOf, createDav, type Dav, type DavAccount, type DavResource } from "./dav";
export { CALDAV, CARDDAV, type DavCollection, type DavKind, findCollections } from "./find-collections";
export { attributeOf, type Element, elementsAt, escapeXml, parseXml, textAt } from "./xml";
