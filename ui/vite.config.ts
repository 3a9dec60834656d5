import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  clearScreen: false,
  server: { host: "127.0.0.1" },
  build: { target: "es2022", chunkSizeWarningLimit: 1600 },
  test: {
    environment: "jsdom",
    setupFiles: ["src/testing/setup.ts"],
    server: { deps: { inline: [/@cloudscape-design/] } },
    testTimeout: 20000,
  },
});
