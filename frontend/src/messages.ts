/** Every sentence the scripts say, in both languages. `{name}` is replaced by a value. */
import { pageLanguage, type Sentence } from "./language";
import type { SigningCode } from "./signing/errors";

const SIGNING: Readonly<Record<SigningCode, Sentence>> = {
  file_empty: {
    es: "El archivo está vacío. Elija otra copia del archivo que le entregó el SAT.",
    en: "The file is empty. Choose another copy of the file SAT gave you.",
  },
  file_too_large: {
    es: "El archivo es demasiado grande para ser parte de una e.firma (16 KB o más). Revise que eligió el archivo correcto.",
    en: "The file is too large to be part of an e.firma (16 KB or more). Check that you chose the right file.",
  },
  not_certificate: {
    es: "El archivo no es un certificado o está dañado. Elija el archivo .cer de su e.firma.",
    en: "The file is not a certificate or is damaged. Choose the .cer file of your e.firma.",
  },
  not_key: {
    es: "El archivo no es una clave privada. Elija el archivo .key de su e.firma.",
    en: "The file is not a private key. Choose the .key file of your e.firma.",
  },
  key_in_certificate_box: {
    es: "Eligió la clave privada en el lugar del certificado. Aquí va el archivo .cer.",
    en: "You chose the private key where the certificate goes. The .cer file goes here.",
  },
  certificate_in_key_box: {
    es: "Eligió el certificado en el lugar de la clave privada. Aquí va el archivo .key.",
    en: "You chose the certificate where the private key goes. The .key file goes here.",
  },
  key_not_encrypted: {
    es: "Esta clave privada no está protegida con contraseña, así que no es la que entrega el SAT. Use el archivo .key original.",
    en: "This private key is not protected by a password, so it is not the one SAT issues. Use the original .key file.",
  },
  key_container: {
    es: "Este archivo es un contenedor (.pfx o .p12). Use por separado los archivos .cer y .key que le entregó el SAT.",
    en: "This file is a container (.pfx or .p12). Use the separate .cer and .key files SAT gave you.",
  },
  key_rounds: {
    es: "La clave privada pide más cálculos de los permitidos y no se abrirá. Use el archivo .key original del SAT.",
    en: "The private key asks for more work than is allowed and will not be opened. Use the original .key file from SAT.",
  },
  unsupported_encryption: {
    es: "La clave privada está protegida con un cifrado que no se acepta. Use el archivo .key original del SAT, sin convertirlo.",
    en: "The private key is protected with a cipher that is not accepted. Use the original .key file from SAT, unconverted.",
  },
  unsupported_key: {
    es: "La clave privada no es de tipo RSA, así que no es de una e.firma. Use el archivo .key original del SAT.",
    en: "The private key is not of the RSA kind, so it is not an e.firma's. Use the original .key file from SAT.",
  },
  damaged_key: {
    es: "El archivo de la clave privada está dañado. Use otra copia de su archivo .key.",
    en: "The private key file is damaged. Use another copy of your .key file.",
  },
  wrong_password: {
    es: "La contraseña de la clave privada no es correcta. Revise mayúsculas y acentos e inténtelo de nuevo.",
    en: "The password of the private key is wrong. Check capitals and accents and try again.",
  },
  seal_certificate: {
    es: "Este es un certificado de sello digital (CSD), que sirve para facturar. Para entrar y firmar use su e.firma.",
    en: "This is a digital seal certificate (CSD), meant for invoicing. To enter and sign, use your e.firma.",
  },
  not_efirma: {
    es: "Este certificado no es una e.firma emitida por el SAT. Elija el archivo .cer de su e.firma.",
    en: "This certificate is not an e.firma issued by SAT. Choose the .cer file of your e.firma.",
  },
  weak_key: {
    es: "La clave de este certificado es demasiado débil (menos de RSA de 2048 bits). Renueve su e.firma en el SAT.",
    en: "This certificate's key is too weak (under RSA 2048 bits). Renew your e.firma at SAT.",
  },
  not_yet_valid: {
    es: "Este certificado todavía no está vigente. Espere a su fecha de inicio o use el certificado anterior si sigue vigente.",
    en: "This certificate is not valid yet. Wait for its starting date, or use the earlier one if it is still valid.",
  },
  expired: {
    es: "Este certificado está vencido. Renueve su e.firma en el SAT y use el certificado nuevo.",
    en: "This certificate has expired. Renew your e.firma at SAT and use the new certificate.",
  },
  other_rfc: {
    es: "Este certificado es de otro RFC. Debe firmar con la e.firma del RFC con el que entró.",
    en: "This certificate belongs to another RFC. You must sign with the e.firma of the RFC you entered with.",
  },
  key_mismatch: {
    es: "La clave privada no corresponde a este certificado. Elija el .cer y el .key que se emitieron juntos.",
    en: "The private key does not belong to this certificate. Choose the .cer and .key that were issued together.",
  },
  not_unlocked: {
    es: "La clave privada ya se olvidó por seguridad. Elija de nuevo sus archivos y escriba la contraseña.",
    en: "The private key was already forgotten, for safety. Choose your files again and type the password.",
  },
};

