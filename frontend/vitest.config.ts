import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    sequence: { shuffle: true },
    restoreMocks: true,
    unstubGlobals: true,
  },
});
