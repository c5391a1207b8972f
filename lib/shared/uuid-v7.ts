let lastMs = 0;
let counter = 0;

const ID_BYTES = 16;
/** Random bytes are asked for by the hundred ids: each asking costs as much as making an id. */
const pool = new Uint8Array(128 * ID_BYTES);
let poolAt = pool.length;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/**
 * A UUID version 7 (RFC 9562 §5.7): 48 bits of Unix time in ms, then randomness. Values made in one
 * process within the same millisecond ascend too: the 12 bits of `rand_a` count up (§6.2, method 1).
 */
export function uuidV7(nowMs: number = Date.now()): string {
  if (poolAt === pool.length) {
    crypto.getRandomValues(pool);
    poolAt = 0;
  }
  const bytes = pool.subarray(poolAt, poolAt + ID_BYTES);
  poolAt += ID_BYTES;
  if (nowMs > lastMs) {
    lastMs = nowMs;
    counter = ((bytes[6]! & 0x07) << 8) | bytes[7]!; // Starts in the lower half, so that it has room to count.
  } else {
    counter += 1;
    if (counter > 0xfff) {
      counter = 0;
      lastMs += 1;
    }
  }
  for (let index = 0, rest = lastMs; index < 6; index += 1) {
    bytes[5 - index] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes[6] = 0x70 | (counter >> 8);
  bytes[7] = counter & 0xff;
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);

  const hex = (index: number): string => HEX[bytes[index]!]!;
  return `${hex(0)}${hex(1)}${hex(2)}${hex(3)}-${hex(4)}${hex(5)}-${hex(6)}${hex(7)}-${hex(8)}${hex(9)}-${hex(10)}${hex(11)}${hex(12)}${hex(13)}${hex(14)}${hex(15)}`;
}
