/** "Holidays 2027" of "Holidays 2027.ics": what a file's contents are called until somebody says otherwise. */
export function titleOfFile(fileName: string): string {
  const title = fileName.replace(/\.[^.]*$/u, "").trim();
  return title === "" ? fileName : title;
}

/** By what the file says of itself; its ending decides only for an empty beginning. */
export function addressFormatOf(fileName: string, text: string): "vcard" | "csv" {
  if (/^\uFEFF?\s*BEGIN:VCARD/iu.test(text)) return "vcard";
  return /\.vcf$/iu.test(fileName) ? "vcard" : "csv";
}

/** Whether it can be an address of the web. */
export const isWebAddress = (typed: string): boolean => /^https?:\/\/[^\s/]+/iu.test(typed.trim());
