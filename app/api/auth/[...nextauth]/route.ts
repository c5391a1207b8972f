import { handleAuth } from "@/server/http/auth";

export const GET = handleAuth;
export const POST = handleAuth;
