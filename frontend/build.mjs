// Builds every entry into one self-contained file with a fixed name: Django's static storage renames
// files by their content afterwards, so no file may import another by name.
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const here = dirname(fileURLToPath(import.meta.url));
const outDir = resolve(here, "dist/icsoe");
const scripts = ["app", "signbox", "signer-worker", "uploads", "verify"];
const stylesheet = resolve(here, "src/styles/app.scss");

const shared = {
  root: here,
  base: "./",
  configFile: false,
  logLevel: "warn",
  publicDir: false,
};

async function buildScript(name) {
  await build({
    ...shared,
    build: {
      outDir,
      emptyOutDir: false,
      target: "es2022",
      reportCompressedSize: false,
      rollupOptions: {
        input: resolve(here, `src/${name}.ts`),
        // htmx can evaluate attributes; the page turns that off and the security policy forbids it.
        onwarn: (warning, tell) => warning.code === "EVAL" || tell(warning),
        output: { format: "iife", entryFileNames: `${name}.js`, inlineDynamicImports: true },
      },
    },
  });
}

async function buildStylesheet() {
  await build({
    ...shared,
    css: { preprocessorOptions: { scss: { silenceDeprecations: ["import", "if-function", "global-builtin", "color-functions"] } } },
    build: {
      outDir,
      emptyOutDir: false,
      assetsInlineLimit: 0, // a font inside the stylesheet would need data: in the security policy
      cssCodeSplit: false,
      reportCompressedSize: false,
      rollupOptions: {
        input: { app: stylesheet },
        output: { assetFileNames: (asset) => (asset.names?.[0]?.endsWith(".css") ? "app.css" : "fonts/[name][extname]") },
      },
    },
  });
}

await rm(outDir, { recursive: true, force: true });
for (const name of scripts) await buildScript(name);
if (existsSync(stylesheet)) await buildStylesheet();
else console.warn("src/styles/app.scss is absent: no stylesheet was built");