const BOX = {
  certificate_required: { es: "Elija el archivo de su certificado (.cer).", en: "Choose your certificate file (.cer)." },
  key_required: { es: "Elija el archivo de su clave privada (.key).", en: "Choose your private key file (.key)." },
  password_required: {
    es: "Escriba la contraseña de la clave privada.",
    en: "Type the password of the private key.",
  },
  browser_unsupported: {
    es: "Este navegador no puede firmar, o la página no llegó por una conexión segura (https). Actualícelo o use otro.",
    en: "This browser cannot sign, or the page did not come over a secure connection (https). Update it or use another.",
  },
  worker_failed: {
    es: "No se pudo abrir la parte de la página que firma. Recargue la página e inténtelo de nuevo.",
    en: "The part of the page that signs could not be opened. Reload the page and try again.",
  },
  internal: {
    es: "La firma no se pudo hacer por un error inesperado. Nada se envió. Recargue la página e inténtelo de nuevo.",
    en: "The signature could not be made because of an unexpected error. Nothing was sent. Reload the page and try again.",
  },
  host_mismatch: {
    es: "El servidor respondió en nombre de otro sitio. No se firmó nada. Revise la dirección de la página.",
    en: "The server answered on behalf of another site. Nothing was signed. Check the address of the page.",
  },
  challenge_invalid: {
    es: "El servidor no dio un reto de entrada válido. No se firmó nada. Recargue la página e inténtelo de nuevo.",
    en: "The server did not give a valid entry challenge. Nothing was signed. Reload the page and try again.",
  },
  document_mismatch: {
    es: "El documento por firmar no coincide con lo que muestra esta página. No se firmó nada. Recargue la página y revísela de nuevo.",
    en: "The document to sign does not match what this page shows. Nothing was signed. Reload the page and review it again.",
  },
  document_unreadable: {
    es: "El documento por firmar no se pudo leer. No se firmó nada. Recargue la página e inténtelo de nuevo.",
    en: "The document to sign could not be read. Nothing was signed. Reload the page and try again.",
  },
  session_lost: {
    es: "Su sesión terminó. Al entrar de nuevo volverá a esta página; lo que capturó está guardado.",
    en: "Your session ended. Once you enter again you come back to this page; what you captured is saved.",
  },
  reload: { es: "Recargar la página", en: "Reload the page" },
  network: {
    es: "No hay conexión con el servidor. Revise su internet e inténtelo de nuevo.",
    en: "There is no connection with the server. Check your internet and try again.",
  },
  network_unsure: {
    es: "Se perdió la conexión y no pudimos confirmar si su informativa se presentó. Puede presionar el botón otra vez sin riesgo: no se presentará dos veces.",
    en: "The connection was lost and we could not confirm whether your filing was presented. It is safe to press the button again: it will not be presented twice.",
  },
  server_error: {
    es: "El servidor no pudo atender la solicitud. Inténtelo de nuevo en unos minutos.",
    en: "The server could not handle the request. Try again in a few minutes.",
  },
  bad_redirect: {
    es: "El servidor envió a otro sitio y no se siguió. Vuelva al inicio desde la dirección que usted conoce.",
    en: "The server pointed to another site and it was not followed. Go back to the start from the address you know.",
  },
  owner_title: { es: "Certificado elegido", en: "Chosen certificate" },
  owner_name: { es: "Titular", en: "Holder" },
  owner_rfc: { es: "RFC", en: "RFC" },
  owner_representative: { es: "RFC del representante", en: "Representative's RFC" },
  owner_number: { es: "Número de certificado", en: "Certificate number" },
  owner_until: { es: "Vigente hasta", en: "Valid until" },
  owner_since: { es: "Vigente desde", en: "Valid from" },
  busy_opening: { es: "Abriendo la clave privada en este equipo…", en: "Opening the private key on this computer…" },
  busy_challenge: { es: "Pidiendo el reto de entrada…", en: "Asking for the entry challenge…" },
  busy_document: { es: "Revisando el documento por firmar…", en: "Checking the document to sign…" },
  busy_signing: { es: "Firmando en este equipo…", en: "Signing on this computer…" },
  busy_sending: { es: "Enviando la firma…", en: "Sending the signature…" },
  busy_retrying: {
    es: "Sin respuesta. Reintentando ({attempt} de {total})…",
    en: "No answer. Trying again ({attempt} of {total})…",
  },
  done: { es: "Listo. Abriendo la página siguiente…", en: "Done. Opening the next page…" },
  caps_lock: { es: "Bloq Mayús está activado.", en: "Caps Lock is on." },
  password_show: { es: "Mostrar lo escrito", en: "Show what is typed" },
  password_hide: { es: "Ocultar lo escrito", en: "Hide what is typed" },
} satisfies Record<string, Sentence>;

