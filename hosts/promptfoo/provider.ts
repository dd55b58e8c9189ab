import { promptfooProvider } from '../../dist/adapters/index.js';
import { answer, gate, rate } from '../cases.ts';

const app = {
  id: () => 'app',
  callApi: async (prompt: string) => ({ output: answer(prompt), tokenUsage: { total: 3 } }),
};
const gated = promptfooProvider(app, { gate, rate });

/** promptfoo makes one of each. */
export default class {
  id = gated.id;
  callApi = gated.callApi;
}
