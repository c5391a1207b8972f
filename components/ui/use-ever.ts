import { useState } from "react";

/** Whether it has been true at any time: what was opened once stays, so that it can go with its own motion. */
export function useEver(isNow: boolean): boolean {
  const [was, setWas] = useState(isNow);
  if (isNow && !was) setWas(true);
  return was || isNow;
}
