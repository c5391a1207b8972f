export { Env, isLoopback, loadEnv, SETTINGS } from "./env";
export { decideSeed, type Seed } from "./seed";
