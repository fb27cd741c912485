import { createLiveList } from '../render/live-list.js';
import { createProgress, describeService, lineProgress, type Progress } from '../render/progress.js';
import type { StackState } from '../supervisor/state.js';

/** Shows how the restart of one service comes along, or of everything: live on a terminal, else one line per change. */
export function createRestartProgress(stream: NodeJS.WriteStream, service: string | undefined): Progress {
  if (service === undefined) return createProgress(stream);
  if (stream.isTTY) return liveProgress(stream, service);
  const lines = lineProgress((line) => stream.write(`${line}\n`));
  return { ...lines, update: (state) => lines.update(only(service, state)) };
}

function only(name: string, state: StackState): StackState {
  const service = state.services[name];
  return { ...state, services: service === undefined ? {} : { [name]: service } };
}

function liveProgress(stream: NodeJS.WriteStream, name: string): Progress {
  const list = createLiveList(stream);
  let text = 'asks the gateway';
  const show = (done: 'yes' | 'no' | 'failed') => list.show([{ name, text, done }]);
  show('no');
  return {
    note: list.print,
    update: ({ services }) => {
      const service = services[name];
      if (service === undefined) return;
      text = describeService(service);
      show('no');
    },
    finish: (succeeded) => {
      show(succeeded ? 'yes' : 'failed');
      list.close();
    },
  };
}
