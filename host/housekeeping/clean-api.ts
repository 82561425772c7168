import type { RunBegun } from '../history/history-record.js';
import type { RunWish } from './run-choice.js';

/** What is to be cleaned, and how. */
export interface CleanOptions {
  /** Folder of the history; see `HistoryOptions.folder`. */
  readonly history: string;
  readonly wish: RunWish;
  /** Removes; otherwise it is only told what would be. */
  readonly force: boolean;
  /** What the engine wrote for and of each task stays: `.command.*`, `.exitcode` and the history. */
  readonly keepLogs: boolean;
  /** Whether the process of a run lives; true where nobody can tell. */
  readonly isAlive: (process: { readonly pid: number; readonly host: string }) => boolean;
  /** Told of what is damaged; sentences. */
  readonly tell: (notice: string) => void;
  /** Told of each folder, once its files are gone, or would be. May be waited for. */
  readonly cleared: (folder: ClearedFolder) => Promise<void> | void;
  /** Ends it behind what is under way. */
  readonly signal: AbortSignal;
}

/** Files of one attempt. */
export interface ClearedFolder {
  /** URI. */
  readonly uri: string;
  readonly files: number;
  /** Bytes. */
  readonly size: number;
}

/** Why a run is not cleaned. */
export type KeepReason =
  /** Its process lives, or nobody can tell. */
  | { readonly kind: 'running' }
  /** An engine has its session. */
  | {
      readonly kind: 'session-in-use';
      readonly runName?: string;
      readonly pid?: number;
      readonly host?: string;
    }
  /** The backend still runs so many of its session's tasks. */
  | { readonly kind: 'tasks-run'; readonly tasks: number };

/** A run that is not cleaned. */
export interface KeptRun {
  readonly run: RunBegun;
  readonly why: KeepReason;
}

/** What was cleaned, or would be. */
export interface CleanResult {
  readonly runs: readonly RunBegun[];
  readonly kept: readonly KeptRun[];
  readonly folders: number;
  readonly files: number;
  /** Bytes. */
  readonly size: number;
  /** Folders that stay since runs that are not cleaned use them. */
  readonly shared: number;
  /** Names of those runs. */
  readonly sharedBy: readonly string[];
  /** It was ended before it was through. */
  readonly interrupted: boolean;
}
