export { type Env, isLoopback, loadEnv, SETTINGS } from "./env";
export { beganAsDemo, decideSeed, type Seed } from "./seed";
export { loadSecretKey } from "./secret-key";
