export { AppError, type ErrorCode, errorBody, isErrorCode } from './errors/app-error.js';
export { databaseReason, NOT_POSTGRES } from './errors/database-reason.js';
export { errorFields } from './errors/describe.js';
export { errorCodes, reasonOf } from './errors/reason.js';
export { cachedAnswer, jsonAnswer, type ProbeAnswer } from './http/answer.js';
export { bodyOf } from './http/body.js';
export { withDeadline } from './http/deadline.js';
export {
  type FetchJson,
  type FetchJsonOptions,
  fetchJson,
  type JsonAnswer,
  jsonFetcher,
} from './http/fetch-json.js';
export { type HttpServer, listen } from './http/listen.js';
export { createListener } from './http/listener.js';
export { liveAnswer } from './http/live.js';
export { badValue, choiceOf, given, integerOf, type Query } from './http/query.js';
export { reachableHost } from './http/reachable-host.js';
export { requireKey } from './http/require-key.js';
export { sameSecret } from './http/same-secret.js';
export { createLogger, type ServiceLogger } from './log/create-logger.js';
export type { Logger, LogLevel } from './log/logger.js';
export { type AwakeClock, type Blocked, createAwakeClock } from './probe/awake-clock.js';
export { type Check, ProbeFailure, type ProbeOutcome, runProbe } from './probe/run-probe.js';
export { resultOf, type Snapshot, uncheckedSnapshot } from './probe/snapshot.js';
export { type Transition, type Watch, watch } from './probe/watch.js';
export type { Lifecycle } from './process/lifecycle.js';
export { configOrExit, runService } from './process/run-service.js';
export { serviceVersion } from './process/version.js';
export { passwordOf } from './redact/password-of.js';
export { createRedactor, type Redact } from './redact/redactor.js';
export { commonSettings } from './settings/common.js';
export { describeEnv, type SettingRow } from './settings/describe.js';
export { weakKeys } from './settings/keys.js';
export { ConfigError, readEnv } from './settings/read.js';
export { type Setting, type Settings, type SettingsTable, setting } from './settings/setting.js';
export * as types from './settings/types.js';
export { duration } from './text/duration.js';
export { grouped } from './text/grouped.js';
export { nearest } from './text/nearest.js';
