/** One line of the landscape behind the organisation's name: two hills that wander and flatten towards the viewer. */
function contour(index: number): string {
  const base = 330 + index * 30;
  const flat = 1 - index / 16;
  const shift = index * 4.5;
  const points: [number, number][] = [];
  for (let x = -40; x <= 920; x += 32) {
    const low = 88 * flat * bell(x, 180 - shift, 82);
    const high = 218 * flat * flat * bell(x, 520 + shift, 128);
    points.push([x, base - low - high - 8 * flat * Math.sin(x / 150 + index / 3)]);
  }
  return smooth(points);
}

function bell(x: number, middle: number, width: number): number {
  return Math.exp(-((x - middle) ** 2) / (2 * width ** 2));
}

/** A Catmull-Rom curve through the points, as a path of cubic Béziers. */
function smooth(points: readonly [number, number][]): string {
  const at = (index: number): [number, number] => points[Math.min(points.length - 1, Math.max(0, index))] ?? [0, 0];
  const [startX, startY] = at(0);
  let path = `M${startX} ${startY.toFixed(1)}`;
  for (let index = 0; index < points.length - 1; index += 1) {
    const [before, from, to, after] = [at(index - 1), at(index), at(index + 1), at(index + 2)];
    const numbers = [from[0] + (to[0] - before[0]) / 6, from[1] + (to[1] - before[1]) / 6, to[0] - (after[0] - from[0]) / 6, to[1] - (after[1] - from[1]) / 6, to[0], to[1]];
    path += `C${numbers.map((value) => Math.round(value * 10) / 10).join(" ")}`;
  }
  return path;
}

export const CONTOUR_LINES: readonly string[] = Array.from({ length: 15 }, (_line, index) => contour(index));
