import { refuseWith } from "@/server/http/with-route";

// What no other file here answers is no address of this API.
const notFound = refuseWith("not_found");

export const GET = notFound;
export const POST = notFound;
export const PUT = notFound;
export const PATCH = notFound;
export const DELETE = notFound;
