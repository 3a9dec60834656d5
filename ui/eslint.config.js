import hooks from "eslint-plugin-react-hooks";
import ts from "typescript-eslint";

const features = ["start", "overview", "environments", "plan", "launches", "environment", "settings", "accounts", "audit", "costs"];

export default ts.config(
  { ignores: ["dist", "src/ipc/bindings.ts"] },
  ...ts.configs.recommended,
  {
    files: ["src/**/*.{ts,tsx}"],
    plugins: { "react-hooks": hooks },
    rules: {
      ...hooks.configs.recommended.rules,
      // Only the ipc folder knows that there is a desktop shell.
      "no-restricted-imports": ["error", { patterns: [{ group: ["@tauri-apps/*"], message: "Only src/ipc speaks to the shell." }] }],
    },
  },
  { files: ["src/ipc/**", "src/testing/**"], rules: { "no-restricted-imports": "off" } },
  // A feature never imports another.
  ...features.map((feature) => ({
    files: [`src/features/${feature}/**`],
    rules: {
      "no-restricted-imports": ["error", {
        patterns: [
          { group: ["@tauri-apps/*"], message: "Only src/ipc speaks to the shell." },
          { group: features.filter((other) => other !== feature).map((other) => `**/features/${other}/**`).concat(features.filter((other) => other !== feature).map((other) => `../${other}/**`)), message: "A feature never imports another." },
        ],
      }],
    },
  })),
  // Primitives know neither router nor shell.
  {
    files: ["src/components/**"],
    rules: { "no-restricted-imports": ["error", { patterns: [{ group: ["@tauri-apps/*", "react-router", "**/ipc/client"], message: "Components take what they show as properties." }] }] },
  },
);
