/** Items of a comma-separated text: blanks around them and empty ones dropped. */
export function splitList(text: string): string[] {
  return text.split(",").map((item) => item.trim()).filter((item) => item !== "");
}
