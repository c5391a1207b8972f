import * as z from "zod";

// In a browser the page's policy forbids code made from text (CSP, `script-src` without `unsafe-eval`). zod would try it
// for its fast path and be refused, which the browser reports as an attack. The server keeps the fast path.
if (typeof document !== "undefined") z.config({ jitless: true });
