const names =
  'NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(
    ' ',
  );

/** A part of a text as it is shown: characters as they are, or the names of control characters in a row. */
export interface ShownPart {
  readonly text: string;
  readonly isControl: boolean;
}

/** A text in parts, its control characters by their names (`CR LF`, `NUL`, `ESC`): few fonts have their pictures. */
export function shownParts(text: string): ShownPart[] {
  return text.split(/([\u0000-\u001f\u007f-\u009f]+)/).flatMap((part, index) => {
    if (part === '') return [];
    return index % 2 === 0
      ? { text: part, isControl: false }
      : { text: Array.from(part, controlName).join(' '), isControl: true };
  });
}

function controlName(character: string): string {
  const code = character.charCodeAt(0);
  if (code === 0x7f) return 'DEL';
  return names[code] ?? code.toString(16).toUpperCase();
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
