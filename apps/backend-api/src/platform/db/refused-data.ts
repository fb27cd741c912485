import { errorCodes } from '@neuratrade/service-kit';

/** Whether the server refused the data itself (SQLSTATE classes 22 and 23), so that sending it again is useless. */
export function isRefusedData(error: unknown): boolean {
  return errorCodes(error).some((code) => /^2[23]\w{3}$/.test(code));
}
