/** The part of des.js that is used; it ships no types. */
declare module "des.js" {
  interface Options {
    type: "encrypt" | "decrypt";
    key: Uint8Array;
    iv: Uint8Array;
    padding?: boolean;
  }
  interface Schedule {
    options: { key: Uint8Array };
    _desState: { keys: number[] };
  }
  interface Cipher {
    update(data: Uint8Array): number[];
    final(): number[];
    _edeState: { ciphers: Schedule[] };
  }
  export const EDE: unknown;
  export const CBC: { instantiate(base: unknown): { create(options: Options): Cipher } };
}
