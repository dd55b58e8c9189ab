import type { LogRecord } from '@opentelemetry/api-logs';
import { evaluationEvent } from '../../dist/adapters/index.js';
import { cases, gate } from '../cases.ts';

export const record: LogRecord = evaluationEvent(gate.decide(cases.pass));
// @ts-expect-error an event has a name
export const wrong: LogRecord = { ...record, eventName: 1 };
// @ts-expect-error a decision, not a rated response
evaluationEvent(cases.pass);
