import net from "node:net";
import type { AddressInfo } from "node:net";

/** A cable between browser and server that can be pulled: whatever passes is dropped, and nothing new gets through. */
export type CuttableLink = { url: string; cut(): void; restore(): void; close(): Promise<void> };

export async function openLink(serverUrl: string): Promise<CuttableLink> {
  const target = new URL(serverUrl);
  const open = new Set<net.Socket>();
  let isCut = false;
  const listener = net.createServer((near) => {
    if (isCut) return void near.destroy();
    const far = net.connect(Number(target.port), target.hostname);
    for (const [socket, other] of [[near, far], [far, near]] as const) {
      open.add(socket);
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        open.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const { port } = listener.address() as AddressInfo;
  const dropAll = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${port}`,
    cut: () => {
      isCut = true;
      dropAll();
    },
    restore: () => void (isCut = false),
    close: async () => {
      dropAll();
      await new Promise<void>((resolve) => void listener.close(() => resolve()));
    },
  };
}
