// Packs the built scripts and style sheets once, as tightly as it goes (Brotli, RFC 7932), instead of gzip at every request:
// `<pages>/static/…` becomes `dist/packed/…br`. See server/http/packed-files.ts.
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import zlib from "node:zlib";

const pack = promisify(zlib.brotliCompress);

/** Smaller files gain nothing. In bytes. */
const WORTH_IT = 1_000;

const source = path.join(process.argv[2] ?? ".next", "static");
const target = path.join("dist", "packed");
fs.rmSync(target, { recursive: true, force: true });

const files = fs.readdirSync(source, { recursive: true, encoding: "utf8" }).filter((file) => /\.(js|css)$/.test(file));
await Promise.all(
  files.map(async (file) => {
    const bytes = fs.readFileSync(path.join(source, file));
    if (bytes.length < WORTH_IT) return;
    const packed = await pack(bytes, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: zlib.constants.BROTLI_MAX_QUALITY, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
    const output = path.join(target, `${file}.br`);
    fs.mkdirSync(path.dirname(output), { recursive: true });
    fs.writeFileSync(output, packed);
  }),
);
