import type { Address } from '../../core/net/address';
import { catalog } from '../../core/util/message';

/** Whether something may run here: trust in the workspace, and the user's word on addresses that others can reach. */
export interface Permissions {
  /**
   * May be asked for every start; asks the user at most once per workspace. False: the user said no.
   * @throws Failure (`permission.*`) when the workspace has to be trusted first
   */
  mayRun(what: RunRequest): Promise<boolean>;
}

export interface RunRequest {
  readonly name: string;
  /** Whether a file of the workspace says what to do, rather than the user by hand. */
  readonly fromFile: boolean;
  /** What it will listen on. */
  readonly addresses: readonly Address[];
}

export const permissionMessages = catalog('permission', {
  untrustedFile:
    '{name} is not run: this workspace is not trusted, and nothing that its files say runs or listens. Trust the workspace to run it.',
  untrustedAddress:
    '{name} is not started on {address}: in a workspace that is not trusted only loopback addresses can be listened on. Use 127.0.0.1, or trust the workspace.',
});
