export { type Env, isLoopback, loadEnv, SETTINGS } from "./env";
export { oidcOf } from "./oidc";
export { beganAsDemo, decideSeed, type Seed } from "./seed";
export { loadSecretKey } from "./secret-key";
export { readTls } from "./tls";
