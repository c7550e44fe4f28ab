// An archive of the examples and of the pages beside this file, and selon that serves it.

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

// Starts selon on a free port; resolves with its address and a function that ends it.
export async function serve(selon, folders) {
  const folder = mkdtempSync(join(tmpdir(), "selon-pages-"));
  const db = join(folder, "pages.db");
  execFileSync(selon, ["-q", "--db", db, ...folders.map((path) => resolve(path))], { stdio: ["ignore", "ignore", "inherit"] });
  const server = spawn(selon, ["serve", "--db", db, "--listen", "127.0.0.1:0"], { stdio: ["ignore", "ignore", "pipe"] });
  const stop = () => {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  const base = await new Promise((found, failed) => {
    let said = "";
    server.stderr.on("data", (bytes) => {
      said += bytes;
      const address = said.match(/http:\/\/[0-9.:]+/);
      if (address) found(address[0]);
    });
    server.on("exit", (code) => failed(new Error(`selon serve ended with ${code}: ${said}`)));
  });
  return { base, stop };
}
