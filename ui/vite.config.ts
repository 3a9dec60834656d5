import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** `--mode fake`: a browser without the shell, played from recorded answers (src/testing/fake). */
const fakeShell: Plugin = {
  name: "fake-shell",
  enforce: "pre",
  resolveId(source, importer) {
    if (source !== "./bindings" || !importer?.endsWith("/src/ipc/client.ts")) return null;
    return fileURLToPath(new URL("src/testing/fake/index.ts", import.meta.url));
  },
};

export default defineConfig(({ mode }) => ({
  plugins: [react(), ...(mode === "fake" ? [fakeShell] : [])],
  clearScreen: false,
  // The templates that are given to copy lie beside the code that knows them.
  server: { host: "127.0.0.1", fs: { allow: [".."] } },
  build: { target: "es2022", chunkSizeWarningLimit: 1600 },
  test: {
    environment: "jsdom",
    setupFiles: ["src/testing/setup.ts"],
    server: { deps: { inline: [/@cloudscape-design/] } },
    testTimeout: 20000,
  },
}));
