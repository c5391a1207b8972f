export { API_ROOT, type HttpContext, request } from "./request";
export { signIn, startSingleSignOn } from "./sign-in";
