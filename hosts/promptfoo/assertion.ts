import { promptfooAssertion } from '../../dist/adapters/index.js';
import { gate, rate } from '../cases.ts';

export default promptfooAssertion({ gate, rate });
