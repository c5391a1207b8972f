import { servePhoto } from "@/server/http/serve-photo";
import { refuseWith } from "@/server/http/with-route";

const notAllowed = refuseWith("method_not_allowed");

export const GET = servePhoto;
export const POST = notAllowed;
export const PUT = notAllowed;
export const PATCH = notAllowed;
export const DELETE = notAllowed;