const PAGE = {
  draft_restored: { es: "Recuperamos lo que había escrito.", en: "We recovered what you had typed." },
  draft_discard: { es: "Descartar lo recuperado", en: "Discard what was recovered" },
  saving: { es: "Guardando…", en: "Saving…" },
  copied: { es: "Copiado", en: "Copied" },
  copy_failed: { es: "No se pudo copiar. Selecciónelo y cópielo a mano.", en: "Could not copy. Select it and copy it by hand." },
  request_unanswered: {
    es: "El servidor no responde. Revise su conexión e inténtelo de nuevo; lo que escribió sigue aquí.",
    en: "The server does not answer. Check your connection and try again; what you typed is still here.",
  },
  request_failed: {
    es: "El servidor no pudo atender la solicitud. Inténtelo de nuevo en unos minutos; lo que escribió sigue aquí.",
    en: "The server could not handle the request. Try again in a few minutes; what you typed is still here.",
  },
  page_reload: { es: "Recargar la página", en: "Reload the page" },
  session_ending: {
    es: "Su sesión termina en {minutes} por falta de uso. Lo que escribió se conserva.",
    en: "Your session ends in {minutes} for lack of use. What you typed is kept.",
  },
  session_ending_for_good: {
    es: "Su sesión termina en {minutes}: llegó a las 8 horas. Guarde; lo que escribió se conserva y podrá seguir al entrar de nuevo.",
    en: "Your session ends in {minutes}: it has lasted 8 hours. Save; what you typed is kept and you can go on after entering again.",
  },
  session_minutes: { es: "{count} minutos", en: "{count} minutes" },
  session_minute: { es: "un minuto", en: "one minute" },
  session_ended: {
    es: "Su sesión terminó. Lo que escribió se conserva: entre de nuevo y aquí estará.",
    en: "Your session ended. What you typed is kept: enter again and it will be here.",
  },
  session_keep: { es: "Seguir aquí", en: "Stay here" },
  session_enter: { es: "Entrar de nuevo", en: "Enter again" },
  passkey_failed: {
    es: "No se pudo usar la llave de acceso. Inténtelo de nuevo o use un código.",
    en: "The passkey could not be used. Try again or use a code.",
  },
  passkey_unsupported: {
    es: "Este navegador no maneja llaves de acceso. Use los códigos de su teléfono.",
    en: "This browser does not handle passkeys. Use the codes of your telephone.",
  },
  row_added: { es: "Se agregó un renglón.", en: "A row was added." },
  row_removed: { es: "Se quitó un renglón.", en: "A row was removed." },
  drop_kind: { es: "Ese tipo de archivo no se acepta aquí: {kinds}.", en: "That kind of file is not accepted here: {kinds}." },
  drop_one: { es: "Suelte un solo archivo.", en: "Drop a single file." },
  upload_required: { es: "Elija un archivo.", en: "Choose a file." },
  upload_empty: {
    es: "El archivo está vacío. Elija uno con al menos un trabajador.",
    en: "The file is empty. Choose one with at least one worker.",
  },
  upload_too_large: {
    es: "El archivo pesa más de {most}. Divídalo en varios y cárguelos uno por uno.",
    en: "The file is over {most}. Split it into several and upload them one by one.",
  },
  upload_half_sent: {
    es: "«{name}» se quedó a medio subir. Elíjalo de nuevo y seguirá donde se quedó.",
    en: "“{name}” was half uploaded. Choose it again and it will go on from where it stopped.",
  },
  upload_cancelled: { es: "Se canceló la subida.", en: "The upload was cancelled." },
  upload_progress: { es: "Subiendo: {percent} % de {size}", en: "Uploading: {percent}% of {size}" },
  upload_waiting: {
    es: "Se cortó la conexión. La carga sigue donde se quedó en cuanto vuelva.",
    en: "The connection broke. The upload goes on from where it stopped as soon as it is back.",
  },
  upload_done: { es: "Archivo recibido. Abriendo la revisión…", en: "File received. Opening the check…" },
  upload_failed: {
    es: "El archivo no se pudo subir. Inténtelo de nuevo: seguirá donde se quedó.",
    en: "The file could not be uploaded. Try again: it will go on from where it stopped.",
  },
} satisfies Record<string, Sentence>;

const SIGN = /* @__PURE__ */ { ...SIGNING, ...BOX };

export const MESSAGES = /* @__PURE__ */ { ...SIGN, ...PAGE };

export type MessageCode = keyof typeof SIGN;

type Values = Readonly<Record<string, string | number>>;

/** A sentence of the sign box, in the page's language. */
export function say(code: MessageCode, values: Values = {}): string {
  return fill(SIGN[code], values);
}

/** A sentence of any other page. Apart from `say`, so that those pages do not carry the sign box's catalogue. */
export function sayOnPage(code: keyof typeof PAGE, values: Values = {}): string {
  return fill(PAGE[code], values);
}

function fill(sentence: Sentence, values: Values): string {
  return sentence[pageLanguage()].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
