import * as vscode from 'vscode';
import { parseAddress, type TcpAddress } from '../../core/net/address';
import { noticeLevels, type NoticeLevel } from '../model/notices';

/** Preferences, read when they are needed. */
export const settings = {
  notifications(): NoticeLevel {
    const level = read<string>('notifications', 'backends');
    return noticeLevels.find((each) => each === level) ?? 'backends';
  },
  /** Bytes of memory for all transcripts together. */
  transcriptMemory(): number {
    return read('transcriptMemory', 256) * 1024 * 1024;
  },
  /** Where a new server listens when the user just presses Enter; the port is the first one to try. */
  defaultAddress(): TcpAddress {
    const fallback: TcpAddress = { kind: 'tcp', host: '127.0.0.1', port: 5000 };
    try {
      const address = parseAddress(read('defaultAddress', '127.0.0.1:5000'));
      return address.kind === 'tcp' ? address : fallback;
    } catch {
      return fallback;
    }
  },
};

function read<T>(name: string, fallback: T): T {
  return vscode.workspace.getConfiguration('wirebench').get<T>(name) ?? fallback;
}
