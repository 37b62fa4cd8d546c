/** A text with its control characters as the pictures that Unicode has for them: `␍␊`, `␀`, `␛`. */
export function visible(text: string): string {
   
  return text.replace(/[\u0000-\u001f\u007f]/g, (character) => {
    const code = character.charCodeAt(0);
    return String.fromCharCode(code === 0x7f ? 0x2421 : 0x2400 + code);
  });
}

/** A wall time as the local time of day, to the millisecond. */
export function timeOfDay(at: number): string {
  const date = new Date(at);
  const digits = (value: number, width = 2) => String(value).padStart(width, '0');
  const [hours, minutes, seconds] = [date.getHours(), date.getMinutes(), date.getSeconds()];
  return `${digits(hours)}:${digits(minutes)}:${digits(seconds)}.${digits(date.getMilliseconds(), 3)}`;
}

/** A distance in time: `+0.012`, `+75.300` seconds. */
export function sinceText(ms: number): string {
  return `+${(ms / 1000).toFixed(3)}`;
}
